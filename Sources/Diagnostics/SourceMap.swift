#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One file, or one buffer that came from memory.
package struct SourceFile: Sendable {
  /// As the user gave it; shown in diagnostics.
  package let name: String
  package let bytes: [UInt8]
  /// Offset of the first byte in the space of the map.
  package let base: UInt32

  /// The whole file.
  package var span: SourceSpan { SourceSpan(start: base, length: UInt32(bytes.count)) }
}

package struct FileID: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// The files of one run, side by side in one space of byte offsets.
///
/// Each file takes one offset more than it has bytes, so that its end is a place of its own. The space ends at
/// 4 GiB; `add` says when it is full.
package struct SourceMap: Sendable {
  package private(set) var files: [SourceFile] = []

  package init() {}

  /// Adds a file and returns its id, or nil when the offset space is full.
  package mutating func add(name: String, bytes: [UInt8]) -> FileID? {
    let base = files.last.map { UInt64($0.base) + UInt64($0.bytes.count) + 1 } ?? 0
    guard base + UInt64(bytes.count) < UInt64(UInt32.max) else { return nil }
    files.append(SourceFile(name: name, bytes: bytes, base: UInt32(base)))
    return FileID(rawValue: UInt32(files.count - 1))
  }

  package subscript(id: FileID) -> SourceFile { files[Int(id.rawValue)] }

  /// The file that holds `offset`. The end of a file belongs to it.
  ///
  /// - Precondition: at least one file was added.
  package func file(containing offset: UInt32) -> FileID {
    var low = 0
    var high = files.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if files[middle].base <= offset { low = middle } else { high = middle }
    }
    return FileID(rawValue: UInt32(low))
  }

  /// The bytes under a span, clipped to the file that its start lies in.
  package func bytes(of span: SourceSpan) -> ArraySlice<UInt8> {
    let file = self[file(containing: span.start)]
    let lower = min(Int(span.start - file.base), file.bytes.count)
    let upper = min(lower + Int(span.length), file.bytes.count)
    return file.bytes[lower..<upper]
  }

  /// The text under a span; invalid UTF-8 shows as U+FFFD.
  package func text(of span: SourceSpan) -> String {
    String(decoding: bytes(of: span), as: UTF8.self)
  }
}

/// A place as people count: lines and columns from 1, columns in Unicode scalars.
///
/// In invalid UTF-8 each byte counts that could begin a scalar.
package struct SourceLocation: Hashable, Sendable {
  package var file: FileID
  package var line: Int
  package var column: Int
}

/// Turns offsets into lines and columns. Keeps a `LineIndex` of each file it was asked about.
package struct SourceLocator {
  package let map: SourceMap
  /// By file.
  private var indexes: [LineIndex?]

  package init(_ map: SourceMap) {
    self.map = map
    indexes = Array(repeating: nil, count: map.files.count)
  }

  /// A line (from 1) without its LF or CR LF, as a range of the file's bytes.
  mutating func lineRange(_ line: Int, of id: FileID) -> Range<Int> {
    let range = index(of: id).range(ofLine: line - 1)
    return map[id].bytes[range].last == UInt8(ascii: "\r") ? range.dropLast() : range
  }

  package mutating func location(of offset: UInt32) -> SourceLocation {
    let id = map.file(containing: offset)
    let file = map[id]
    let local = min(Int(offset - file.base), file.bytes.count)
    let line = index(of: id).line(containing: local)
    let start = Int(index(of: id).lineStarts[line])
    return SourceLocation(file: id, line: line + 1, column: scalars(in: start..<local, of: id) + 1)
  }

  /// Unicode scalars between the beginning of the file and a place in it.
  package mutating func scalarOffset(of offset: UInt32) -> Int {
    let id = map.file(containing: offset)
    let file = map[id]
    return scalars(in: 0..<min(Int(offset - file.base), file.bytes.count), of: id)
  }

  private mutating func index(of id: FileID) -> LineIndex {
    if let known = indexes[Int(id.rawValue)] { return known }
    let made = LineIndex(map[id].bytes)
    indexes[Int(id.rawValue)] = made
    return made
  }

  /// In place: the index keeps what it counts of long lines.
  private mutating func scalars(in range: Range<Int>, of id: FileID) -> Int {
    _ = index(of: id)
    return indexes[Int(id.rawValue)]?.scalars(in: range, of: map[id].bytes) ?? 0
  }
}

/// Where the lines of a file begin, and, once a long line is asked about, how many scalars stand before each block of it: a file that is
/// one line of megabytes with thousands of diagnostics must not be counted through for each of them.
package struct LineIndex: Sendable {
  private static let blockSize = 1024

  package private(set) var lineStarts: [UInt32] = [0]
  private let byteCount: Int
  /// Scalars before each multiple of `blockSize`; empty until they are asked for.
  private var scalarsBeforeBlock: [UInt32] = []

  package init(_ bytes: [UInt8]) {
    byteCount = bytes.count
    // memchr, because it is vectorised: files are large, and this is done for each that something is said about. The bytes are only
    // read, during the call.
    unsafe bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      var start = 0
      while start < bytes.count, let end = unsafe memchr(base + start, Int32(UInt8(ascii: "\n")), bytes.count - start) {
        start = unsafe UnsafeRawPointer(end) - base + 1
        lineStarts.append(UInt32(start))
      }
    }
  }

  /// The line, from 0, that holds the byte at `offset`.
  package func line(containing offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(lineStarts[middle]) <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The bytes of a line, from 0, without the LF that ends it.
  package func range(ofLine line: Int) -> Range<Int> {
    Int(lineStarts[line])..<(line + 1 < lineStarts.count ? Int(lineStarts[line + 1]) - 1 : byteCount)
  }

  mutating func scalars(in range: Range<Int>, of bytes: [UInt8]) -> Int {
    if range.count < 4 * Self.blockSize { return bytes[range].count(where: startsScalar) }
    if scalarsBeforeBlock.isEmpty { countBlocks(bytes) }
    return scalars(before: range.upperBound, in: bytes) - scalars(before: range.lowerBound, in: bytes)
  }

  private func scalars(before offset: Int, in bytes: [UInt8]) -> Int {
    let block = offset / Self.blockSize
    return Int(scalarsBeforeBlock[block]) + bytes[block * Self.blockSize..<offset].count(where: startsScalar)
  }

  private mutating func countBlocks(_ bytes: [UInt8]) {
    var (scalars, start): (UInt32, Int) = (0, 0)
    while start <= bytes.count {
      scalarsBeforeBlock.append(scalars)
      scalars += UInt32(bytes[start..<min(start + Self.blockSize, bytes.count)].count(where: startsScalar))
      start += Self.blockSize
    }
  }
}

/// Each byte that does not continue a UTF-8 sequence starts a scalar.
private func startsScalar(_ byte: UInt8) -> Bool { byte & 0xC0 != 0x80 }
