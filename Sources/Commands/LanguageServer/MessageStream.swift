import Diagnostics
import Runtime
import SystemPackage

/// Messages of the language server protocol over two descriptors: a header with the length, then JSON.
struct MessageStream {
  /// A message longer than this is no rule file.
  private static let longest = 64 << 20

  enum Received {
    case message(JSONText)
    /// Text that is no message, and why.
    case unreadable(String)
    case end
  }

  private let input: FileDescriptor
  private let output: FileDescriptor
  private var buffer: [UInt8] = []

  init(input: FileDescriptor, output: FileDescriptor) {
    self.input = input
    self.output = output
  }

  mutating func receive() -> Received {
    guard let header = takeHeader() else { return .end }
    guard let length = Self.contentLength(header) else { return .unreadable("a message begins with 'Content-Length: N'") }
    guard length <= Self.longest else { return .unreadable("a message of \(length) bytes is too long") }
    while buffer.count < length { guard fill() else { return .end } }
    let text = Array(buffer[..<length])
    buffer.removeSubrange(..<length)
    return JSONText(text.span).map(Received.message) ?? .unreadable("the message is not JSON")
  }

  func send(_ body: (inout JSONWriter) -> Void) {
    var writer = JSONWriter(.oneLine)
    writer.object { json in
      json.field("jsonrpc", "2.0")
      body(&json)
    }
    let header = Array("Content-Length: \(writer.bytes.count)\r\n\r\n".utf8)
    // An editor that is gone will not be told; the next reading ends the server.
    _ = try? output.writeAll(header + writer.bytes)
  }

  /// The lines up to an empty one; nil at the end of the input.
  private mutating func takeHeader() -> ArraySlice<UInt8>? {
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let range = buffer.firstRange(of: end) {
        let header = Array(buffer[..<range.lowerBound])
        buffer.removeSubrange(..<range.upperBound)
        return header[...]
      }
      guard buffer.count <= 1 << 16, fill() else { return nil }
    }
  }

  private static func contentLength(_ header: ArraySlice<UInt8>) -> Int? {
    for line in String(decoding: header, as: UTF8.self).split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, parts[0].lowercased() == "content-length" else { continue }
      return Int(parts[1].drop { $0 == " " })
    }
    return nil
  }

  private mutating func fill() -> Bool {
    var part = [UInt8](repeating: 0, count: 1 << 16)
    // Fills the array and no more.
    let count = try? unsafe part.withUnsafeMutableBytes { try unsafe input.read(into: $0) }
    guard let count, count > 0 else { return false }
    buffer += part[..<count]
    return true
  }
}
