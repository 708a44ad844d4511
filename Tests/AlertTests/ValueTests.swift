import Matching
import Runtime
import Schema
import Testing

/// An event whose bytes behind the header are `payload`, for values that name bytes of it.
private func eventBytes(_ payload: [UInt8], time: UInt64 = 0) -> [UInt8] {
  func little<N: FixedWidthInteger>(_ value: N) -> [UInt8] { (0..<N.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> N($0 * 8)) } }
  return little(time) + little(Int64(-1)) + little(UInt32(26 + payload.count)) + little(UInt16(2)) + little(UInt32(0)) + payload
}

/// A value in both forms.
private func printed(
  _ value: Value, _ type: ValueType, _ number: PrintStyle.Number = .none, payload: String = "", width: UInt32? = nil
) throws -> [String] {
  try printed(value, PrintStyle(type: type, number: number), payload: Array(payload.utf8), width: width)
}

private func printed(_ value: Value, _ style: PrintStyle, payload: [UInt8] = [], width: UInt32? = nil) throws -> [String] {
  let bytes = eventBytes(payload, time: 1_795_463_057_150_039_540)
  guard let event = EventView(bytes.span, hasLargePayload: false) else { throw Unreadable() }
  let engine = Engine(program: nil, catalog: .syscall, events: .syscall)
  var (text, json): ([UInt8], [UInt8]) = ([], [])
  value.appendText(width: width, style, event, engine, to: &text)
  value.appendJSON(style, event, engine, to: &json)
  return [String(decoding: text, as: UTF8.self), String(decoding: json, as: UTF8.self)]
}

private struct Unreadable: Error {}

private func payloadText(_ bytes: [UInt8]) -> Value { .text(.event(ByteRange(start: 26, count: bytes.count))) }

/// rule-language.md §9.2 and §9.4.
@Suite("Values in alerts")
struct ValueTests {
  @Test func whatIsMissing() throws {
    #expect(try printed(.missing, .charbuf) == ["<NA>", "null"])
    #expect(try printed(.missing, .uint32, .decimal) == ["<NA>", "null"])
  }

  @Test("numbers print as their field says", arguments: [
    (.signed(-100), .int64, .decimal, "-100", "-100"), (.signed(.min), .int64, .decimal, "-9223372036854775808", "-9223372036854775808"),
    (.unsigned(.max), .uint64, .decimal, "18446744073709551615", "18446744073709551615"), (.unsigned(0), .uint32, .decimal, "0", "0"),
    // `fd.dev` of the oracle: 0xFE00.
    (.unsigned(0xFE00), .int32, .hex, "FE00", "\"FE00\""), (.signed(-1), .int32, .hex, "FFFFFFFF", "\"FFFFFFFF\""),
    (.unsigned(0), .int32, .hex, "0", "\"0\""), (.unsigned(0o755), .mode, .octal, "0755", "\"0755\""), (.unsigned(0), .mode, .octal, "0", "\"0\""),
    (.unsigned(5), .reltime, .padded, "000000005", "\"000000005\""), (.unsigned(1_234_567_890), .reltime, .padded, "1234567890", "\"1234567890\""),
    // `evt.type.is.3` of the oracle: a number without a format is null.
    (.unsigned(1), .uint32, .none, "<NA>", "null"),
    (.bool(true), .bool, .none, "true", "true"), (.bool(false), .bool, .none, "false", "false"),
    (.double(12.34), .double, .none, "12.3", "12.3"), (.double(.infinity), .double, .none, "0.0", "0.0"),
    (.address(.v4(0x7F00_0001)), .ipaddr, .none, "127.0.0.1", "\"127.0.0.1\""),
    (.address(.v6(high: 0, low: 1)), .ipaddr, .none, "::1", "\"::1\""),
  ] as [(Value, ValueType, PrintStyle.Number, String, String)])
  func numbers(value: Value, type: ValueType, number: PrintStyle.Number, text: String, json: String) throws {
    #expect(try printed(value, type, number) == [text, json])
  }

  @Test("texts are cleaned, and end at their first NUL", arguments: [
    ("plain", "plain", "\"plain\""), ("", "", "\"\""), ("a\u{0}b", "a", "\"a\""), ("a\nb\u{1B}", "a\u{FFFD}b\u{FFFD}", "\"a\u{FFFD}b\u{FFFD}\""),
    ("\"\\", "\"\\", "\"\\\"\\\\\""), ("\u{202E}", "\u{202E}", "\"\\u202E\""),
  ])
  func texts(payload: String, text: String, json: String) throws {
    #expect(try printed(payloadText(Array(payload.utf8)), .charbuf, payload: payload) == [text, json])
  }

  @Test("a buffer prints with dots") func buffer() throws {
    let bytes = Array("\u{7F}ELF\u{2}\u{0}\"ä\n".utf8)
    #expect(
      try printed(payloadText(bytes), PrintStyle(type: .bytebuf, number: .none), payload: bytes)
        == [".ELF..\"...", "\".ELF..\\\"...\""])
  }

  @Test("a width cuts or fills", arguments: [(3, "pla"), (5, "plain"), (8, "plain   "), (0, "")] as [(UInt32, String)])
  func width(width: UInt32, text: String) throws {
    #expect(try printed(payloadText(Array("plain".utf8)), .charbuf, payload: "plain", width: width)[0] == text)
  }

  @Test("times of day are nanoseconds in JSON", arguments: ["evt.time", "evt.time.s", "evt.time.iso8601", "evt.datetime", "evt.datetime.s"])
  func time(name: String) throws {
    let field = try #require(FieldCatalog.syscall.field(named: name))
    #expect(try printed(.missing, PrintStyle(field, type: field.type))[1] == "1795463057150039540")
  }

  @Test("formats of the catalogue", arguments: [
    ("fd.dev", .hex), ("evt.num", .decimal), ("evt.rawtime.ns", .padded), ("evt.type.is", .none), ("proc.pid", .decimal), ("fd.sport", .decimal),
  ] as [(String, PrintStyle.Number)])
  func formats(name: String, number: PrintStyle.Number) throws {
    let field = try #require(FieldCatalog.syscall.field(named: name))
    #expect(PrintStyle(field, type: field.type).number == number)
  }
}
