#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Signals that a run acts on. They are blocked, and taken where somebody waits for them: no handler interrupts anything.
struct Signals {
  enum Request {
    /// SIGINT, SIGTERM.
    case end
    /// SIGHUP: other rules.
    case reload
    /// SIGUSR1: the output file was moved away.
    case reopen
  }

  private var awaited = sigset_t()

  /// Threads that are made later keep the signals blocked: make them after this.
  init(_ signals: [Int32] = [SIGINT, SIGTERM, SIGHUP, SIGUSR1]) {
    // The calls fill and use the set; with these arguments they cannot fail.
    unsafe sigemptyset(&awaited)
    for signal in signals { unsafe sigaddset(&awaited, signal) }
    unsafe pthread_sigmask(SIG_BLOCK, &awaited, nil)
  }

  /// Waits for one of them, as long as it takes.
  func next() -> Int32 {
    var (set, signal) = (awaited, Int32(0))
    while unsafe sigwait(&set, &signal) != 0 {}
    return signal
  }

  /// They do again what they do where nobody waits for them, in this thread.
  func unblock() {
    var set = awaited
    unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }

  #if !canImport(Darwin)
    /// Waits so long, or until somebody asks for something.
    func wait(_ time: Duration) -> Request? {
      let (seconds, attoseconds) = time.components
      var limit = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
      var set = awaited
      switch unsafe sigtimedwait(&set, nil, &limit) {
      case SIGINT, SIGTERM: return .end
      case SIGHUP: return .reload
      case SIGUSR1: return .reopen
      default: return nil
      }
    }
  #endif
}
