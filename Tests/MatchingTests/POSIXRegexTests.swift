import Foundation
import Testing

@testable import Matching

@Suite struct POSIXRegexTests {
  /// Edge-case rows 108 and 109, corrections A6, and what the translation has to keep.
  @Test(arguments: [
    ("Ls", "Ls.exe", false), ("Ls|Ls.exe", "Ls.exe", true), ("a.b", "a\nb", false), ("a[^x]b", "a\nb", true),
    ("", "", true), ("", "a", false), ("a\\n^", "a\n", true), ("a$\\n", "a\n", true), ("a$", "a\n", false),
    ("(^a$\\n)+", "a\na\n", true), ("A", "a", false), ("a{2}?", "", true), ("é.", "é☃", true),
    ("[[:^alpha:]]", "é", true), ("\\x{10FFFF}", "\u{10FFFF}", true), ("(a|ab)(c|bcd)", "abcd", true),
  ])
  func matches(_ pattern: String, _ value: String, _ expected: Bool) throws {
    let regex = try POSIXRegex.compile(pattern.bytes)
    #expect(regex.matches(value.bytes, RegexScratch()) == expected)
  }

  @Test func invalidValuesAreRepaired() throws {
    let scratch = RegexScratch()
    let any = try POSIXRegex.compile("ev.l".bytes)
    #expect(any.matches([0x65, 0x76, 0xFF, 0x6C], scratch))
    let exact = try POSIXRegex.compile("a\\x{FFFD}{2}b".bytes)
    // A truncated three-byte sequence is one part, a stray continuation another.
    #expect(exact.matches([0x61, 0xE2, 0x98, 0x80 ^ 0xFF, 0x62], scratch) == false)
    #expect(exact.matches([0x61, 0xE2, 0x98, 0xFF, 0x62], scratch))
    #expect(scratch.counters.repairedValues == 3)
    #expect(scratch.counters.backtrackingLimits == 0)
  }

  @Test func repairAgreesWithSwift() {
    var random = SeededGenerator(seed: 11)
    let pieces: [UInt8] = [0x41, 0x7F, 0x80, 0xBF, 0xC0, 0xC3, 0xA9, 0xE0, 0xE2, 0x98, 0x83, 0xED, 0xA0, 0xF0, 0x9F, 0xF4, 0x90, 0xFF]
    var repaired: [UInt8] = []
    for _ in 0..<20_000 {
      let value = (0..<Int.random(in: 0...12, using: &random)).map { _ in random.pick(pieces) }
      UTF8Repair.repair(value.span, into: &repaired)
      #expect(repaired == String(decoding: value, as: UTF8.self).bytes, "\(value)")
    }
  }

  /// Values that make a backtracking matcher stall. The answer must be right, and come from the other matcher.
  @Test(.timeLimit(.minutes(1)), arguments: [
    ("(a*)*b", 4096, "", false), ("(a|a)*b", 4096, "", false), ("(a|aa)+", 4096, "", true),
    (".*a.*a.*a.*a.*a.*b", 4096, "", false), ("(.*a){12}b", 4096, "b", true), ("(a?){30}a{30}", 30, "", true),
  ])
  func nothingStalls(_ pattern: String, _ count: Int, _ tail: String, _ expected: Bool) throws {
    let regex = try POSIXRegex.compile(pattern.bytes)
    let scratch = RegexScratch()
    let value = [UInt8](repeating: UInt8(ascii: "a"), count: count) + tail.bytes
    let clock = ContinuousClock()
    let time = clock.measure { #expect(regex.matches(value, scratch) == expected) }
    #expect(scratch.counters.undecided == 0)
    #expect(time < .seconds(2), "\(pattern): \(time) \(scratch.counters)")
  }

  /// Everything RE2 itself said (Fixtures/make-re2-facts.py). A larger table can be named in RULEC_RE2_FACTS.
  @Test func agreesWithRE2() throws {
    let other = ProcessInfo.processInfo.environment["RULEC_RE2_FACTS"]
    let table = try other.map { try String(contentsOfFile: $0, encoding: .utf8) } ?? fixture("re2-facts.txt")
    let scratch = RegexScratch()
    var asked = 0
    for line in table.split(separator: "\n") {
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
      let regex = try? POSIXRegex.compile(columns[0].percentDecoded)
      #expect((regex != nil) == (columns[1] == "ok"), "pattern \(columns[0])")
      guard let regex else { continue }
      for column in columns.dropFirst(2) {
        let answer = regex.matches(column.dropLast(2).percentDecoded, scratch)
        #expect(answer == (column.last == "1"), "pattern \(columns[0]) value \(column)")
        asked += 1
      }
    }
    #expect(asked > 4000)
    #expect(scratch.counters.undecided == 0)
  }
}
