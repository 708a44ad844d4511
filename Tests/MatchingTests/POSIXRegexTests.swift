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
    // A truncated three-byte sequence is one part, the stray byte behind it another.
    #expect(exact.matches([0x61, 0xE2, 0x98, 0xFF, 0x62], scratch))
    #expect(!exact.matches([0x61, 0xE2, 0x98, 0x62], scratch))
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
      if repaired != String(decoding: value, as: UTF8.self).bytes { Issue.record("\(value) became \(repaired)") }
    }
  }

  /// Values that make a backtracking matcher stall. The answer must be right, and come from the other matcher. The
  /// patterns end in a class because PCRE2 sees at once that a required last letter is missing.
  @Test(.timeLimit(.minutes(1)), arguments: [
    ("(a*)*[bc]", "", false), ("(a|a)*[bc]", "", false), (".*a.*a.*a.*a.*a.*[bc]", "", false),
    ("(.*a){12}[bc]", "", false), ("(a*)*x?[bc]", "xx", false), ("(a|a)*[bc]+d", "dbd", false),
    ("(a*)*(b|c|xb)", "xb", true), ("([ab]*a[ab]*){20}x[cd]", "xd", true),
  ])
  func nothingStalls(_ pattern: String, _ tail: String, _ expected: Bool) throws {
    let regex = try POSIXRegex.compile(pattern.bytes)
    let scratch = RegexScratch()
    let value = [UInt8](repeating: UInt8(ascii: "a"), count: 4096) + tail.bytes
    let time = ContinuousClock().measure { #expect(regex.matches(value, scratch) == expected) }
    #expect(scratch.counters.undecided == 0)
    #expect(expected || scratch.counters.backtrackingLimits == 1, "the case does not test what it should")
    #expect(time < .seconds(2), "\(pattern): \(time) \(scratch.counters)")
  }

  /// Patterns that keep hundreds of states under way: without a bound they take seconds. What cannot be decided within
  /// it is counted, and the next value is none the worse for it.
  @Test(.timeLimit(.minutes(1)), arguments: [
    "((a*){20}){20}[bc]", "((a*b*){10}){10}[bc]", "(.*a){200}[bc]", "(.*(a|aa|aaa).*){30}[bc]", "([ab]?a?){200}[bc]",
    "((a*a*){50}){5}[bc]",
  ])
  func everyMatchEnds(_ pattern: String) throws {
    let regex = try POSIXRegex.compile(pattern.bytes)
    let scratch = RegexScratch()
    for count in [256, 4096, 65_535] {
      let value = [UInt8](repeating: UInt8(ascii: "a"), count: count)
      let before = scratch.counters
      let time = ContinuousClock().measure { #expect(!regex.matches(value, scratch)) }
      #expect(time < .seconds(1), "\(pattern) on \(count) bytes: \(time)")
      let undecided = scratch.counters.undecided - before.undecided
      #expect(undecided <= scratch.counters.backtrackingLimits - before.backtrackingLimits)
      #expect(regex.matches(Array(repeating: UInt8(ascii: "a"), count: 200) + "b".bytes, scratch))
    }
  }

  @Test func whatCannotBeDecidedIsCounted() throws {
    let scratch = RegexScratch()
    let regex = try POSIXRegex.compile("((a*){20}){20}[bc]".bytes)
    let value = [UInt8](repeating: UInt8(ascii: "a"), count: 4096)
    for round in 1...3 {
      #expect(!regex.matches(value, scratch))
      #expect(scratch.counters.undecided == round)
    }
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
      if (regex != nil) != (columns[1] == "ok") { Issue.record("pattern \(columns[0]): RE2 says \(columns[1])") }
      guard let regex else { continue }
      for column in columns.dropFirst(2) {
        let answer = regex.matches(column.dropLast(2).percentDecoded, scratch)
        if answer != (column.last == "1") { Issue.record("pattern \(columns[0]): RE2 says \(column)") }
        asked += 1
      }
    }
    #expect(asked > 4000)
    #expect(scratch.counters.undecided == 0)
  }
}
