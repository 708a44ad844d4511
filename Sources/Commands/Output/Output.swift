import Diagnostics
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where a command's result goes.
enum Output: Equatable {
  case standard
  case file(String)

  /// Writes the whole result. A file is made or emptied only now, so that a run that fails before leaves it alone.
  func write(_ bytes: [UInt8]) throws(CommandFailure) {
    do {
      switch self {
      case .standard:
        try FileDescriptor.standardOutput.writeWhole(bytes)
      case .file(let path):
        let file = try FileDescriptor.open(
          FilePath(path), .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite, .groupRead, .otherRead])
        // Closing can fail: some file systems report a full disk only there.
        try file.closeAfter { try file.writeWhole(bytes) }
      }
    } catch {
      throw CommandFailure(message: "cannot write \(name): \(error)")
    }
  }

  /// Writes text that may hold what authors wrote. A terminal gets it harmless, a pipe or file as it is.
  func write(_ text: String) throws(CommandFailure) {
    let isShown = self == .standard && Self.standardIsTerminal
    try write(Array((isShown ? harmlessLines(text) : text).utf8))
  }

  private var name: String {
    switch self {
    case .standard: "standard output"
    case .file(let path): "'\(path)'"
    }
  }

  /// Says something to the person who started the command. If even that fails, nobody is left to be told.
  static func message(_ text: String) {
    try? FileDescriptor.standardError.writeWhole(Array((harmlessLines(text) + "\n").utf8))
  }

  /// What the environment says about colours on a terminal.
  static var allowsColor: Bool { Environment["NO_COLOR"] == nil && Environment["TERM"] != "dumb" }

  static var standardIsTerminal: Bool { isatty(FileDescriptor.standardOutput.rawValue) == 1 }
}

extension FileDescriptor {
  /// As `writeAll`, which is generic and searches all conformances of the binary when it runs first (docs/decisions/004).
  fileprivate func writeWhole(_ bytes: [UInt8]) throws {
    try unsafe bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count { written += try unsafe write(UnsafeRawBufferPointer(rebasing: buffer[written...])) }
    }
  }
}
