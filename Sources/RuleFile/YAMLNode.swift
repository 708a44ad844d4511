package import Diagnostics

// RuleFile: YAML to items, items to a rule set. In: files or buffers. Out: `RuleSet`, whose texts know their places.
//
//   InputCollector   paths, standard input, buffers      → files in a `SourceMap`
//   YAMLReader       the bytes of one file               → `YAMLTree`, going on behind syntax errors
//   ItemReader       the tree                            → `FileItems`: kinds, keys, types
//   RuleSetBuilder   items of all files, one by one      → `RuleSet`: redefinition, append, override
//   RuleFileLoader   all of it, several files at once
//
// Reading a file needs nothing but the file; merging needs the order. Not here: the condition language. Conditions
// and outputs stay text, and names of fields, operators and event sources are not looked up.

/// A scalar and where it stands.
package struct Scalar: Sendable {
  package enum Style: UInt8, Sendable, BitwiseCopyable { case plain, singleQuoted, doubleQuoted, literal, folded }
  /// The value, with the map back to the file. `text.span` is the whole scalar, quotes and block header included.
  package var text: EmbeddedText
  package var style: Style
  /// YAML's null: an empty plain scalar, `~`, `null`.
  package var isNull: Bool

  package init(text: EmbeddedText, style: Style, isNull: Bool) {
    self.text = text
    self.style = style
    self.isNull = isNull
  }

  package var span: SourceSpan { text.span }
  package var string: String { text.string }
}

/// A YAML value with its place. Aliases are expanded, within a limit.
package indirect enum YAMLNode: Sendable {
  case scalar(Scalar)
  case sequence([YAMLNode], SourceSpan)
  case mapping([YAMLEntry], SourceSpan)

  package var span: SourceSpan {
    switch self {
    case .scalar(let scalar): scalar.span
    case .sequence(_, let span), .mapping(_, let span): span
    }
  }
}

package struct YAMLEntry: Sendable {
  package var key: YAMLNode
  package var value: YAMLNode

  package init(key: YAMLNode, value: YAMLNode) {
    self.key = key
    self.value = value
  }
}
