import Foundation
import Testing

@testable import Matching

@Suite struct PathPrefixSetTests {
  private func matches(_ elements: [String], _ value: String) -> Bool {
    PathPrefixSet(elements.map(\.bytes)).matches(value.bytes.span)
  }

  /// Edge-case rows 110 to 112.
  @Test(arguments: [
    ("/bin", true), ("bin", true), ("/bin/", true), ("//bin//", true), ("/", true), ("", true), ("/bin/Ls", false),
    ("/b*/Ls", false), ("/bi*", true), ("/b*/Ls.exe", true), ("/bin/Ls.exe/x", false), ("/bin/[KL]s.*", true),
    ("/bin/?s.exe", true), ("/*", true), ("/bin\\*", false),
  ])
  func matches(_ element: String, _ expected: Bool) {
    #expect(matches([element], "/bin/Ls.exe") == expected)
  }

  @Test func emptySetMatchesNothing() {
    #expect(!matches([], "/bin"))
    #expect(!matches([], ""))
  }

  /// The incumbent loses the second glob here (rule-language.md §5.3, quirk).
  @Test func noGlobIsLost() {
    let elements = ["/a*/x", "/*b/y", "/?b/z/*", "/ab/w"]
    for value in ["/ab/x", "/ab/y", "/ab/z/1", "/ab/w"] { #expect(matches(elements, value), "\(value)") }
    #expect(!matches(elements, "/ab/v"))
  }

  @Test func agreesWithTheDefinition() {
    var random = SeededGenerator(seed: 21)
    let parts = ["/", "/", "/", "a", "b", "ab", "*", "a*", "?", "[ab]", "b?"]
    var hits = 0
    for _ in 0..<8_000 {
      let elements = (0..<Int.random(in: 0...5, using: &random)).map { _ in random.text(parts, upTo: 6) }
      let value = random.text(["/", "/", "a", "b", "ab"], upTo: 7)
      let expected = elements.contains { Self.isPrefix($0, of: value) }
      if matches(elements, value) != expected { Issue.record("\(elements) on '\(value)' is not \(expected)") }
      if expected { hits += 1 }
    }
    #expect((1600...6_400).contains(hits))
  }

  private static func isPrefix(_ element: String, of value: String) -> Bool {
    let wanted = element.split(separator: "/")
    let given = value.split(separator: "/")
    guard wanted.count <= given.count else { return false }
    return zip(wanted, given).allSatisfy { pattern, part in
      let isGlob = pattern.contains { "*?[".contains($0) }
      // Strings are only read during the call.
      return isGlob ? unsafe fnmatch(String(pattern), String(part), 0) == 0 : pattern == part
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func staysBounded() {
    let deep = Array(repeatElement("/*".bytes, count: 20_000).joined())
    let set = PathPrefixSet([deep] + (0..<2000).map { "/*\($0 % 7)*/b\($0)/*".bytes })
    let value = Array(repeatElement("/a1b2".bytes, count: 19_999).joined())
    let isMatch = set.matches(value.span)
    #expect(!isMatch)
  }
}
