package import Runtime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Answers about the running system, one thread at a time, for a state that may have missed something.
package struct ProcessLookup: Sendable {
  private let clock: BootClock

  init(_ clock: BootClock) { self.clock = clock }

  /// A thread as it is now, with the descriptors of its process if it is the first of it; nil where it has gone.
  package func thread(_ tid: Int64) -> (thread: StateSnapshot.Thread, descriptors: StateSnapshot.DescriptorList?)? {
    ProcessScan.thread(tid, bootTime: clock.bootTime)
  }

  /// Whether a thread is there, be it only for its parent to ask for its end.
  package func hasThread(_ tid: Int64) -> Bool { unsafe access("/proc/\(tid)", F_OK) == 0 }

  package var processes: [Int64] { ProcessFile.numbers(in: "/proc") }

  /// The threads of a process, its first among them.
  package func threads(of pid: Int64) -> [Int64] { ProcessFile.numbers(in: "/proc/\(pid)/task") }

  /// Now, as events have it.
  package var now: UInt64 { clock.now }
}
