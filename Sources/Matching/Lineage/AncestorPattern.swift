/// The argument of `proc.ancestor`: `name=java exe!=/usr/*` (grammar/extensions.md). All conditions hold for one and the
/// same ancestor.
package struct AncestorPattern: Equatable, Sendable {
  /// What of an ancestor is compared.
  package enum Property: String, CaseIterable, Sendable {
    case name, exe, exepath, args, cmdline, cwd, pid, uid, user
  }

  package struct Condition: Equatable, Sendable {
    package let property: Property
    /// For numbers, of their decimal text.
    package let glob: Glob
    /// `!=`
    package let isNegated: Bool
  }

  package let conditions: [Condition]

  package static func parse(_ text: Span<UInt8>) -> Result<AncestorPattern, PatternSyntaxError> {
    var parser = AncestorPatternParser()
    do throws(PatternSyntaxError) {
      return .success(AncestorPattern(conditions: try parser.parse(text)))
    } catch {
      return .failure(error)
    }
  }
}

private struct AncestorPatternParser {
  private var position = 0

  mutating func parse(_ text: Span<UInt8>) throws(PatternSyntaxError) -> [AncestorPattern.Condition] {
    var conditions: [AncestorPattern.Condition] = []
    skipBlanks(text)
    while position < text.count {
      conditions.append(try condition(text))
      guard position == text.count || text[position].isASCIISpace else {
        throw PatternSyntaxError("a blank is missing between two conditions", at: position, help: Self.example)
      }
      skipBlanks(text)
    }
    guard !conditions.isEmpty else {
      throw PatternSyntaxError("the pattern has no condition", at: 0, help: Self.example)
    }
    return conditions
  }

  private static let example = "write conditions as in name=java exe=/usr/bin/*"

  private mutating func skipBlanks(_ text: Span<UInt8>) {
    while position < text.count, text[position].isASCIISpace { position += 1 }
  }

  private mutating func condition(_ text: Span<UInt8>) throws(PatternSyntaxError) -> AncestorPattern.Condition {
    let property = try property(text)
    let isNegated = position < text.count && text[position] == UInt8(ascii: "!")
    if isNegated { position += 1 }
    guard position < text.count, text[position] == UInt8(ascii: "=") else {
      throw PatternSyntaxError("`=` or `!=` is missing behind '\(property.rawValue)'", at: position, help: Self.example)
    }
    position += 1
    let value = try value(text)
    return AncestorPattern.Condition(property: property, glob: Glob(text.extracting(value)), isNegated: isNegated)
  }

  private mutating func property(_ text: Span<UInt8>) throws(PatternSyntaxError) -> AncestorPattern.Property {
    let start = position
    while position < text.count, text[position].isASCIIAlphanumeric || text[position] == UInt8(ascii: "_") {
      position += 1
    }
    let word = String(decoding: (start..<position).map { text[$0] }, as: UTF8.self)
    guard let property = AncestorPattern.Property(rawValue: word) else {
      let known = AncestorPattern.Property.allCases.map(\.rawValue).joined(separator: ", ")
      throw PatternSyntaxError(
        word.isEmpty ? "a property is missing" : "unknown property '\(word)'", at: start, help: "known are \(known)")
    }
    return property
  }

  /// Up to the next blank, or what stands between quotes. Escapes stay for the glob to read.
  private mutating func value(_ text: Span<UInt8>) throws(PatternSyntaxError) -> Range<Int> {
    let start = position
    let first = position < text.count ? text[position] : 0
    let quote: UInt8? = first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") ? first : nil
    if quote != nil { position += 1 }
    while position < text.count {
      switch text[position] {
      case UInt8(ascii: "\\"):
        guard position + 1 < text.count else {
          throw PatternSyntaxError("the value ends in a lone backslash", at: position, help: "write `\\\\` for a backslash")
        }
        position += 2
      case quote:
        position += 1
        return start + 1..<position - 1
      case let byte where quote == nil && byte.isASCIISpace: return start..<position
      default: position += 1
      }
    }
    if quote != nil { throw PatternSyntaxError("the closing quote is missing", at: start, help: "end the value with the quote it begins with") }
    return start..<position
  }
}
