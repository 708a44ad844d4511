#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

import Synchronization

/// Asks readers to stop, from another thread: also one that waits for a pipe.
///
/// A reader that waits fails with `CaptureError.Cause.stopped`. One that has input goes on: whoever drives it looks at `isRequested`.
package final class ReadingStop: Sendable {
  private let isSet = Atomic(false)
  /// A pipe that is readable once the stop was requested; negative where there could be none, and nobody is woken.
  let readable: Int32
  private let writable: Int32

  package init() {
    var ends: [Int32] = [-1, -1]
    // Two descriptors are what it wants.
    if unsafe pipe(&ends) == 0 {
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }
    (readable, writable) = (ends[0], ends[1])
  }

  deinit {
    if readable >= 0 {
      close(readable)
      close(writable)
    }
  }

  package var isRequested: Bool { isSet.load(ordering: .relaxed) }

  package func request() {
    isSet.store(true, ordering: .relaxed)
    if writable < 0 { return }
    var byte: UInt8 = 0
    unsafe _ = write(writable, &byte, 1)
  }
}
