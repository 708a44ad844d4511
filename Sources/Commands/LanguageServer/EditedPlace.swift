import Schema

/// What stands around the cursor, told from the text alone: while somebody types it rarely is a rule.
struct EditedPlace {
  enum Kind: Equatable {
    /// The key of an item or of something in it.
    case key
    /// Where a check, macro or `not` can begin.
    case operand
    /// Behind a field: its operator.
    case comparison(field: String)
    /// Behind an operator, or in its list.
    case value(field: String, isInList: Bool)
    /// Behind the `%` of an output.
    case outputField
    case priority
    case tag
    /// In the `items` of a list.
    case item
    case nothing
  }

  let kind: Kind
  /// The part of the word under the cursor that stands in front of it.
  let word: Range<Int>

  init(_ text: [UInt8], at offset: Int) {
    var start = offset
    while start > 0, Self.isPartOfWord(text[start - 1]) { start -= 1 }
    word = start..<offset
    guard let (key, value) = Self.value(text, before: start) else {
      kind = Self.isAtLineStart(text, start) ? .key : .nothing
      return
    }
    switch key {
    case "condition": kind = Self.placeInCondition(value)
    case "output", "append_output": kind = value.last == "%" ? .outputField : .nothing
    case "priority": kind = .priority
    case "tags": kind = .tag
    case "items": kind = .item
    case "fields": kind = .outputField
    default: kind = Self.isAtLineStart(text, start) ? .key : .nothing
    }
  }

  private static func isPartOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "["), UInt8(ascii: "]"): true
    default: byte >= 0x80
    }
  }

  /// Only blanks and dashes stand in front of it on its line.
  private static func isAtLineStart(_ text: [UInt8], _ offset: Int) -> Bool {
    text[..<offset].reversed().prefix { $0 != UInt8(ascii: "\n") }.allSatisfy { $0 == 0x20 || $0 == UInt8(ascii: "-") }
  }

  /// The key whose value a place belongs to, and the value up to there. A line that is not indented deeper than the key ends the value.
  private static func value(_ text: [UInt8], before offset: Int) -> (key: String, value: String)? {
    var lines = String(decoding: text[..<offset], as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).suffix(400)
    var value = ""
    var indent = Int.max
    while let line = lines.popLast() {
      let depth = line.prefix { $0 == " " || $0 == "-" }.count
      let isBlank = line.allSatisfy { $0 == " " }
      // The last line may be blanks in front of the cursor: they say how deep it stands.
      let isOwn = indent == Int.max
      if isOwn || !isBlank {
        if let key = key(of: line), isOwn || depth < indent {
          return (key.name, key.rest + value)
        }
        if isOwn || depth < indent { indent = depth }
      }
      value = "\n" + line + value
    }
    return nil
  }

  private static func key(of line: Substring) -> (name: String, rest: String)? {
    let text = line.drop { $0 == " " || $0 == "-" }
    guard let colon = text.firstIndex(of: ":"), text[..<colon].allSatisfy({ $0.isLowercase || $0 == "_" || $0 == "-" }), colon > text.startIndex
    else { return nil }
    let rest = text[text.index(after: colon)...]
    return rest.isEmpty || rest.first == " " ? (String(text[..<colon]), String(rest)) : nil
  }

  // MARK: Conditions

  private static func placeInCondition(_ text: String) -> Kind {
    let words = tokens(text)
    guard let last = words.last else { return .operand }
    // Back to the parenthesis that is open, if it is a list's.
    var depth = 0
    for index in words.indices.reversed() {
      if words[index] == ")" { depth += 1 }
      guard words[index] == "(" else { continue }
      if depth > 0 { depth -= 1; continue }
      if index > 1, isOperator(words[index - 1]) { return .value(field: words[index - 2], isInList: true) }
      break
    }
    if isOperator(last), words.count > 1 {
      return last == "exists" ? .operand : .value(field: words[words.count - 2], isInList: false)
    }
    if ["and", "or", "not", "(", ">", "|", ">-"].contains(last) { return .operand }
    let before = words.count > 1 ? words[words.count - 2] : "and"
    return ["and", "or", "not", "(", ">", "|", ">-"].contains(before) && last.contains(".") ? .comparison(field: last) : .nothing
  }

  private static func isOperator(_ word: String) -> Bool {
    // A `>` alone is the sign of a block of text where conditions begin.
    word == "==" || word != ">" && Operator.allCases.contains { $0.spelling == word } || Modifier.allCases.contains { $0.spelling == word }
  }

  private static func tokens(_ text: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isSign = false
    for character in text {
      let sign = "=!<>".contains(character)
      if "(), \n\t".contains(character) || sign != isSign {
        if !word.isEmpty { words.append(word) }
        word = ""
      }
      isSign = sign
      if "()".contains(character) { words.append(String(character)) } else if !", \n\t".contains(character) { word.append(character) }
    }
    if !word.isEmpty { words.append(word) }
    return words
  }
}
