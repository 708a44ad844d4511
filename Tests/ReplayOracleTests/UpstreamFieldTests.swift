import Foundation
import TestSupport
import Testing

/// Old and odd captures: fields of every event against the tables that the incumbent's library made of them
/// (captures/README.md, expected-captures.md §5).
@Suite("Fields of upstream captures", .needsSharedData, .serialized)
struct UpstreamFieldTests {
  /// Columns that say nothing about fields: the type code after conversion, and whether the event is shown.
  private static let leadingColumns = 2

  /// Columns that differ, and why. A column that begins to agree fails the test until it is taken out.
  private static let known: [String: [String: Comment]] = {
    let rawFormat: Comment = "descriptors without a format do not print raw"
    let container: Comment = "made without the container plugin, so that threads in containers have the host's users"
    return [
      "synthetic_modern": [
        "evt.rawarg.fd": rawFormat, "evt.args": container, "user.name": container, "user.homedir": container,
        "user.shell": container, "group.name": container,
      ],
      "curl_google": ["evt.rawarg.fd": rawFormat],
      "test_ipv6_client": ["evt.rawarg.fd": rawFormat],
    ]
  }()

  /// The event `useradded`, which the incumbent gives the thread in its header; metaevents have none here.
  private static func isKnown(_ capture: String, _ number: UInt64, _ name: String) -> Bool {
    capture == "synthetic_modern" && number == 122 && !name.hasPrefix("evt.") && !name.hasPrefix("fd.")
  }

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
      for (index, theirs) in line.enumerated() where !Self.isKnown(capture, row.number, names[index]) {
        let ours = Self.unordered(names[index], row[index])
        outcomes[index].add(names[index], ours[...], Self.unordered(names[index], Array(theirs.utf8)[...])[...], at: row.number)
      }
      position += 1
      return true
    }
    #expect(position == lines.count)
    for (name, outcome) in zip(names, outcomes) {
      func check() {
        let examples = outcome.examples.joined(separator: "\n")
        #expect(outcome.different == 0, "\(name): \(outcome.different) of \(outcome.compared) differ\n\(examples)")
      }
      if let reason = Self.known[capture]?[name] { withKnownIssue(reason) { check() } } else { check() }
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
