/// What is wrong or worth knowing about one escape of a quoted string (rule-language.md §1.3).
package struct EscapeFinding: Sendable, Hashable {
  package enum Kind: Sendable {
    /// None of the escapes there are.
    case unknown
    /// `\'` between double quotes, or the reverse.
    case foreignQuote
    /// `\x` without two hexadecimal digits behind it.
    case malformedHex
    /// No defect: `\xHH`, which the incumbent's released versions refuse (corrections.md A3).
    case hexByte
  }

  package let kind: Kind
  package let range: TextRange
}

/// A quoted string in the text.
package struct QuotedString: Sendable, Hashable, BitwiseCopyable {
  /// With the quotes.
  package let range: TextRange
  /// Whether there is anything to resolve.
  package let hasEscapes: Bool

  /// The text between the quotes.
  package var content: TextRange { TextRange(range.range.lowerBound + 1, range.range.upperBound - 1) }
}

extension ConditionLexer {
  /// Where the quoted string that begins at `start` ends, or nil where it is never closed.
  ///
  /// It ends at the first delimiter that does not directly follow a backslash; backslashes are not counted, so no
  /// quoted string can end in one.
  package func endOfQuotedString(from start: Int) -> (end: Int, hasEscapes: Bool)? {
    let delimiter = bytes[start]
    let backslash = UInt8(ascii: "\\")
    var hasEscapes = false
    var index = start + 1
    while index < bytes.count {
      let byte = bytes[index]
      if byte == delimiter, bytes[index - 1] != backslash { return (index + 1, hasEscapes) }
      hasEscapes = hasEscapes || byte == backslash
      index += 1
    }
    return nil
  }

  /// Where a reader who counts backslashes would see the string at `start` end: behind the first delimiter that
  /// follows an even number of backslashes. For messages only.
  package func apparentEndOfQuotedString(from start: Int) -> Int? {
    let delimiter = bytes[start]
    var index = start + 1
    while index < bytes.count {
      if bytes[index] == delimiter { return index + 1 }
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }

  /// Resolves the escapes of `string` behind `resolved`. Escapes that are none are left as they are written.
  package func resolveEscapes(of string: QuotedString, into resolved: inout [UInt8]) -> [EscapeFinding] {
    var findings: [EscapeFinding] = []
    let delimiter = bytes[string.range.range.lowerBound]
    let content = string.content.range
    var index = content.lowerBound
    while index < content.upperBound {
      guard bytes[index] == UInt8(ascii: "\\"), index + 1 < content.upperBound else {
        resolved.append(bytes[index])
        index += 1
        continue
      }
      let escape = resolvedEscape(at: index, before: content.upperBound, delimiter: delimiter)
      let range = index..<index + escape.length
      if let kind = escape.finding {
        findings.append(EscapeFinding(kind: kind, range: TextRange(range.lowerBound, range.upperBound)))
      }
      if let byte = escape.byte { resolved.append(byte) } else { resolved.append(contentsOf: bytes[range]) }
      index = range.upperBound
    }
    return findings
  }

  /// The escape whose backslash stands at `index`: what it stands for, how long it is, what is to be said about it.
  private func resolvedEscape(
    at index: Int, before end: Int, delimiter: UInt8
  ) -> (byte: UInt8?, length: Int, finding: EscapeFinding.Kind?) {
    let byte = bytes[index + 1]
    switch byte {
    case UInt8(ascii: "b"): return (0x08, 2, nil)
    case UInt8(ascii: "f"): return (0x0C, 2, nil)
    case UInt8(ascii: "n"): return (0x0A, 2, nil)
    case UInt8(ascii: "r"): return (0x0D, 2, nil)
    case UInt8(ascii: "t"): return (0x09, 2, nil)
    case UInt8(ascii: "\\"), UInt8(ascii: "/"), delimiter: return (byte, 2, nil)
    // A backslash and a blank are a backslash: old rules rely on it.
    case UInt8(ascii: " "): return (UInt8(ascii: "\\"), 2, nil)
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return (nil, 2, .foreignQuote)
    case UInt8(ascii: "x"):
      var digits: [UInt8] = []
      while digits.count < 2, index + 2 + digits.count < end, let value = bytes[index + 2 + digits.count].hexValue {
        digits.append(value)
      }
      guard digits.count == 2 else { return (nil, 2 + digits.count, .malformedHex) }
      return (digits[0] << 4 | digits[1], 4, .hexByte)
    default: return (nil, 2 + continuationBytes(from: index + 2, before: end), .unknown)
    }
  }

  /// How many bytes from `index` on belong to the character begun before it.
  private func continuationBytes(from index: Int, before end: Int) -> Int {
    var count = 0
    while index + count < end, bytes[index + count] & 0xC0 == 0x80 { count += 1 }
    return count
  }
}
