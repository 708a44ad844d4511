#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Signals that a live run acts on. They are blocked, and taken where the run waits anyway: no handler interrupts it.
struct Signals {
  enum Request { case end }

  private var awaited = sigset_t()

  /// Threads that are made later keep the signals blocked: make them after this.
  init() {
    // The calls fill and use the set; with these arguments they cannot fail.
    unsafe sigemptyset(&awaited)
    for signal in [SIGINT, SIGTERM] { unsafe sigaddset(&awaited, signal) }
    unsafe pthread_sigmask(SIG_BLOCK, &awaited, nil)
  }

  #if !canImport(Darwin)
    /// Waits so long, or until somebody asks for something.
    func wait(_ time: Duration) -> Request? {
      let (seconds, attoseconds) = time.components
      var limit = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
      var set = awaited
      return unsafe sigtimedwait(&set, nil, &limit) > 0 ? .end : nil
    }
  #endif
}
