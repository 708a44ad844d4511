import Runtime
import Testing

private func printable(_ bytes: [UInt8]) -> String {
  var output: [UInt8] = []
  PrintableText.append(bytes.span, to: &output)
  return String(validating: output, as: UTF8.self) ?? "not UTF-8"
}

private func escaped(_ bytes: [UInt8], isValue: Bool = false) -> String {
  var output: [UInt8] = []
  EscapedText.append(bytes.span, isValue: isValue, to: &output)
  return String(validating: output, as: UTF8.self) ?? "not UTF-8"
}

@Suite("Texts of values")
struct PrintableTextTests {
  /// corrections.md A5.
  @Test("what has no look becomes one U+FFFD", arguments: [
    ("plain", "plain"), ("", ""), ("a\nb", "a\u{FFFD}b"), ("\t", "\u{FFFD}"), ("\u{1B}[2J", "\u{FFFD}[2J"),
    ("a\u{0}b", "a\u{FFFD}b"), ("\u{7F}", "\u{FFFD}"), ("\u{80}\u{9F}\u{A0}", "\u{FFFD}\u{FFFD}\u{A0}"),
    ("größe 日本 🙂", "größe 日本 🙂"),
  ])
  func noLook(text: String, expected: String) {
    #expect(printable(Array(text.utf8)) == expected)
  }

  @Test("code points that are no characters have no look", arguments: [
    (0xFDCF, true), (0xFDD0, false), (0xFDEF, false), (0xFDF0, true), (0xFFFD, true), (0xFFFE, false), (0xFFFF, false),
    (0x1FFFD, true), (0x1FFFE, false), (0x1FFFF, false), (0x20000, true), (0x10FFFF, false),
  ] as [(UInt32, Bool)])
  func noCharacter(code: UInt32, hasLook: Bool) throws {
    let text = String(try #require(Unicode.Scalar(code)))
    #expect(printable(Array(text.utf8)) == (hasLook ? text : "\u{FFFD}"))
  }

  @Test("ill-formed parts become U+FFFD", arguments: [
    ([0x61, 0xFF, 0x62], "a\u{FFFD}b"), ([0xC3], "\u{FFFD}"), ([0xE2, 0x82], "\u{FFFD}"),
    ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"), ([0xC0, 0x80], "\u{FFFD}\u{FFFD}"), ([0xF0, 0x9F, 0x99, 0x82], "🙂"),
  ] as [([UInt8], String)])
  func illFormed(bytes: [UInt8], expected: String) {
    #expect(printable(bytes) == expected)
    #expect(escaped(bytes) == expected)
    #expect(escaped(bytes, isValue: true) == expected)
  }
}

@Suite("Texts in lines")
struct EscapedTextTests {
  @Test("JSON's own escapes, and what is legal there but not harmless", arguments: [
    ("plain", "plain"), ("\"q\" \\", "\\\"q\\\" \\\\"), ("\n\r\t\u{8}\u{C}", "\\n\\r\\t\\b\\f"), ("\u{1B}[2J", "\\u001B[2J"),
    ("\u{7F}\u{85}\u{9B}1m", "\\u007F\\u0085\\u009B1m"), ("a\u{202E}b", "a\\u202Eb"), ("\u{2066}\u{2069}\u{200F}", "\\u2066\\u2069\\u200F"),
    ("\u{2028}\u{2029}\u{FEFF}\u{E0041}", "\\u2028\\u2029\\uFEFF\\uDB40\\uDC41"), ("größe 日本 🙂", "größe 日本 🙂"),
  ])
  func escapes(text: String, expected: String) {
    #expect(escaped(Array(text.utf8)) == expected)
  }

  @Test("of a value, controls are U+FFFD and direction marks escapes") func value() {
    #expect(escaped(Array("a\n\u{1B}\u{85}\u{202E}\"\\z".utf8), isValue: true) == "a\u{FFFD}\u{FFFD}\u{FFFD}\\u202E\\\"\\\\z")
  }

  @Test("whatever the bytes, a line stays one line of harmless UTF-8") func anyBytes() {
    var random: UInt64 = 1
    for _ in 0..<2000 {
      var bytes: [UInt8] = []
      for _ in 0..<40 {
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes.append(UInt8(truncatingIfNeeded: random >> 40))
      }
      for isValue in [false, true] {
        let line = escaped(bytes, isValue: isValue)
        #expect(line != "not UTF-8")
        #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) })
      }
    }
  }
}

@Suite("Times in alerts")
struct CalendarTimeTests {
  /// Values from `date -u -d @…`.
  @Test(arguments: [
    (0, "1970-01-01", "00:00:00.000000000"), (951_782_400_000_000_001, "2000-02-29", "00:00:00.000000001"),
    (1_795_463_057_150_039_540, "2026-11-23", "19:44:17.150039540"),
    (4_107_542_399_999_999_999, "2100-02-28", "23:59:59.999999999"),
    (4_107_542_400_000_000_000, "2100-03-01", "00:00:00.000000000"),
    (18_446_744_073_709_551_615, "2554-07-21", "23:34:33.709551615"),
  ] as [(UInt64, String, String)])
  func universal(nanoseconds: UInt64, date: String, time: String) {
    var output: [UInt8] = []
    let calendar = CalendarTime(utc: nanoseconds)
    output.append(dateOf: calendar)
    output.append(UInt8(ascii: " "))
    output.append(timeOfDayOf: calendar)
    #expect(String(decoding: output, as: UTF8.self) == "\(date) \(time)")
  }
}
