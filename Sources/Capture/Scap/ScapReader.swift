package import Runtime
import Schema

/// Reads a .scap file (scap-format.md), plain or compressed, block by block.
///
/// Of each section it hands over a snapshot of the tables, when the first event is met, and then the events in current
/// form. It looks at a window of the file and never at all of it.
package struct ScapReader: ~Copyable {
  private var window: ByteWindow
  private var tables = SnapshotBuilder()
  private var phase = Phase.start
  private let plans = EventPlan.all
  private let passing = EventPlan.all.map(\.parameterCount)
  private var converter = EventConverter()
  package private(set) var counters = CaptureCounters()

  private enum Phase {
    /// Nothing read yet.
    case start
    /// In front of the first event of a section.
    case tables
    case events
    /// The end, or damage, was reported.
    case finished
  }

  init(_ window: consuming ByteWindow) {
    self.window = window
  }

  /// Reads the file at `path`; `-` is standard input.
  package init(path: String) throws(CaptureError) {
    self.init(try ByteWindow(InputFile(path: path)))
  }

  /// Place in the decompressed bytes: the begin of the first block that was neither handed over nor skipped.
  package var offset: UInt64 { window.offset }

  /// The next snapshot or event; nil at the end. After an error there is nothing more.
  @_lifetime(&self)
  package mutating func next() throws(CaptureError) -> CaptureItem? {
    guard phase != .finished else { return nil }
    while let frame = try nextBlock() {
      // Views without a lifetime are safe until the return, where the result gets one: the window is filled again, and
      // the converter used, only by another `next`, which it forbids.
      let bytes = unsafe window.unboundBytes().extracting(unchecked: 0..<frame.total)
      guard phase == .events, let layout = frame.eventLayout else {
        if let snapshot = try readTables(frame, bytes) { return .snapshot(snapshot) }
        continue
      }
      window.skip(frame.total)
      if let view = unsafe event(bytes, layout) {
        counters.events &+= 1
        let bound = unsafe _overrideLifetime(view, mutating: &self)
        return .event(bound)
      }
    }
    return nil
  }

  /// Hands over the events that are in memory and lie in blocks as nearly all do: of version 2, without flags, to be taken
  /// as they are. There may be none; `next` knows how to go on.
  package mutating func withRun(_ body: (inout EventRun) -> Void) {
    guard phase == .events else { return }
    // Safe: the window is not filled again before the run has ended.
    var run = unsafe EventRun(window.unboundBytes(), limit: BlockFrame.eventLimit, passing: passing.span)
    body(&run)
    window.skip(run.offset)
    counters.events &+= run.count
  }

  // MARK: Blocks

  /// The next block, whole and with a frame that holds; nil at the end.
  private mutating func nextBlock() throws(CaptureError) -> BlockFrame? {
    do throws(CaptureError) {
      let frame = try fetchBlock()
      if frame == nil { phase = .finished }
      return frame
    } catch {
      phase = .finished
      throw error
    }
  }

  /// Gets as much input as the next block needs, and says what is wrong with its frame.
  private mutating func fetchBlock() throws(CaptureError) -> BlockFrame? {
    guard try window.fill(to: BlockFrame.size) else {
      if window.count > 0 { throw damage("the file ends after \(window.count) of the 12 bytes that frame a block") }
      switch phase {
      case .start: throw CaptureError(.unknownFormat, offset: 0, "the file is empty")
      case .tables: throw CaptureError(.noEvents, offset: offset, "the capture ends before its first event")
      case .events, .finished: return nil
      }
    }
    let frame = unsafe BlockFrame(window.unboundBytes())
    let type = BlockType(id: frame.id)
    guard phase != .start || type == .sectionHeader else {
      throw CaptureError(
        .unknownFormat, offset: 0, "a capture begins with a section header, block type 0xa0d0d0a; this one is \(frame.name)")
    }
    guard frame.total >= BlockFrame.size else {
      throw damage("a block has at least 12 bytes; the length here is \(frame.total)")
    }
    guard frame.total <= (frame.eventLayout.map { $0.contains(.isLarge) } ?? true ? BlockFrame.limit : BlockFrame.eventLimit)
    else {
      throw damage("a block of type \(frame.name) is not that long: \(frame.total) bytes")
    }
    guard try window.fill(to: frame.total) else {
      throw damage("a block of \(frame.total) bytes begins here, and the file ends after \(window.count) of them")
    }
    let trailer = unsafe window.unboundBytes().littleEndian(at: frame.total - 4, as: UInt32.self)
    guard Int(trailer) == frame.total else {
      throw damage("the length of a block is \(frame.total) in front and \(trailer) behind; both have to be the same")
    }
    return frame
  }

  private func damage(_ problem: String) -> CaptureError { CaptureError(.damaged, offset: offset, problem) }

  // MARK: Tables

  /// Reads a block that is no event of a section under way.
  ///
  /// - Returns: the snapshot, once the first event is met; that block is not skipped.
  private mutating func readTables(_ frame: BlockFrame, _ bytes: Span<UInt8>) throws(CaptureError) -> StateSnapshot? {
    switch (phase, BlockType(id: frame.id)) {
    case (_, .sectionHeader):
      try checkSection(bytes)
      tables = SnapshotBuilder()
      phase = .tables
    case (.tables, .event):
      phase = .events
      counters.malformedTables += tables.malformedTables
      let snapshot = tables.snapshot
      tables = SnapshotBuilder()
      return snapshot
    case (.tables, let type?):
      tables.read(type, bytes.extracting(BlockFrame.headSize..<frame.total - 4))
      if tables.isTooLarge {
        phase = .finished
        throw damage("the tables in front of the events take more than \(SnapshotBuilder.memoryLimit >> 20) MiB")
      }
    // Unknown blocks in front of the events are not for us.
    case (.tables, nil): break
    default:
      phase = .finished
      throw damage("behind an event stands another or a section header, not a block of type \(frame.name)")
    }
    window.skip(frame.total)
    return nil
  }

  private mutating func checkSection(_ bytes: Span<UInt8>) throws(CaptureError) {
    guard bytes.count >= BlockFrame.size + 16 else {
      phase = .finished
      throw damage("a section header has at least 28 bytes; this one has \(bytes.count)")
    }
    let magic = bytes.littleEndian(at: 8, as: UInt32.self)
    let major = bytes.littleEndian(at: 12, as: UInt16.self)
    if magic == BlockFrame.byteOrderMagic, major == 1 { return }
    phase = .finished
    guard magic == BlockFrame.byteOrderMagic else {
      throw magic.byteSwapped == BlockFrame.byteOrderMagic
        ? damage("the capture was written on a big-endian machine; only little-endian ones are read")
        : damage("a section header has the magic number 0x1a2b3c4d, not 0x\(String(magic, radix: 16))")
    }
    throw damage("the capture has format version \(major); versions up to 1 are read")
  }

  // MARK: Events

  /// The event of a block, in current form; nil if none is to be handed over, which is counted.
  @unsafe
  @_lifetime(immortal)
  private mutating func event(_ block: Span<UInt8>, _ layout: EventLayout) -> EventView? {
    let start = BlockFrame.headSize + (layout.contains(.hasFlags) ? 6 : 2)
    guard block.count >= start + 4 + (layout.contains(.lacksCount) ? 22 : EventView.headerSize) else {
      counters.malformed += 1
      return nil
    }
    // Safe: the block holds CPU, flags and the header that its layout says.
    let header = unsafe block.extracting(unchecked: start..<block.count - 4)
    let code = unsafe Int(header.littleEndian(uncheckedAt: 20, as: UInt16.self))
    guard code < plans.count else {
      counters.unknownTypes += 1
      return nil
    }
    let isStateOnly =
      unsafe layout.contains(.hasFlags) && block.littleEndian(uncheckedAt: 10, as: UInt32.self) & 1 == 1
    let plan = plans[code]
    let cpu = unsafe block.littleEndian(uncheckedAt: 8, as: UInt16.self)
    guard !layout.contains(.lacksCount),
      unsafe plan.passes(header.littleEndian(uncheckedAt: 22, as: UInt32.self)) || plan == .passLarge
    else {
      return unsafe convert(header, plan, layout, cpu: cpu, isStateOnly: isStateOnly)
    }
    guard let view = EventView(header, cpu: cpu, isStateOnly: isStateOnly, hasLargePayload: plan == .passLarge) else {
      counters.malformed += 1
      return nil
    }
    return unsafe _overrideLifetime(view, copying: ())
  }

  /// The event as the converter makes it.
  @unsafe
  @_lifetime(immortal)
  private mutating func convert(
    _ header: Span<UInt8>, _ plan: EventPlan, _ layout: EventLayout, cpu: UInt16, isStateOnly: Bool
  ) -> EventView? {
    let outcome: EventConverter.Outcome
    if layout.contains(.lacksCount) {
      outcome = converter.convertVersion1(header)
    } else if let view = EventView(header, hasLargePayload: false) {
      outcome = converter.convert(view)
    } else {
      outcome = .malformed
    }
    switch outcome {
    case .absorbed: counters.absorbed += 1
    case .malformed: counters.malformed += 1
    case .converted:
      if converter.hasChanged { counters.converted += 1 }
      let view = EventView(
        converter.event, cpu: cpu, isStateOnly: isStateOnly, hasLargePayload: converter.hasLargePayload)
      return unsafe _overrideLifetime(view, copying: ())
    }
    return nil
  }
}

extension BlockFrame {
  /// What the first eight bytes say; the caller has checked that they are there.
  @unsafe
  @inline(__always)
  init(_ bytes: Span<UInt8>) {
    id = unsafe bytes.littleEndian(uncheckedAt: 0, as: UInt32.self)
    total = unsafe Int(bytes.littleEndian(uncheckedAt: 4, as: UInt32.self))
  }

  /// Nil for blocks that are no events.
  var eventLayout: EventLayout? {
    if id == Self.currentEvent { return [] }
    if case .event(let layout) = BlockType(id: id) { return layout }
    return nil
  }

  /// The id, for messages.
  var name: String { "0x\(String(id, radix: 16))" }
}
