import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Results to standard output, the rest to standard error. If writing fails, nobody is left to be told.
enum Terminal {
  static func line(_ text: String) { _ = try? FileDescriptor.standardOutput.writeAll(Array("\(text)\n".utf8)) }

  static func message(_ text: String) { _ = try? FileDescriptor.standardError.writeAll(Array("\(text)\n".utf8)) }

  /// A line that is written over.
  static func progress(_ text: String) {
    guard isatty(FileDescriptor.standardError.rawValue) == 1 else { return }
    _ = try? FileDescriptor.standardError.writeAll(Array("\u{1B}[2K\r\(text)".utf8))
  }
}
