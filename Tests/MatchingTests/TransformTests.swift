import Foundation
import Testing

@testable import Matching

@Suite struct TransformTests {
  private func decoded(_ text: String) -> [UInt8]? {
    // What stands before the text stays.
    var bytes = "=x".bytes + text.bytes
    guard ByteTransforms.decodeBase64(&bytes, from: 2) else { return nil }
    #expect(bytes.starts(with: "=x".bytes))
    return Array(bytes[2...])
  }

  private func decode(_ text: String) -> String? {
    decoded(text).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Edge-case row 116.
  @Test(arguments: [
    ("aGVsbG8", "hello"), ("aGVsbG8=", "hello"), ("aGVsbG8==", "hello"), ("", ""), ("YQ==", "a"), ("YQ", "a"),
    ("YQ===", nil), ("Y", nil), ("YR", nil), ("aGVsbG9", nil), ("a b=", nil), ("=", nil), ("==", nil), ("a-_b", nil),
    ("YWJj", "abc"), ("YW=j", nil),
  ])
  func base64(_ text: String, _ expected: String?) {
    #expect(decode(text) == expected)
  }

  @Test func base64AgreesWithFoundation() {
    var random = SeededGenerator(seed: 51)
    for _ in 0..<5000 {
      let bytes = (0..<Int.random(in: 0...20, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      let text = Data(bytes).base64EncodedString()
      let isPadded = Bool.random(using: &random)
      let given = isPadded ? text : text.replacing("=", with: "")
      #expect(decoded(given) == bytes)
    }
  }

  /// Edge-case row 117.
  @Test(arguments: [("/a/b/", ""), ("/a/b", "b"), ("b", "b"), ("", ""), ("/", ""), ("a//b c", "b c")])
  func basename(_ path: String, _ expected: String) {
    #expect(String(decoding: path.bytes[ByteTransforms.basename(path.bytes.span)], as: UTF8.self) == expected)
  }

  @Test func caseIsASCIIOnly() {
    var bytes = "A".bytes + "AZaz[@É09".bytes
    ByteTransforms.lowercase(&bytes, from: 1)
    #expect(String(decoding: bytes, as: UTF8.self) == "Aazaz[@É09")
    bytes = "a".bytes + "AZaz{`é09".bytes
    ByteTransforms.uppercase(&bytes, from: 1)
    #expect(String(decoding: bytes, as: UTF8.self) == "aAZAZ{`é09")
  }

  @Test func hex() {
    func parse(_ text: String) -> Result<[UInt8], HexBytes.ParseError> { HexBytes.parse(text.bytes.span) }
    #expect(parse("00fFA1") == .success([0, 0xFF, 0xA1]))
    #expect(parse("") == .success([]))
    #expect(parse("abc") == .failure(.oddNumberOfDigits))
    #expect(parse("0x10") == .failure(.notHexadecimal(at: 1)))
  }

  private func scan(_ arguments: [String], _ optstring: String) -> String {
    let bytes = arguments.joined().bytes
    var ends: [Int] = []
    for argument in arguments { ends.append((ends.last ?? 0) + argument.utf8.count) }
    var result: [String] = []
    var scan = ShortOptionScan()
    while let option = scan.next(bytes.span, ends: ends.span, optstring: optstring.bytes.span) {
      let letter = String(Character(Unicode.Scalar(option.letter)))
      let value = String(decoding: bytes[option.argument], as: UTF8.self)
      result.append(option.takesArgument ? "\(letter)=\(value)" : letter)
    }
    return result.joined(separator: " ")
  }

  /// rule-language.md §7, edge-case rows 120 and 121.
  @Test(arguments: [
    (["-a", "-n", "5"], "an:", "a n=5"), (["-an5", "x", "-a"], "an:", "a n=5"), (["-n"], "n:", "n="),
    (["-n", ""], "n:", "n="), (["--long", "-c"], "c", "c"), (["--", "-c"], "c", ""), (["-", "-c"], "c", ""),
    (["", "-c"], "c", ""), (["x", "-c"], "c", ""), (["-abz"], "ab", "a b ?"), (["-n", "--", "-a"], "n:a", "n=-- a"),
    (["-a-b"], "ab", "a ? b"), (["-:"], "a:", "?"), (["-n5"], "n::", "n=5"), ([], "a", ""),
  ])
  func shortOptions(_ arguments: [String], _ optstring: String, _ expected: String) {
    #expect(scan(arguments, optstring) == expected)
  }

  @Test func lastOccurrenceWins() {
    let bytes = "-n1-n2-a".bytes
    let last = ShortOptionScan.last(
      UInt8(ascii: "n"), in: bytes.span, ends: [3, 6, 8].span, optstring: "n:a".bytes.span)
    #expect(last?.argument == 5..<6)
    let absent = ShortOptionScan.last(
      UInt8(ascii: "z"), in: bytes.span, ends: [3, 6, 8].span, optstring: "n:a".bytes.span)
    #expect(absent == nil)
  }
}
