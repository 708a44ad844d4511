/// The plain text that every value begins with which a pattern matches wholly.
package enum RegexStart {
  /// - Parameter pattern: in RE2's POSIX syntax (rule-language.md §5.2).
  /// - Returns: empty where the pattern does not say.
  package static func plainText(of pattern: some Collection<UInt8>) -> [UInt8] {
    // An alternative may begin otherwise.
    if pattern.contains(UInt8(ascii: "|")) { return [] }
    var text: [UInt8] = []
    for byte in pattern {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: " "), UInt8(ascii: ":"), UInt8(ascii: "="):
        text.append(byte)
      case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "{"):
        // What stands in front may be missing.
        return Array(text.dropLast())
      default:
        return text
      }
    }
    return text
  }
}
