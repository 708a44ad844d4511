import TestSupport
import Testing

@testable import Runtime

@Suite("Joined and clean paths")
struct PathTests {
  private func join(_ base: String, _ path: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    PathText.join(Array(base.utf8).span, path.span, into: &text)
    return text
  }

  private func join(_ base: String, _ path: String) -> String {
    String(decoding: join(base, Array(path.utf8)), as: UTF8.self)
  }

  /// state-engine.md §4.2, measured.
  @Test("the table of the reference", arguments: [
    ("/a/b/", "c", "/a/b/c"), ("/a/b", "c", "/a/bc"), ("/a/b/", "../c", "/a/c"), ("/a/b/", "./c", "/a/b/c"),
    ("/a/b/", "/c/../d", "/d"), ("/", "../../x", "/x"), ("", "x/../y", "y"), ("", "/x//y/", "/x/y"),
    (".", "/etc/passwd", "/etc/passwd"), ("<UNKNOWN>", "f", "<UNKNOWN>f"), ("<UNKNOWN>/", "f", "<UNKNOWN>/f"),
    ("/a/", "", ""), ("/a/b/", "..", "/a"), ("/a/b/", ".", "/a/b"), ("/a/b/", "...", "/a/b/..."),
    ("/a/b/", "c/./d/..", "/a/b/c"), ("/a/b/", "../../../../etc", "/etc"), ("", "<NA>", "<NA>"),
    ("/home/u/", "<NA>", "/home/u/<NA>"), ("./", "f", "./f"), ("", "../f", "f"), ("/a", "../f", "/a../f"),
    ("/a/b/", "c//d///e/", "/a/b/c/d/e"), ("", "/", "/"), ("/", ".", "/"), ("rel/", "../../x", "x"), ("", "a/..", ""),
    ("/x/", "a/../..", "/"),
  ])
  func table(base: String, path: String, joined: String) { #expect(join(base, path) == joined) }

  @Test("what is too long becomes a fixed path")
  func tooLong() {
    let path = "/" + String(repeating: "a", count: 1022)
    #expect(join(".", String(path.dropLast())) == String(path.dropLast()))
    #expect(join(".", path) == "/DIR_TOO_LONG/FILENAME_TOO_LONG")
    #expect(join(String(repeating: "b", count: 1020), "aaa") != "/DIR_TOO_LONG/FILENAME_TOO_LONG")
    #expect(join(String(repeating: "b", count: 1021), "aaa") == "/DIR_TOO_LONG/FILENAME_TOO_LONG")
  }

  /// corrections.md A5.
  @Test("what does not print is one U+FFFD", arguments: [
    ([0x61, 0x0A, 0x62], "a\u{FFFD}b"), ([0x61, 0x7F], "a\u{FFFD}"), ([0xC2, 0x85], "\u{FFFD}"), ([0xC2, 0xA0], "\u{A0}"),
    ([0xFF, 0xFE], "\u{FFFD}\u{FFFD}"), ([0xE2, 0x82], "\u{FFFD}"), ([0xE2, 0x82, 0xAC], "€"),
    ([0xE2, 0x82, 0x41], "\u{FFFD}A"), ([0xEF, 0xB7, 0x90], "\u{FFFD}"), ([0xEF, 0xBF, 0xBE], "\u{FFFD}"),
    ([0xF0, 0x9F, 0x98, 0x80], "😀"), ([0xF0, 0x9F, 0xBF, 0xBF], "\u{FFFD}"), ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
    ([0xC0, 0x80], "\u{FFFD}\u{FFFD}"),
  ] as [([UInt8], String)])
  func clean(bytes: [UInt8], text: String) {
    #expect(join("", bytes) == Array(text.utf8))
  }

  /// What is recognised as clean has to be what joining leaves alone, and every path that joining leaves alone and that
  /// has no hidden file should be recognised.
  @Test("a clean path is one that joining leaves as it is", arguments: 0..<20 as Range<UInt64>)
  func cleanPaths(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let pieces = ["/", "a", "bc", ".", "..", "//", "x.y", "lib64", "\u{7}", "é", "usr", "~"]
    for _ in 0..<500 {
      let count = Int.random(in: 1...12, using: &random)
      let text = (0..<count).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
      let path = Array(("/" + text).utf8)
      let isLeftAlone = join("/base/", path) == path
      let isClean = PathText.isClean(path.span)
      #expect(!isClean || isLeftAlone, "\(text)")
      if isLeftAlone && !text.contains("/.") && !text.hasPrefix(".") && text.utf8.allSatisfy({ $0 < 0x7F }) {
        #expect(isClean, "\(text)")
      }
    }
  }
}
