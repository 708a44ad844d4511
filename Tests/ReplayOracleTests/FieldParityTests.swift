import Foundation
import TestSupport
import Testing

/// Fields of whole captures against what the incumbent extracted from them (captures/README.md): a sample of the
/// events value by value, all of them by digest.
@Suite("Fields against the incumbent's", .needsSharedData, .serialized)
struct FieldParityTests {
  /// Which fields a test looks at, by the beginnings of their names.
  enum Family: String, CaseIterable, CustomTestStringConvertible {
    case process, event

    var testDescription: String { rawValue }

    func has(_ name: String) -> Bool {
      // No field here: the incumbent lexes a number behind the last dot, and always prints nothing.
      if name == "evt.type.is.3" { return false }
      let isProcess = ["proc.", "thread.", "user.", "group.", "container."].contains { name.hasPrefix($0) }
      return isProcess == (self == .process)
    }
  }

  struct Outcome {
    /// Values where either side has one.
    var compared = 0
    var different = 0
    /// The first few that differ.
    var examples: [String] = []

    mutating func add(_ name: String, _ ours: ArraySlice<UInt8>, _ theirs: ArraySlice<UInt8>, at number: UInt64) {
      if ours.elementsEqual("null".utf8), theirs.elementsEqual("null".utf8) { return }
      // Of a buffer without bytes the incumbent shows `NULL` and whatever stands in its memory, to a length that is left
      // over from another event.
      if name == "evt.buffer", ours.elementsEqual("\"\"".utf8) { return }
      compared += 1
      if isSameJSON(ours, theirs) { return }
      different += 1
      if examples.count < 3 { examples.append("event \(number): \(Self.text(ours)), not \(Self.text(theirs))") }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes.prefix(300), as: UTF8.self) }
  }

  @Test("each field of the sampled events", arguments: ["tiny", "attacks", "demo"], Family.allCases)
  func sample(capture: String, family: Family) throws {
    var oracle = try OracleLines(capture)
    let first = oracle.next()
    var line = try #require(first)
    let columns = line.indices.filter { family.has(String(decoding: line[$0].key, as: UTF8.self)) }
    let names = columns.map { String(decoding: line[$0].key, as: UTF8.self) }
    let numberColumn = try #require(line.firstIndex { $0.key.elementsEqual("evt.num".utf8) })
    func number() throws -> UInt64 { try #require(UInt64(String(decoding: line[numberColumn].value, as: UTF8.self))) }

    var outcomes = Array(repeating: Outcome(), count: names.count)
    var wanted = try number()
    var events = 0
    var replay = try FieldReplay(names)
    try replay.run(SharedData.url("captures/lab/\(capture).scap").path) { row in
      guard row.number == wanted else { return row.number < wanted }
      for (index, column) in columns.enumerated() { outcomes[index].add(names[index], row[index], line[column].value, at: wanted) }
      events += 1
      guard let next = oracle.next() else { return false }
      line = next
      wanted = try number()
      row.wanted = wanted
      return true
    }
    let rest = oracle.next()
    #expect(rest == nil, "the replay ended before the oracle")
    #expect(events > 3000)
    for (name, outcome) in zip(names, outcomes) {
      #expect(
        Double(outcome.different) <= 0.001 * Double(outcome.compared),
        "\(name): \(outcome.different) of \(outcome.compared) differ\n\(outcome.examples.joined(separator: "\n"))")
    }
  }
}
