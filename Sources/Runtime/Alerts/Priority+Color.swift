import Schema

extension Priority {
  /// The escape sequence that begins the colour of the priority's name on a terminal; `ESC[0m` ends it.
  var terminalColor: StaticString {
    switch self {
    case .emergency, .alert, .critical: "\u{1B}[1;31m"
    case .error: "\u{1B}[31m"
    case .warning: "\u{1B}[33m"
    case .notice: "\u{1B}[36m"
    case .informational, .debug: "\u{1B}[2m"
    }
  }
}
