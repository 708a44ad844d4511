import Foundation
import Testing

@testable import Matching

@Suite struct ConstantNumbersTests {
  typealias NumberError = ConstantNumbers.NumberError

  private func signed(_ text: String, _ bits: Int) -> Result<Int64, NumberError> {
    ConstantNumbers.parseSigned(text.bytes.span, bits: bits)
  }

  private func unsigned(_ text: String, _ bits: Int) -> Result<UInt64, NumberError> {
    ConstantNumbers.parseUnsigned(text.bytes.span, bits: bits)
  }

  @Test(arguments: [
    ("", NumberError.empty), ("  ", .empty), ("0x1F", .hexadecimal(31)), ("0X", .hexadecimal(nil)), ("1.5", .fraction),
    ("2.", .fraction), ("1e+3", .exponent), ("1E3", .exponent), ("1s", .unitSuffix("s")), ("10ms", .unitSuffix("ms")),
    ("4kB", .unitSuffix("kb")), ("5 ", .trailingBlank), ("5\n", .trailingBlank), ("5 6", .trailingText),
    ("5abc", .trailingText), ("1e", .trailingText), ("abc", .notANumber), ("-", .notANumber), ("+-5", .notANumber),
    ("- 5", .notANumber), (".5", .notANumber), ("10x1", .trailingText),
  ])
  func explains(_ text: String, _ error: NumberError) {
    #expect(signed(text, 64) == .failure(error))
    #expect(unsigned(text, 32) == .failure(error))
  }

  /// rule-language.md §6.2; edge-case row 58 for the port.
  @Test func widths() {
    #expect(signed(" +5", 32) == .success(5))
    #expect(signed("\t-007", 8) == .success(-7))
    #expect(signed("200", 8) == .success(-56))
    #expect(signed("4294967296", 32) == .success(0))
    #expect(unsigned("4294967296", 32) == .success(0))
    #expect(unsigned("70000", 16) == .success(4464))
    #expect(unsigned("-1", 64) == .success(.max))
    #expect(unsigned("-1", 16) == .success(65535))
    #expect(unsigned("99999999999999999999", 64) == .success(.max))
    #expect(signed("-99999999999999999999", 64) == .success(.min))
  }

  @Test func agreesWithStrtol() {
    var random = SeededGenerator(seed: 31)
    for _ in 0..<20_000 {
      let sign = random.pick(["", "", "-", "+"])
      let digits = (0...Int.random(in: 0...21, using: &random)).map { _ in random.pick(["0", "1", "8", "9"]) }.joined()
      let text = random.pick(["", " "]) + sign + digits
      // The text ends in NUL and no end pointer is asked for.
      let long = unsafe strtol(text, nil, 10)
      let unsignedLong = unsafe strtoul(text, nil, 10)
      let isRight =
        signed(text, 64) == .success(Int64(long))
        && signed(text, 32) == .success(Int64(Int32(truncatingIfNeeded: long)))
        && unsigned(text, 64) == .success(UInt64(unsignedLong))
        && unsigned(text, 8) == .success(UInt64(UInt8(truncatingIfNeeded: unsignedLong)))
      if !isRight { Issue.record("'\(text)' is \(long) and \(unsignedLong) to the C library") }
    }
  }
}
