#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Calls of the operating system that reading and writing share.
enum SystemCall {
  /// The system's words for its error numbers.
  static func failure(_ code: Int32) -> String {
    // strerror's text is valid until the next call on this thread; it is copied at once.
    unsafe String(cString: strerror(code))
  }

  /// `read`, again where a signal came between; negative on failure.
  static func read(_ descriptor: Int32, _ target: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
    while true {
      #if canImport(Darwin)
        let result = unsafe Darwin.read(descriptor, target, count)
      #elseif canImport(Musl)
        let result = unsafe Musl.read(descriptor, target, count)
      #else
        let result = unsafe Glibc.read(descriptor, target, count)
      #endif
      if result >= 0 || errno != EINTR { return result }
    }
  }
  /// `write`, again where a signal came between; not positive on failure.
  static func write(_ descriptor: Int32, _ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    while true {
      #if canImport(Darwin)
        let result = unsafe Darwin.write(descriptor, base + start, bytes.count - start)
      #elseif canImport(Musl)
        let result = unsafe Musl.write(descriptor, base + start, bytes.count - start)
      #else
        let result = unsafe Glibc.write(descriptor, base + start, bytes.count - start)
      #endif
      if result >= 0 || errno != EINTR { return result }
    }
  }
}
