#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the process has used of the machine so far.
struct ProcessUsage {
  let userSeconds: Double
  let systemSeconds: Double
  let peakResidentBytes: Int

  static var current: ProcessUsage {
    var usage = rusage()
    // 0 is `RUSAGE_SELF`, which is of another type in each C library. Fills the structure; it cannot fail for the process
    // itself.
    _ = unsafe getrusage(0, &usage)
    #if canImport(Darwin)
      let unit = 1
    #else
      // Linux counts in KiB.
      let unit = 1024
    #endif
    return ProcessUsage(
      userSeconds: seconds(usage.ru_utime), systemSeconds: seconds(usage.ru_stime),
      peakResidentBytes: Int(usage.ru_maxrss) * unit)
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
  }
}
