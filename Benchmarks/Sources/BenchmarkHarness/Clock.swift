#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What this process has used so far, in nanoseconds and bytes.
enum ProcessUsage {
  /// User and system time of this process and all its threads. Its resolution, a microsecond or a scheduler's tick, is for
  /// whole replays.
  static var processor: Double { usage.processorNanoseconds }

  static var peakBytes: Int { usage.peakResidentBytes }

  private static var usage: rusage {
    var usage = rusage()
    // 0 is `RUSAGE_SELF`, which is of another type in each C library.
    _ = unsafe getrusage(0, &usage)
    return usage
  }

  /// The same by the precise clock: for batches of calls of a millisecond.
  static var preciseProcessor: Double {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }
}

extension rusage {
  var processorNanoseconds: Double { ru_utime.nanoseconds + ru_stime.nanoseconds }

  /// Linux counts in KiB, Darwin in bytes.
  var peakResidentBytes: Int {
    #if canImport(Darwin)
      Int(ru_maxrss)
    #else
      Int(ru_maxrss) << 10
    #endif
  }
}

extension timeval {
  fileprivate var nanoseconds: Double { Double(tv_sec) * 1e9 + Double(tv_usec) * 1e3 }
}

/// How short calls are timed.
enum Batches {
  static let count = 9
  /// A batch lasts at least that long, so that the clock sees it well.
  static let nanoseconds = 1_000_000.0
}

/// Keeps the optimizer from leaving out what gives the value.
@inline(never)
func consume<T>(_ value: T) {}
