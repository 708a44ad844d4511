package import Runtime

/// A file of recorded events, whichever of the formats it has; its first bytes say which, never its name.
package struct CaptureFile: ~Copyable {
  package enum Format: Hashable, Sendable {
    case scap, jsonLines
  }

  package let format: Format
  // One of them, by format.
  private var scap: ScapReader?
  private var lines: JSONLinesReader?

  /// Opens the file at `path`; `-` is standard input.
  package static func open(_ path: String, stop: ReadingStop? = nil) throws(CaptureError) -> CaptureFile {
    try CaptureFile(ByteWindow(InputFile(path: path, stop: stop)))
  }

  /// Reads a file that is in memory: a test's, or one that came in another file.
  package static func open(bytes: [UInt8]) throws(CaptureError) -> CaptureFile {
    try CaptureFile(ByteWindow(InputFile(bytes: bytes)))
  }

  private init(_ window: consuming ByteWindow) throws(CaptureError) {
    var window = window
    let found = try Self.format(&window)
    format = found
    switch found {
    case .scap: scap = ScapReader(window)
    case .jsonLines: lines = JSONLinesReader(window)
    }
  }

  /// Hands over the events that come next and need no further look, if there are any; then it is for `next` to go on.
  package mutating func withRun(_ body: (inout EventRun) -> Void) {
    if format == .scap { scap!.withRun(body) }
  }

  /// The next snapshot or event; nil at the end. After an error there is nothing more.
  @_lifetime(&self)
  package mutating func next() throws(CaptureError) -> CaptureItem? {
    if format == .scap { return try scap!.next() }
    return try lines!.next()
  }

  package var counters: CaptureCounters {
    switch scap {
    case .some(let scap): return scap.counters
    case .none: break
    }
    switch lines {
    case .some(let lines): return lines.counters
    case .none: return CaptureCounters()
    }
  }

  /// What is wrong with lines of JSON, in order; not all of it where there is much.
  package var problems: [LineProblem] {
    switch lines {
    case .some(let lines): lines.problems
    case .none: []
    }
  }

  /// How far the decompressed bytes were read.
  package var offset: UInt64 {
    switch scap {
    case .some(let scap): return scap.offset
    case .none: break
    }
    switch lines {
    case .some(let lines): return lines.offset
    case .none: return 0
    }
  }

  /// A .scap file begins with a section header, JSON with an object, perhaps behind blanks and a byte order mark.
  ///
  /// Looks at no more bytes than it needs: the rest of a pipe may be long in coming.
  private static func format(_ window: inout ByteWindow) throws(CaptureError) -> Format {
    var start = 0
    while start < 4096, try window.fill(to: start + 1) {
      if start == 0, try window.fill(to: 4), unsafe window.unboundBytes().littleEndian(at: 0, as: UInt32.self)
        == BlockType.sectionHeader.id
      {
        return .scap
      }
      let bytes = unsafe window.unboundBytes()
      if bytes[start] == UInt8(ascii: "{") { return .jsonLines }
      if start == 0, bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
        start = 3
        continue
      }
      guard [0x20, 0x09, 0x0A, 0x0D].contains(bytes[start]) else { break }
      start += 1
    }
    let bytes = unsafe window.unboundBytes()
    throw CaptureError(
      .unknownFormat, offset: 0,
      bytes.isEmpty
        ? "the file is empty"
        : "neither a .scap file, plain or compressed with gzip, nor JSON lines: the first bytes are \(hex(bytes))")
  }

  private static func hex(_ bytes: Span<UInt8>) -> String {
    (0..<min(bytes.count, 8)).map { (bytes[$0] < 16 ? "0" : "") + String(bytes[$0], radix: 16) }.joined(separator: " ")
  }
}
