/// What a piece of terminal output is; the colour follows from it. Nothing is said by colour alone.
enum Style: Hashable {
  case plain
  /// Words of the headline.
  case strong
  case severity(Severity)
  /// Underline and text of a secondary label, and the frame of an excerpt.
  case secondary
  case help
}

/// Colours of a terminal, or none.
struct Palette {
  let isOn: Bool

  /// Begins `style`; empty without colours.
  func on(_ style: Style) -> String {
    guard isOn else { return "" }
    switch style {
    case .plain: return ""
    case .strong: return "\u{1B}[1m"
    case .severity(.error): return "\u{1B}[1;31m"
    case .severity(.warning): return "\u{1B}[1;33m"
    case .severity(.note): return "\u{1B}[1;36m"
    case .secondary: return "\u{1B}[1;34m"
    case .help: return "\u{1B}[1;32m"
    }
  }

  /// Back to plain.
  var off: String { isOn ? "\u{1B}[0m" : "" }
}
