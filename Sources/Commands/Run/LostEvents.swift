/// Events that the kernel lost before anybody saw them, by why and by what makes them.
struct LostEvents: Equatable {
  enum Cause: String, CaseIterable {
    case processBufferFull = "process_buffer_full"
    case bufferFull = "buffer_full"
    case tooLarge = "too_large"
  }

  struct Row: Equatable {
    let cause: Cause
    /// The system call, or what else makes events: `procexit`.
    let call: String
    let count: UInt64
  }

  var rows: [Row] = []

  var total: UInt64 { rows.reduce(0) { $0 &+ $1.count } }
  var isEmpty: Bool { rows.isEmpty }

  /// Causes that occur, in their order.
  var byCause: [(cause: Cause, count: UInt64)] {
    Cause.allCases.compactMap { cause in
      let count = rows.filter { $0.cause == cause }.reduce(0) { $0 &+ $1.count }
      return count > 0 ? (cause, count) : nil
    }
  }

  /// Calls that lost events, those that lost the most first.
  var byCall: [(call: String, count: UInt64)] {
    Dictionary(rows.map { ($0.call, $0.count) }, uniquingKeysWith: &+).map { ($0.key, $0.value) }
      .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
  }

  /// What was lost besides `earlier`: counts only grow.
  func since(_ earlier: LostEvents) -> LostEvents {
    LostEvents(
      rows: rows.compactMap { row in
        let before = earlier.rows.first { $0.cause == row.cause && $0.call == row.call }?.count ?? 0
        return row.count > before ? Row(cause: row.cause, call: row.call, count: row.count - before) : nil
      })
  }

  // MARK: For people

  /// `1,234 events: the buffer was full (openat 1,000, close 200, others 34)`, and what helps.
  var text: String {
    let causes = byCause.map { cause, _ in
      let lost = LostEvents(rows: rows.filter { $0.cause == cause })
      return "\(cause.text) (\(lost.callsText))"
    }
    let isFull = byCause.contains { $0.cause != .tooLarge }
    return "\(grouped(total)) event\(total == 1 ? "" : "s"): \(causes.joined(separator: ", "))"
      + (isFull ? "; a larger --buffer-size or fewer rules help" : "")
  }

  private static let namedCalls = 4

  private var callsText: String {
    let calls = byCall
    var texts = calls.prefix(Self.namedCalls).map { "\($0.call) \(grouped($0.count))" }
    let others = calls.dropFirst(Self.namedCalls).reduce(0) { $0 &+ $1.count }
    if others > 0 { texts.append("others \(grouped(others))") }
    return texts.joined(separator: ", ")
  }
}

extension LostEvents.Cause {
  var text: String {
    switch self {
    case .processBufferFull: "the buffer for processes was full"
    case .bufferFull: "the buffer was full"
    case .tooLarge: "larger than events may be"
    }
  }
}
