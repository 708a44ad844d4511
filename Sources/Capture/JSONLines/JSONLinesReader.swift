import Runtime

/// Reads events that somebody wrote as JSON, one object in a line (grammar/events.md).
///
/// Lines about state stand first and make the snapshot. A line that does not hold is told in `problems` and left out.
package struct JSONLinesReader: ~Copyable {
  /// Longer lines are left out.
  static let lineLimit = 1 << 20
  /// So many problems are kept; `counters.malformed` counts all.
  static let problemLimit = 100

  private var window: ByteWindow
  private var document = JSONDocument()
  private var state = StateLineReader()
  private var events = EventLineReader()
  private var phase = Phase.state
  private var lineNumber = 0
  package private(set) var problems: [LineProblem] = []
  package private(set) var counters = CaptureCounters()

  private enum Phase {
    case state
    /// The snapshot was handed over, and the event is ready that ended it.
    case firstEvent
    case events
    case finished
  }

  init(_ window: consuming ByteWindow) {
    self.window = window
  }

  /// Reads the file at `path`; `-` is standard input.
  package init(path: String) throws(CaptureError) {
    self.init(try ByteWindow(InputFile(path: path)))
  }

  /// Place in the decompressed bytes.
  package var offset: UInt64 { window.offset }

  /// The snapshot, then events; nil at the end.
  @_lifetime(&self)
  package mutating func next() throws(CaptureError) -> CaptureItem? {
    if phase == .finished { return nil }
    if phase != .firstEvent {
      let isEvent: Bool
      do throws(CaptureError) {
        isEvent = try readToEvent()
      } catch {
        phase = .finished
        throw error
      }
      if phase == .state {
        phase = isEvent ? .firstEvent : .finished
        return .snapshot(state.snapshot)
      }
      if !isEvent {
        phase = .finished
        return nil
      }
    }
    phase = .events
    counters.events += 1
    guard
      let view = EventView(
        events.event.bytes.span, cpu: events.cpu, isStateOnly: events.isStateOnly,
        hasLargePayload: events.hasLargePayload)
    else { return nil }
    return .event(view)
  }

  /// Reads lines up to one that is an event; false at the end.
  private mutating func readToEvent() throws(CaptureError) -> Bool {
    while let length = try nextLine() {
      // The line is read before the window moves.
      let line = unsafe window.unboundBytes().extracting(0..<length)
      do throws(LineProblem) {
        if try read(line) {
          skip(length)
          return true
        }
      } catch {
        note(error, in: line)
      }
      skip(length)
    }
    return false
  }

  // MARK: Lines

  /// The length of the next line, which the window holds; nil at the end. Lines that are too long are left out.
  private mutating func nextLine() throws(CaptureError) -> Int? {
    var scanned = 0
    while true {
      let bytes = unsafe window.unboundBytes()
      while scanned < bytes.count, bytes[scanned] != UInt8(ascii: "\n") { scanned += 1 }
      if scanned > Self.lineLimit {
        try leaveOut()
        scanned = 0
        continue
      }
      let hasEnd = scanned < bytes.count
      if !hasEnd, try window.fill(to: scanned + 1) { continue }
      guard window.count > 0 else { return nil }
      lineNumber += 1
      return scanned
    }
  }

  private mutating func leaveOut() throws(CaptureError) {
    lineNumber += 1
    note(LineProblem(at: 0, "the line is longer than \(Self.lineLimit >> 20) MiB"), in: Span<UInt8>())
    while try window.fill(to: 1) {
      let bytes = unsafe window.unboundBytes()
      var end = 0
      while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
      window.skip(min(end + 1, bytes.count))
      if end < bytes.count { return }
    }
  }

  /// Steps over a line and its end.
  private mutating func skip(_ length: Int) {
    window.skip(min(length + 1, window.count))
  }

  /// - Returns: whether the line was an event.
  private mutating func read(_ line: Span<UInt8>) throws(LineProblem) -> Bool {
    var start = 0
    if lineNumber == 1, line.count >= 3, line[0] == 0xEF, line[1] == 0xBB, line[2] == 0xBF { start = 3 }
    var isBlank = true
    for index in start..<line.count where ![0x20, 0x09, 0x0D].contains(line[index]) {
      isBlank = false
      break
    }
    if isBlank { return false }
    do throws(JSONDocument.Problem) {
      try document.read(line.extracting(start...))
    } catch {
      throw LineProblem(at: error.offset + start, error.message)
    }
    guard document.nodes[0].kind == .object else {
      throw LineProblem(at: document.nodes[0].offset, "a line holds an object: {…}")
    }
    if let member = document.children(of: 0).first(where: { StateLineReader.kinds.contains(document.key($0)) }) {
      try readState(member)
      return false
    }
    try events.read(document)
    return true
  }

  private mutating func readState(_ member: Int) throws(LineProblem) {
    let kind = document.key(member)
    let offset = document.nodes[member].keyOffset
    if let other = document.children(of: 0).first(where: { $0 != member }) {
      throw LineProblem(
        at: document.nodes[other].keyOffset, "'\(kind)' stands alone in its line, without '\(document.key(other))'")
    }
    guard phase == .state else {
      throw LineProblem(at: offset, "'\(kind)' says how things stand before the first event, and here one has been")
    }
    try state.read(document, member)
  }

  private mutating func note(_ problem: LineProblem, in line: Span<UInt8>) {
    counters.malformed += 1
    guard problems.count < Self.problemLimit else { return }
    var placed = problem
    placed.line = lineNumber
    placed.column = 1
    // Continuation bytes of UTF-8 do not count.
    for index in 0..<min(problem.offset, line.count) where line[index] & 0xC0 != 0x80 { placed.column += 1 }
    problems.append(placed)
  }
}
