/// How grave an alert is; the field's own eight levels.
package enum Priority: UInt8, Sendable, CaseIterable, Comparable {
  case emergency, alert, critical, error, warning, notice, informational, debug

  /// The canonical name: "Emergency".
  package var name: String {
    switch self {
    case .emergency: "Emergency"
    case .alert: "Alert"
    case .critical: "Critical"
    case .error: "Error"
    case .warning: "Warning"
    case .notice: "Notice"
    case .informational: "Informational"
    case .debug: "Debug"
    }
  }

  /// Less is more severe.
  package static func < (a: Priority, b: Priority) -> Bool { a.rawValue < b.rawValue }
}
