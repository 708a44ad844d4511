import Foundation
import Testing

@testable import Matching

@Suite struct GlobTests {
  /// The C locale: the test process never calls `setlocale`.
  private func libcMatches(_ pattern: String, _ value: String, _ flags: Int32 = 0) -> Bool {
    // Both strings are only read during the call.
    unsafe fnmatch(pattern, value, flags) == 0
  }

  /// Edge-case rows 107 and 113, rule-language.md §5.2.
  @Test(arguments: [
    ("/*", "/bin/x", true), ("L*", "Ls.exe", true), ("", "", true), ("", "a", false), ("*", "", true),
    ("*.exe", ".exe", true), ("?x", "/x", true), ("a{b,c}", "ab", false), ("a{b,c}", "a{b,c}", true),
    ("\\*", "*", true), ("\\*", "a", false), ("a\\", "a", false), ("a\\", "a\\", false), ("[!a]", "b", true),
    ("[^a]", "a", false), ("[]a]", "]", true), ("[a", "[a", true), ("[[:alpha:]]", "x", true),
    ("[[:nosuch:]]", "x", false), ("[![:nosuch:]]", "x", false), ("*a*b*c", "xaxbxbxc", true), ("**", "x", true),
    ("*ab", "aab", true), ("a*a", "a", false), ("a*b?c*d", "axxbxbyczd", true),
  ])
  func matches(_ pattern: String, _ value: String, _ expected: Bool) {
    #expect(Glob(pattern.bytes).matches(value.bytes) == expected)
    #expect(libcMatches(pattern, value) == expected)
  }

  @Test(arguments: [("L[A-Z]*.EXE", "ls.exe", true), ("l?.exe", "LS.EXE", true), ("[[:upper:]]", "a", false)])
  func ignoresCase(_ pattern: String, _ value: String, _ expected: Bool) {
    #expect(Glob(pattern.bytes, ignoringCase: true).matches(value.bytes) == expected)
  }

  static let plain = ["a", "b", "A", "B", "/", ".", "*", "*", "?", "-", "z", "0"]
  static let brackets = [
    "[", "]", "!", "^", "\\", "[:alpha:]", "[:upper:]", "[:nosuch:]", "[=a=]", "[.-.]", "[a-z]", "[!a]", "[A-Z]", "[]a]",
    "[a-", "[]-a]", "[--0]", ":", "=", "\\]", "[[:digit:]b]",
  ]

  @Test(arguments: [false, true])
  func agreesWithLibc(ignoringCase: Bool) {
    var random = SeededGenerator(seed: ignoringCase ? 3 : 4)
    let flags: Int32 = ignoringCase ? 1 << 4 : 0
    var matches = 0
    for round in 0..<20_000 {
      let pieces = round % 2 == 0 ? Self.plain : Self.plain + Self.brackets
      let pattern = random.text(pieces, upTo: 7)
      let value = random.text(["a", "b", "A", "B", "/", ".", "-", "z", "0", "[", "]", "!", "\\", ":"], upTo: 6)
      // glibc reads `-[:` differently before and after the value's byte has been found; nothing to agree with.
      guard !pattern.contains("-[:") else { continue }
      let libc = libcMatches(pattern, value, flags)
      let ours = Glob(pattern.bytes, ignoringCase: ignoringCase).matches(value.bytes)
      if ours != libc { Issue.record("pattern '\(pattern)' value '\(value)': libc says \(libc)") }
      if libc { matches += 1 }
    }
    #expect(matches > 700)
  }

  @Test(.timeLimit(.minutes(1)))
  func neverExponential() {
    let pattern = String(repeating: "*a", count: 100) + "b"
    #expect(!Glob(pattern.bytes).matches([UInt8](repeating: UInt8(ascii: "a"), count: 100_000)))
    _ = Glob([UInt8](repeating: UInt8(ascii: "["), count: 1_000_000))
  }

  /// A pattern that is read as it goes means the same as one that was compiled.
  @Test func dynamicPatterns() {
    var random = SeededGenerator(seed: 77)
    let pieces = ["a", "b", "B", "*", "?", "[ab]", "[!a]", "[", "]", "\\", "[[:upper:]]", "[[:nosuch:]]", "[a-", "/", "-"]
    for _ in 0..<15_000 {
      let pattern = random.text(pieces, upTo: 6).bytes
      let value = random.text(["a", "b", "B", "/", "[", "\\", "-"], upTo: 6).bytes
      let ignoresCase = Bool.random(using: &random)
      let expected = Glob(pattern, ignoringCase: ignoresCase).matches(value)
      if Glob.matches(pattern.span, value.span, ignoringCase: ignoresCase) != expected {
        Issue.record("\(String(decoding: pattern, as: UTF8.self)) on \(String(decoding: value, as: UTF8.self)): not \(expected)")
      }
    }
  }

  @Test(.timeLimit(.minutes(1))) func dynamicPatternsEnd() {
    let pattern = String(repeating: "*a", count: 2000).bytes + "[b]".bytes
    let value = [UInt8](repeating: UInt8(ascii: "a"), count: 60_000)
    // The last star tries every place, at each of which a bracket expression is read anew.
    let answer = Glob.matches(pattern.span, value.span, ignoringCase: false)
    #expect(answer == nil)
  }
}
