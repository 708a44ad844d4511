import Foundation
import TestSupport
import Testing

/// Old and odd captures: fields of every event against the tables that the incumbent's library made of them
/// (captures/README.md, expected-captures.md §5).
@Suite("Fields of upstream captures", .needsSharedData, .serialized)
struct UpstreamFieldTests {
  /// Columns that say nothing about fields: the type code after conversion, and whether the event is shown.
  private static let leadingColumns = 2

  /// Values that differ, by event. The table was made without the container plugin, so its threads in containers (401 and
  /// 402) have the host's users; the lab's captures, made with it, show them as we do. A value that begins to agree fails the
  /// test until it is taken out.
  private static let withoutPlugin: [String: [UInt64: Set<String>]] = [
    "synthetic_modern": [
      113: ["user.shell"], 114: ["user.name", "user.homedir", "user.shell", "group.name"], 115: ["evt.args", "user.shell"],
    ]
  ]

  @Test(arguments: [
    ("synthetic_modern", 118), ("curl_google", 939), ("single_ipv6_conn", 1714), ("test_ipv6_client", 293),
  ])
  func golden(capture: String, events: Int) throws {
    var lines = try table(capture)
    let header = lines.removeFirst()
    let names = header.dropFirst(Self.leadingColumns).map { String($0) }
    try #require(lines.count == events)
    var outcomes = Array(repeating: FieldParityTests.Outcome(), count: names.count)
    var position = 0
    var replay = try FieldReplay(names, form: .text)
    try replay.run(SharedData.url("captures/upstream/\(capture).scap").path) { row in
      guard position < lines.count else {
        Issue.record("more events than the table has")
        return false
      }
      let line = lines[position].dropFirst(Self.leadingColumns)
      for (index, theirs) in line.enumerated() {
        let name = names[index]
        let (ours, theirs) = (Self.unordered(name, row[index]), Self.unordered(name, Array(theirs.utf8)[...]))
        if Self.withoutPlugin[capture]?[row.number]?.contains(name) == true {
          #expect(ours != theirs, "event \(row.number): \(name) is as in the table")
        } else {
          outcomes[index].add(name, ours[...], theirs[...], at: row.number)
        }
      }
      position += 1
      return true
    }
    #expect(position == lines.count)
    for (name, outcome) in zip(names, outcomes) {
      let examples = outcome.examples.joined(separator: "\n")
      #expect(outcome.different == 0, "\(name): \(outcome.different) of \(outcome.compared) differ\n\(examples)")
    }
  }

  /// The elements of `fd.types` come in no certain order.
  private static func unordered(_ name: String, _ text: ArraySlice<UInt8>) -> [UInt8] {
    name == "fd.types" ? text.filter { $0 != UInt8(ascii: "(") && $0 != UInt8(ascii: ")") }
      .split(separator: UInt8(ascii: ",")).map { String(decoding: $0, as: UTF8.self) }.sorted()
      .joined(separator: ",").utf8.map { $0 } : Array(text)
  }

  private func table(_ capture: String) throws -> [[Substring]] {
    let plain = SharedData.url("captures/upstream/\(capture).tsv")
    let text = FileManager.default.fileExists(atPath: plain.path)
      ? try String(contentsOf: plain, encoding: .utf8)
      : String(decoding: try unzipped(plain.appendingPathExtension("gz")), as: UTF8.self)
    return text.split(separator: "\n", omittingEmptySubsequences: true).map {
      $0.split(separator: "\t", omittingEmptySubsequences: false)
    }
  }
}
