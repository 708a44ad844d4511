import Runtime

/// Takes what lies in the two buffers of the kernel, and brings it into one order: that of time.
///
/// **Events of one thread keep their order**, also when one lies in the one buffer and the next in the other. A round takes
/// a moment T first, then the ends of both buffers, and hands over only events that began before T. Let A and B be events
/// of a thread, A first, B handed over: B began before T, and before that A was complete, so A lies in front of the end
/// that was read. It is not held back either: reading a buffer stops at the first event X that began at T or later, and
/// if X lay in front of A, room for A would have been made after X began, so after T, and B began still later. Both are in
/// the round, then, and sorting by time puts A first. Records that are still being written are waited for.
struct RingReader {
  /// Of a block with an event: what `scratch.data` holds.
  static let longestRecord = 1 << 16
  /// How much memory a batch keeps for the next one, in bytes. One that took up a backlog gives it back.
  static let usualBatch = 4 << 20

  private let first: Ring
  private let second: Ring
  private var firstRecords = Waiting()
  private var secondRecords = Waiting()
  /// Blocks with events, one behind the other.
  private(set) var batch: [UInt8] = []

  init(_ first: Ring, _ second: Ring) {
    self.first = first
    self.second = second
  }

  /// Fills `batch` with all events that began before `moment`.
  ///
  /// - Returns: how full the fuller of the buffers was, from 0 to 1.
  mutating func collect(before moment: UInt64) -> Double {
    batch.removeAll(keepingCapacity: batch.capacity <= Self.usualBatch)
    // The ends are read after the moment, and before any record.
    let (firstEnd, secondEnd) = (first.end, second.end)
    let fill = max(firstRecords.fill(of: first, to: firstEnd), secondRecords.fill(of: second, to: secondEnd))
    firstRecords.find(in: first, to: firstEnd, before: moment)
    secondRecords.find(in: second, to: secondEnd, before: moment)
    var next = 0
    for record in firstRecords.records {
      while next < secondRecords.records.count, secondRecords.records[next].time < record.time {
        second.append(secondRecords.records[next], to: &batch)
        next += 1
      }
      first.append(record, to: &batch)
    }
    for record in secondRecords.records[next...] { second.append(record, to: &batch) }
    // All was copied.
    first.release(to: firstRecords.position)
    second.release(to: secondRecords.position)
    return fill
  }

  /// Hands over the events of `batch`: in one run, unless a block is not one of an event of ours. None is expected; one would
  /// not take the others with it.
  ///
  /// - Parameter passing: by event code, how many parameters an event has.
  /// - Returns: how many blocks could not be used.
  func handOver(_ passing: [UInt8], to body: (inout EventRun) -> Void) -> UInt64 {
    var (start, malformed) = (0, 0 as UInt64)
    while start < batch.count {
      var run = EventRun(batch.span.extracting(start..<batch.count), limit: Self.longestRecord, passing: passing.span)
      body(&run)
      start += run.offset
      guard start < batch.count else { break }
      malformed += 1
      start += max(Int(batch.span.littleEndian(at: start + 4, as: UInt32.self)), 1)
    }
    return malformed
  }
}

/// The records of one buffer that a round takes, by time.
private struct Waiting {
  /// What lies before it was taken.
  private(set) var position: UInt = 0
  private(set) var records: [Ring.Record] = []

  func fill(of ring: Ring, to end: UInt) -> Double { Double(end &- position) / Double(ring.size) }

  mutating func find(in ring: Ring, to end: UInt, before moment: UInt64) {
    records.removeAll(keepingCapacity: records.capacity <= RingReader.usualBatch / MemoryLayout<Ring.Record>.stride)
    while position != end {
      let record = ring.record(at: position)
      if record.time >= moment { break }
      position = record.next
      if record.length > 0 { insert(record) }
    }
  }

  /// A buffer is nearly in order: neighbours from different processors are out of it by less than the time an event takes.
  private mutating func insert(_ record: Ring.Record) {
    records.append(record)
    var place = records.count - 1
    while place > 0, records[place - 1].time > record.time {
      records[place] = records[place - 1]
      place -= 1
    }
    records[place] = record
  }
}
