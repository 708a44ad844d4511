import Diagnostics

// Mistakes in a file's text or in its YAML. Each sentence stands for the place where the author has to change
// something, which is often not the place where the reader noticed it.

extension Diagnostic {
  // MARK: Text

  /// `the file is UTF-16; rule files are UTF-8`
  static func utf16(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .yamlParse, "the file is UTF-16; rule files are UTF-8", at: Label(span, "byte order mark of UTF-16"),
      help: ["save the file as UTF-8, for example with: iconv -f UTF-16 -t UTF-8"])
  }

  /// `this byte is not valid UTF-8`
  static func invalidUTF8(at span: SourceSpan, count: Int) -> Diagnostic {
    let others = count > 1 ? ", nor are \(count - 1) more places in this file" : ""
    return Diagnostic(
      .yamlParse, "this byte is not valid UTF-8\(others)", at: Label(span),
      help: ["save the file as UTF-8; if it comes from an older editor: iconv -f ISO-8859-1 -t UTF-8"])
  }

  /// `the file holds a NUL byte, which YAML does not allow`
  static func forbiddenCharacter(
    _ scalar: UInt32, at span: SourceSpan, count: Int, looksBinary: Bool
  ) -> Diagnostic {
    if looksBinary {
      return Diagnostic(
        .yamlParse, "the file holds NUL bytes throughout: it is binary, or UTF-16", at: Label(span),
        help: ["rule files are UTF-8 text; to convert UTF-16: iconv -f UTF-16LE -t UTF-8"])
    }
    let hexadecimal = String(scalar, radix: 16, uppercase: true)
    let zeros = String(repeating: "0", count: max(0, 4 - hexadecimal.count))
    let name = scalar == 0 ? "a NUL byte" : "the control character U+\(zeros)\(hexadecimal)"
    let others = count > 1 ? ", and \(count - 1) more of the kind" : ""
    return Diagnostic(
      .yamlParse, "the file holds \(name)\(others); YAML does not allow control characters", at: Label(span),
      help: ["remove it; in text in double quotes it can be written as an escape such as \"\\x1b\""])
  }

  // MARK: Single signs

  /// `a tab stands in the indentation; YAML allows only blanks there`
  static func tabIndentation(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .yamlParse, "a tab stands in the indentation; YAML allows only blanks there", at: Label(span, "tab"),
      help: ["replace it with as many blanks as the lines around it have"])
  }

  /// `'%' cannot begin a plain value`
  static func reservedCharacter(_ sign: Character, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .yamlParse, "'\(sign)' cannot begin a plain value", at: Label(span),
      help: ["put the value in quotes, or write it as a block: '>' and the text on the next line, indented"])
  }

  /// `'*' begins an alias, and no name follows`
  static func indicatorInPlainText(_ sign: Character, at span: SourceSpan) -> Diagnostic {
    let meaning =
      switch sign {
      case "*": "an alias"
      case "&": "an anchor"
      default: "a tag"
      }
    return Diagnostic(
      .yamlParse, "'\(sign)' at the start of a plain value begins \(meaning) in YAML, which needs a name behind it",
      at: Label(span), help: ["put the value in quotes if '\(sign)' is part of it"])
  }

  /// `'%' at the start of a line begins a YAML directive`
  static func directive(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .yamlParse, "'%' at the start of a line begins a YAML directive, and YAML does not know this one",
      at: Label(span), help: ["indent the line if it belongs to the value above"])
  }

  // MARK: Quotes

  /// `text in double quotes is never closed`
  static func unclosedQuote(_ quote: Character, at span: SourceSpan, endsAt end: SourceSpan?) -> Diagnostic {
    let kind = quote == "'" ? "single" : "double"
    guard let end else {
      return Diagnostic(
        .yamlParse, "text in \(kind) quotes is never closed", at: Label(span, "begins here"),
        help: ["add the closing \(quote)"])
    }
    return Diagnostic(
      .yamlParse, "text in \(kind) quotes runs on to a quote on a later line; its closing \(quote) is missing",
      at: Label(span, "begins here"), secondary: [Label(end, "ends here")], help: ["add the closing \(quote)"])
  }

  /// `text follows the closing quote`
  static func textBehindQuote(_ quote: Character, at span: SourceSpan, quoted: SourceSpan) -> Diagnostic {
    let escaped = quote == "'" ? "''" : "\\\""
    return Diagnostic(
      .yamlParse, "text follows the closing quote of a value", at: Label(span, "not part of the value"),
      secondary: [Label(quoted, "the value ends with its second quote")],
      help: [
        "inside these quotes write a quote as \(escaped)",
        "or write the value as a block: '>' and the text, without quotes, on the next line, indented",
      ])
  }

  /// `text in double quotes does not know this escape sequence`
  static func badEscape(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .yamlParse, "text in double quotes does not know this escape sequence", at: Label(span),
      help: ["write a backslash twice: \"\\\\\"", "or put the text in single quotes, where a backslash is itself"])
  }

  /// `text cannot follow the sign that begins a block ('>' or '|') on the same line`
  static func textBehindBlockSign(at span: SourceSpan, sign: SourceSpan) -> Diagnostic {
    Diagnostic(
      .yamlParse, "text cannot follow the sign that begins a block ('>' or '|') on the same line",
      at: Label(span), secondary: [Label(sign, "the block begins with the next line")],
      help: ["begin the text on the next line, indented deeper than its key"])
  }

  // MARK: Brackets

  /// `'[' is never closed`
  static func unclosedBracket(_ sign: Character, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .yamlParse, "'\(sign)' is never closed", at: Label(span, "opened here"),
      help: ["add the closing '\(sign == "[" ? "]" : "}")'"])
  }

  /// `a comma or ']' is expected here`
  static func missingComma(at span: SourceSpan, bracket: SourceSpan, sign: Character) -> Diagnostic {
    Diagnostic(
      .yamlParse, "a comma or '\(sign == "[" ? "]" : "}")' is expected between the values in brackets",
      at: Label(span), secondary: [Label(bracket, "opened here")],
      help: ["separate values with commas, and put those with signs such as ':' '[' ']' '{' '}' ',' in quotes"])
  }

  /// `']' closes nothing`
  static func unexpectedSign(_ sign: Character, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .yamlParse, "'\(sign)' cannot stand here: nothing is open that it belongs to", at: Label(span),
      help: ["remove it, or put the value in quotes if it is part of it"])
  }

  // MARK: Keys and indentation

  /// `a key stands inside the value of the line above`
  static func keyInsideValue(at span: SourceSpan, value: SourceSpan) -> Diagnostic {
    Diagnostic(
      .yamlParse, "a ':' makes a key of text that YAML still reads as the value from a line above",
      at: Label(span), secondary: [Label(value, "deeper indented lines continue this value")],
      help: [
        "give the key the indentation of the keys around it",
        "or, if it is part of the value, write the value as a block: '>' and the text on the next line, indented",
      ])
  }

  /// `': ' inside a plain value`
  static func colonInPlainText(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .yamlParse, "a ':' followed by a blank cannot stand inside a plain value: YAML reads a second key",
      at: Label(span),
      help: ["put the whole value in quotes, or write it as a block: '>' and the text on the next line, indented"])
  }

  /// `this line has no ':'`
  static func missingColon(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .yamlParse, "a key is expected on this line, and no ': ' follows it", at: Label(span),
      help: [
        "write the key, a colon and a blank",
        "or, if the line continues the value above, indent it deeper than the key of that value",
      ])
  }

  /// `'-' cannot begin a list on the line of its key`
  static func dashBehindKey(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .yamlParse, "'- ' cannot begin a list on the line of its key", at: Label(span),
      help: ["begin the list on the next line, or write it in brackets: [a, b]"])
  }

  /// `this line belongs to no item`
  static func notAnItem(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .yamlParse, "this line belongs to no item: it does not begin with '- ' and is not indented like the keys above",
      at: Label(span), help: ["indent it like the other keys of its item"])
  }

  /// `an item begins here, and the text above is none`
  static func itemInsideMapping(at span: SourceSpan, mapping: SourceSpan) -> Diagnostic {
    Diagnostic(
      .yamlParse, "'- ' begins an item here, but keys of the same indentation stand before it", at: Label(span),
      secondary: [Label(mapping, "these keys belong to no item")],
      help: ["begin the first of these keys with '- ' and indent the others by two blanks"])
  }

  /// `this line does not have the indentation of the keys around it`
  static func badIndentation(at span: SourceSpan, mapping: SourceSpan) -> Diagnostic {
    Diagnostic(
      .yamlParse, "a key is expected here, with the indentation of the keys above", at: Label(span),
      secondary: [Label(mapping, "the keys began here")],
      help: [
        "give each key of an item the same indentation",
        "indent the further lines of a value deeper than its key",
      ])
  }

  /// `text follows the end of the document`
  static func textBehindDocument(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .yamlParse, "this line does not continue what stands above, which is complete", at: Label(span),
      help: ["a rule file is one list: every item begins with '- ' in the same column"])
  }

  /// `this is not valid YAML`
  static func invalidYAML(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .yamlParse, "YAML cannot be read on from here", at: Label(span),
      help: [
        "look for a missing quote or bracket, a tab in the indentation, or a line that is indented differently"
      ])
  }

  // MARK: Aliases and limits

  /// `no anchor '&name' stands before this alias`
  static func unknownAlias(_ name: String, known: some Sequence<String>, at span: SourceSpan) -> Diagnostic {
    var help = ["put the value in quotes if '*' is part of it"]
    if let near = nearestName(to: name, among: known.sorted()) { help.insert("did you mean '*\(near)'?", at: 0) }
    return Diagnostic(
      .yamlParse, "no anchor '&\(name)' stands before this alias", at: Label(span), help: help)
  }

  /// `the alias '*a' stands inside the value it refers to`
  static func aliasInsideItself(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.yamlParse, "the alias '*\(name)' stands inside the value it refers to", at: Label(span))
  }

  /// `aliases make this file too large`
  static func aliasesTooLarge(_ name: String, at span: SourceSpan) -> Diagnostic {
    let size = YAMLTreeBuilder.aliasLimit >> 20
    let depth = YAMLTreeBuilder.depthLimit
    return Diagnostic(
      .limit, "the alias '*\(name)' makes the file too large: aliases may add \(size) MiB and nest \(depth) levels",
      at: Label(span), help: ["name large values once, as a list or a macro, instead of repeating them"])
  }

  /// `more than 100 levels of nesting`
  static func tooDeep(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .limit, "lists and mappings are nested more than \(YAMLTreeBuilder.depthLimit) levels deep",
      at: Label(span, "one level too many"))
  }

  /// `too many syntax errors`
  static func tooManySyntaxErrors(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .limit, "too many parts of this file cannot be read as YAML; the rest is left out", at: Label(span),
      help: ["correct what is reported above and check again"])
  }
}
