/// What becomes of the rules that a text led to (docs/decisions/007).
package enum AnswerKeeping: Sendable {
  /// They are remembered.
  case kept
  /// They are remembered, found anew nevertheless, and compared.
  case compared
  /// They are found anew each time.
  case forgotten
}

/// What comparing remembered answers with new ones gave.
package struct AnswerCounters: Sendable, Hashable {
  package internal(set) var compared: UInt64 = 0
  package internal(set) var wrong: UInt64 = 0
}
