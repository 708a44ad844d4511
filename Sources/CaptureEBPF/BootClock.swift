#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The clock that the programs in the kernel read: it runs since boot, in sleep too, and nobody sets it.
struct BootClock {
  /// Nanoseconds since the epoch, as of the begin of the run.
  let bootTime: UInt64

  init() {
    bootTime = Self.read(CLOCK_REALTIME) &- Self.read(CLOCK_BOOTTIME)
  }

  /// Now, as events have it.
  var now: UInt64 { bootTime &+ Self.read(CLOCK_BOOTTIME) }

  private static func read(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    // Both clocks exist on every Linux; the call fills the structure.
    _ = unsafe clock_gettime(clock, &time)
    return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
  }
}
