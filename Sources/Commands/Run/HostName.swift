import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The name of this machine.
enum HostName {
  static var current: [UInt8] {
    var name = [UInt8](repeating: 0, count: 256)
    // Writes at most one byte less than there are, so that a NUL is always left.
    let status = unsafe name.withUnsafeMutableBytes { bytes in
      guard let start = unsafe bytes.assumingMemoryBound(to: CChar.self).baseAddress else { return Int32(-1) }
      return unsafe gethostname(start, bytes.count - 1)
    }
    return status == 0 ? Array(name.prefix { $0 != 0 }) : []
  }
}

/// Writing to a pipe that nobody reads.
enum BrokenPipe {
  /// Makes it fail with an error, which is reported, instead of ending the process without a word.
  static func isAnError() {
    _ = signal(SIGPIPE, SIG_IGN)
  }
}
