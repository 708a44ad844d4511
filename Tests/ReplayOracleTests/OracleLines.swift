import Foundation
import TestSupport

/// What the incumbent said of events of a capture: one JSON object for each, its fields in one order.
struct OracleLines {
  private let bytes: [UInt8]
  private var position = 0

  /// - Parameter name: of the capture.
  init(_ name: String) throws {
    bytes = try unzipped(SharedData.url("captures/lab/\(name).fields.jsonl.gz"))
  }

  /// Keys and raw JSON values of the next object; nil at the end.
  mutating func next() -> [(key: ArraySlice<UInt8>, value: ArraySlice<UInt8>)]? {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "{") else { return nil }
    var members: [(key: ArraySlice<UInt8>, value: ArraySlice<UInt8>)] = []
    members.reserveCapacity(138)
    repeat {
      position += 1
      let key = takeValue()
      position += 1
      members.append((key.dropFirst().dropLast(), takeValue()))
    } while bytes[position] == UInt8(ascii: ",")
    // The brace and the line's end.
    position += 2
    return members
  }

  private mutating func takeValue() -> ArraySlice<UInt8> {
    let start = position
    var depth = 0
    while true {
      switch bytes[position] {
      case UInt8(ascii: "\""): skipString()
      case UInt8(ascii: "["):
        depth += 1
        position += 1
      case UInt8(ascii: "]"):
        depth -= 1
        position += 1
      case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "}"):
        if depth == 0 { return bytes[start..<position] }
        position += 1
      default: position += 1
      }
    }
  }

  private mutating func skipString() {
    position += 1
    while bytes[position] != UInt8(ascii: "\"") { position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1 }
    position += 1
  }
}

func unzipped(_ file: URL) throws -> [UInt8] {
  let unzip = Process()
  unzip.executableURL = URL(fileURLWithPath: "/bin/gzip")
  unzip.arguments = ["-dc", file.path]
  let pipe = Pipe()
  unzip.standardOutput = pipe
  try unzip.run()
  let bytes = [UInt8](pipe.fileHandleForReading.readDataToEndOfFile())
  unzip.waitUntilExit()
  return bytes
}

/// JSON values are the same where their texts are, or where the texts say the same with other escapes.
func isSameJSON(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Bool {
  if a == b { return true }
  func decoded(_ bytes: ArraySlice<UInt8>) -> NSObject? {
    try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed) as? NSObject
  }
  guard a.contains(UInt8(ascii: "\\")) || b.contains(UInt8(ascii: "\\")), let a = decoded(a), let b = decoded(b) else {
    return false
  }
  return a == b
}
