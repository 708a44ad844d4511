import Foundation
import TestSupport
import Testing

/// Fields of all events of whole captures against digests of what the incumbent extracted (captures/README.md). An equal
/// digest means that the field is the same on every event.
@Suite("Digests of fields against the incumbent's", .needsSharedData, .serialized)
struct FieldDigestTests {
  private struct Oracle: Decodable {
    struct Field: Decodable {
      let sha256: String
      /// How many values are not null.
      let present: Int
    }

    let events: Int
    let fields: [String: Field]
  }

  private struct Column {
    let name: String
    var hash = SHA256()
    var present = 0
    /// Empty texts.
    var empty = 0

    mutating func add(_ json: ArraySlice<UInt8>) {
      if json.elementsEqual("\"\"".utf8) { empty += 1 }
      if !json.elementsEqual("null".utf8) { present += 1 }
      if json.contains(UInt8(ascii: "\\")) { hash.update(plain(json)) } else { hash.update(json) }
      hash.update(CollectionOfOne(UInt8(ascii: "\n")))
    }

    /// The string with only those escapes that the oracle has: it shows what is legal in JSON as it is.
    private func plain(_ json: ArraySlice<UInt8>) -> [UInt8] {
      guard let text = try? JSONSerialization.jsonObject(with: Data(json), options: .fragmentsAllowed) as? String else {
        return Array(json)
      }
      let escaped = text.unicodeScalars.map { scalar in
        switch scalar {
        case "\"": "\\\""
        case "\\": "\\\\"
        default: String(scalar)
        }
      }
      return Array("\"\(escaped.joined())\"".utf8)
    }
  }

  /// No field here: the incumbent lexes a number behind the last dot, and always prints nothing.
  private static let noField = "evt.type.is.3"

  /// The field whose digest cannot be ours. Of a buffer without bytes the incumbent shows `NULL` and whatever stands in its
  /// memory, to a length that is left over from another event, and of ptrace a number as a buffer in the same way: what it
  /// shows hangs on which fields were read before. A model of that memory, into which every text of a parameter is written
  /// over the one before in the order `evt.buffer`, `evt.args`, `evt.arg[0]` to `[2]`, `evt.arg.filename`, `evt.arg.flags`,
  /// yields the digest of tiny, and in attacks the values of all 238 such events that are in the sample.
  private static let unstable = "evt.buffer"
  /// On how many events: those with an empty buffer, and ptrace.
  private static let unstableEvents: [String: (empty: Int, ptrace: Int)] = ["tiny": (159, 0), "attacks": (4673, 36)]

  /// Users and groups come first in the lab's captures, and the incumbent takes them while it opens the file.
  private static let firstEvent: UInt64 = 78

  @Test("each field of all events", arguments: ["tiny", "attacks"])
  func digests(capture: String) throws {
    let oracle = try JSONDecoder().decode(
      Oracle.self, from: Data(try SharedData.bytes("captures/lab/\(capture).digests.json")))
    try #require(oracle.fields.count == 138)
    var columns = oracle.fields.keys.filter { $0 != Self.noField }.sorted().map { Column(name: $0) }
    var events = 0
    var replay = try FieldReplay(columns.map(\.name))
    try replay.run(SharedData.url("captures/lab/\(capture).scap").path) { row in
      guard row.number >= Self.firstEvent else { return true }
      events += 1
      for index in columns.indices { columns[index].add(row[index]) }
      return true
    }
    #expect(events == oracle.events)
    #expect(oracle.fields[Self.noField]?.present == 0)
    for index in columns.indices {
      let name = columns[index].name
      let theirs = try #require(oracle.fields[name])
      let digest = columns[index].hash.finish()
      if name == Self.unstable {
        let events = try #require(Self.unstableEvents[capture])
        #expect(columns[index].empty == events.empty)
        #expect(theirs.present - columns[index].present == events.ptrace)
        continue
      }
      #expect(digest == theirs.sha256, "\(name) differs; it has \(columns[index].present) values, theirs \(theirs.present)")
    }
  }
}
