#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Files of /proc and the like, which have no size that could be asked for.
enum ProcessFile {
  /// What the file holds, at most `limit` bytes; nothing where it cannot be read: processes come and go.
  static func read(_ path: String, limit: Int = 1 << 16) -> [UInt8] {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return [] }
    defer { close(file) }
    return unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      // Each call fills no more than what is left.
      while count < limit {
        let part = unsafe readBytes(file, UnsafeMutableRawPointer(buffer.baseAddress! + count), limit - count)
        if part <= 0 { break }
        count += part
      }
    }
  }

  /// Where a symbolic link leads; nil where it cannot be read.
  static func link(_ path: String) -> [UInt8]? {
    var hasFailed = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
      // Fills at most the buffer, and writes no NUL.
      let length = unsafe buffer.withMemoryRebound(to: CChar.self) { unsafe readlink(path, $0.baseAddress!, $0.count) }
      hasFailed = length < 0
      count = max(length, 0)
    }
    return hasFailed ? nil : bytes
  }

  /// The names in a directory, without the two that stand for directories.
  static func names(in path: String) -> [String] {
    guard let directory = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      // The name ends with a NUL inside its array.
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  /// The names that are numbers: processes, threads, descriptors.
  static func numbers(in path: String) -> [Int64] { names(in: path).compactMap { Int64($0) } }
}

extension [UInt8] {
  /// The lines, without their ends.
  var lines: [ArraySlice<UInt8>] { split(separator: UInt8(ascii: "\n")) }

  /// What follows the name of a line such as "Uid:", up to its end, without blanks in front.
  func value(ofLine name: String) -> Substring? { lines.value(of: name) }
}

extension [ArraySlice<UInt8>] {
  /// The same among lines.
  func value(of name: String) -> Substring? {
    guard let line = first(where: { $0.starts(with: name.utf8) }) else { return nil }
    return String(decoding: line.dropFirst(name.utf8.count), as: UTF8.self).drop { $0 == " " || $0 == "\t" }
  }
}

/// `read`, which in `ProcessFile` would be its own function.
private func readBytes(_ file: Int32, _ target: UnsafeMutableRawPointer, _ count: Int) -> Int {
  unsafe read(file, target, count)
}
