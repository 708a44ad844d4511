#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

import Capture
import Dispatch
import Synchronization

/// How a signal ends a replay: the first SIGINT or SIGTERM ends the reading, so that what was found and counted is written; the
/// second ends the process.
final class Interruption: Sendable {
  let stop = ReadingStop()
  /// 0 before it came.
  private let signal = Atomic<Int32>(0)

  /// Threads that are made later leave the signals to this: make them after it.
  init() {
    // What whoever started this has ignored stays ignored, as of jobs in the background.
    let signals = Signals([SIGINT, SIGTERM].filter { !Self.isIgnored($0) })
    DispatchQueue(label: "signals").async { self.wait(for: signals) }
  }

  private func wait(for signals: Signals) {
    signal.store(signals.next(), ordering: .relaxed)
    stop.request()
    // The next one finds this thread, and nobody who takes it.
    signals.unblock()
    while true { pause() }
  }

  private static func isIgnored(_ signal: Int32) -> Bool {
    var action = sigaction()
    guard unsafe sigaction(signal, nil, &action) == 0 else { return false }
    #if canImport(Darwin)
      let handler = unsafe action.__sigaction_u.__sa_handler
    #elseif canImport(Musl)
      let handler = unsafe action.__sa_handler.sa_handler
    #else
      let handler = unsafe action.__sigaction_handler.sa_handler
    #endif
    // Safe: it is compared and never called. `SIG_IGN`, which is 1, is no function, so that there is nothing else to compare.
    return handler.map { unsafe unsafeBitCast($0, to: Int.self) } == 1
  }

  /// Nil where none came.
  var signalName: String? {
    switch signal.load(ordering: .relaxed) {
    case 0: nil
    case SIGINT: "SIGINT"
    default: "SIGTERM"
    }
  }
}
