import Diagnostics
import Parser
import TestSupport
import Testing

/// No text makes the parser loop, overflow the stack, leave its bounds, or report without end.
@Suite struct HostileTextTests {
  private func hostile(_ parts: (String, Int)...) -> Parsed {
    let parsed = Parsed(text(parts.flatMap { Array(repeatElement(Array($0.0.utf8), count: $0.1).joined()) }))
    checkInvariants(parsed.tree)
    return parsed
  }

  @Test func parenthesesUpToTheLimit() {
    let limit = ConditionParser.maximumNesting
    #expect(hostile(("(", limit), ("a", 1), (")", limit)).canonical == "a")
    let beyond = hostile(("(", limit + 1), ("a", 1), (")", limit + 1))
    #expect(beyond.diagnostics.map(\.code) == [.limit])
    #expect(!beyond.tree.isWellFormed)
    #expect(beyond.tree[beyond.tree.root] == .error)
  }

  @Test func manyParentheses() {
    #expect(hostile(("(", 100_000)).diagnostics.map(\.code) == [.limit])
    #expect(hostile(("proc.name = x and not(", 100_000)).diagnostics.map(\.code) == [.limit])
    #expect(hostile((")", 100_000)).diagnostics.map(\.message) == ["this ')' closes nothing"])
  }

  @Test func callsCountAsParentheses() {
    let limit = ConditionParser.maximumNesting
    let deepest = hostile(("tolower(", limit), ("proc.name", 1), (")", limit), (" = a", 1))
    #expect(deepest.diagnostics.isEmpty)
    #expect(TreePrinter.source(deepest.tree).hasSuffix(" = a"))
    #expect(hostile(("tolower(", 100_000)).diagnostics.map(\.code) == [.limit])
    #expect(hostile(("(", limit), ("tolower(proc.name) = a", 1)).diagnostics.map(\.code) == [.limit])
  }

  @Test func aMegabyteOfNot() {
    #expect(hostile(("not ", 250_000), ("a", 1)).canonical == "a")
    #expect(hostile(("not ", 2_501), ("a", 1)).canonical == "not a")
    #expect(hostile(("not ", 2_500)).errors.count == 1)
  }

  @Test func longChains() {
    #expect(hostile(("proc.pid=1 and ", 3000), ("a", 1)).tree.children.count == 3001)
    #expect(hostile(("a or b and ", 5_000), ("a", 1)).errors.isEmpty)
    #expect(hostile(("proc.name in (", 1), ("a,", 20_000), ("a)", 1)).tree.listElements.count == 20_001)
  }

  /// Constructs whose recovery has to look ahead: linear, or these would not end.
  @Test(arguments: [
    "\\'", "a.b[x and ", "a.b in [ and ", "a.b = \" and ", "#\n", "a.b = 'x", "x'\\", "tolower (", "and ", "a,", "%",
    "a.",
    "a.b in (a and ", "= ", "\"\\q\" ", "( and ", "or(b) and ", "\u{0}", "é", "anyof ( ",
  ])
  func repeated(piece: String) {
    for prefix in ["", "a.b = ", "a.b in (", "a.b[", "tolower("] {
      let parsed = hostile((prefix, 1), (piece, 4_000))
      #expect(parsed.diagnostics.count <= 100)
    }
  }

  @Test(arguments: 0..<40)
  func randomText(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let words = [
      "and", "or", "not", "(", ")", "[", "]", ",", "=", "!=", "<", ">=", "in", "exists", "contains", "anyof", "val(",
      "tolower(", "concat(", "proc.name", "proc.aname[1]", "x", "\"", "'", "\\", "5", "0x1", "#", "\n", " ", " ", "é",
      "\u{0}",
    ]
    for _ in 0..<100 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0..<40, using: &random) {
        if random.chance(6) {
          bytes.append(UInt8.random(in: 0...255, using: &random))
        } else {
          bytes += Array((words.randomElement(using: &random) ?? "").utf8)
          if random.chance(2) { bytes.append(UInt8(ascii: " ")) }
        }
      }
      let parsed = Parsed(text(bytes))
      checkInvariants(parsed.tree)
      #expect(parsed.diagnostics.allSatisfy { Int($0.primary.span.end) <= bytes.count }, "seed \(seed): \(bytes)")
      if parsed.errors.isEmpty {
        let again = Parsed(TreePrinter.source(parsed.tree)).tree
        #expect(shape(again) == shape(parsed.tree), "seed \(seed): \(bytes)")
      }
      #expect(parsed.tree.isWellFormed == parsed.errors.isEmpty)
    }
  }
}
