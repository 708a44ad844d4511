import Matching
import Testing

@Suite("NeedleIndex")
struct NeedleIndexTests {
  private static func applies(_ needle: NeedleIndex.Needle, _ text: [UInt8]) -> Bool {
    func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
      part.count <= text.count && (0...text.count - part.count).contains { Array(text[$0..<$0 + part.count]) == part }
    }
    func lower(_ bytes: [UInt8]) -> [UInt8] { Array(String(decoding: bytes, as: UTF8.self).lowercased().utf8) }
    return switch needle.place {
    case .whole: text == needle.bytes
    case .start: text.starts(with: needle.bytes)
    case .end: text.reversed().starts(with: needle.bytes.reversed())
    case .anywhere: contains(text, needle.bytes)
    case .anywhereIgnoringCase: contains(lower(text), lower(needle.bytes))
    }
  }

  @Test("leaves no needle out that applies, and few in that do not", arguments: 0..<40)
  func random(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let letters = Array(seed % 2 == 0 ? "abAB".utf8 : "abcdefghijklmnop/.AB".utf8)
    func word(_ lengths: ClosedRange<Int>) -> [UInt8] {
      (0..<Int.random(in: lengths, using: &generator)).map { _ in letters.randomElement(using: &generator) ?? 0 }
    }
    let places: [NeedleIndex.Place] = [.whole, .start, .end, .anywhere, .anywhereIgnoringCase]
    let needles = (0..<200).map { NeedleIndex.Needle(places[$0 % 5], word(0...9), id: UInt32($0), subject: $0 % 3) }
    let index = NeedleIndex(needles)
    for _ in 0..<200 {
      var text = word(0...40)
      // Half of the texts hold a needle.
      if Bool.random(using: &generator) { text += needles.randomElement(using: &generator)?.bytes ?? [] }
      for subject in 0..<4 {
        var found: [UInt32] = []
        index.append(candidatesIn: text.span, subject: subject, to: &found)
        for needle in needles where needle.subject == subject && Self.applies(needle, text) {
          #expect(found.contains(needle.id), "\(needle) in \(String(decoding: text, as: UTF8.self))")
        }
        // Hashes of different subjects might agree, but do not.
        #expect(found.allSatisfy { needles[Int($0)].subject == subject })
      }
    }
  }

  @Test("tells apart what differs") func precise() {
    let needles = (0..<1000).map { NeedleIndex.Needle(.start, Array("/srv/application-\($0)/".utf8), id: UInt32($0)) }
    var found: [UInt32] = []
    NeedleIndex(needles).append(candidatesIn: Array("/srv/application-17/data".utf8).span, to: &found)
    #expect(found == [17])
  }
}

@Suite("RegexStart")
struct RegexStartTests {
  @Test(arguments: [
    ("/etc/passwd", "/etc/passwd"), ("/etc/.*", "/etc/"), ("abc*", "ab"), ("abc?d", "ab"), ("ab{0}c", "a"), ("abc+", "abc"),
    ("a|b", ""), ("/(x|y)", ""), ("(ab)*", ""), ("[ab]c", ""), ("^ab", ""), ("a\\.b", "a"), ("", ""), ("*a", ""),
  ])
  func plainText(pattern: String, start: String) {
    #expect(String(decoding: RegexStart.plainText(of: pattern.utf8), as: UTF8.self) == start)
  }
}
