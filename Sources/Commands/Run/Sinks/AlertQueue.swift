import Dispatch
import Synchronization

/// Carries alerts to a sink that runs on a thread of its own. Bounded: a sink that is slow or hangs costs neither memory
/// nor, from a live source, events.
///
/// When the queue is full, a live source drops the alert and counts it; a replay waits, since a file does not run away.
/// When the sink has failed, alerts are dropped and counted in both cases, and `failure` says why.
final class AlertQueue: Sendable {
  enum WhenFull { case wait, drop }

  /// Bytes that may wait: several thousand alerts.
  private static let capacity = 4 << 20

  fileprivate struct Contents {
    var waiting = AlertBatch()
    var isFinished = false
    var isProducerWaiting = false
    var isToReopen = false
    var failure: SinkFailure?
    var dropped: UInt64 = 0
  }

  let sinkName: String
  private let whenFull: WhenFull
  private let contents = Mutex(Contents())
  /// Signalled once for each time that `waiting` becomes non-empty, and at the end.
  private let available = DispatchSemaphore(value: 0)
  /// Signalled when the producer waits and something was taken.
  private let room = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)

  init(to sink: some AlertSink, whenFull: WhenFull) {
    sinkName = sink.name
    self.whenFull = whenFull
    // A queue of its own is a thread of its own for as long as it is busy, and this one blocks.
    DispatchQueue(label: "alerts to \(sink.name)").async { self.run(sink) }
  }

  // MARK: The side of the events

  /// Takes over one alert: a line with its line feed.
  func append(_ line: Span<UInt8>) {
    while !tryAppend(line) { room.wait() }
  }

  /// - Returns: false where the producer has to wait.
  private func tryAppend(_ line: Span<UInt8>) -> Bool {
    let outcome = contents.withLock { contents in
      if contents.failure != nil { return contents.drop() }
      // A line longer than the whole queue still goes through an empty one.
      guard contents.waiting.bytes.isEmpty || contents.waiting.bytes.count + line.count <= Self.capacity else {
        if whenFull == .drop { return contents.drop() }
        contents.isProducerWaiting = true
        return Outcome.full
      }
      let wasEmpty = contents.waiting.bytes.isEmpty
      contents.waiting.append(line)
      return wasEmpty ? .first : .taken
    }
    if outcome == .first { available.signal() }
    return outcome != .full
  }

  fileprivate enum Outcome { case taken, first, full }

  /// Lets the sink open its file anew before it writes the next alert.
  func reopen() { contents.withLock { $0.isToReopen = true } }

  /// Waits until the sink has everything, or has failed.
  func finish() {
    contents.withLock { $0.isFinished = true }
    available.signal()
    ended.wait()
  }

  var failure: SinkFailure? { contents.withLock { $0.failure } }
  var dropped: UInt64 { contents.withLock { $0.dropped } }

  // MARK: The side of the sink

  private func run(_ sink: some AlertSink) {
    var sink = sink
    var batch = AlertBatch()
    while take(&batch) {
      do throws(SinkFailure) {
        if takesReopening() { try sink.reopen() }
        try sink.write(batch)
      } catch {
        fail(error, losing: batch)
        break
      }
    }
    ended.signal()
  }

  /// The next alerts; waits for them. False at the end.
  private func take(_ batch: inout AlertBatch) -> Bool {
    batch.removeAll()
    while true {
      let (isFinished, wakesProducer) = contents.withLock { contents in
        swap(&contents.waiting, &batch)
        let wakesProducer = contents.isProducerWaiting
        contents.isProducerWaiting = false
        return (contents.isFinished, wakesProducer)
      }
      if wakesProducer { room.signal() }
      if !batch.ends.isEmpty { return true }
      if isFinished { return false }
      available.wait()
    }
  }

  private func takesReopening() -> Bool {
    contents.withLock { contents in
      defer { contents.isToReopen = false }
      return contents.isToReopen
    }
  }

  /// How much of the batch came through is not known; all of it counts as lost.
  private func fail(_ failure: SinkFailure, losing batch: AlertBatch) {
    let wakesProducer = contents.withLock { contents in
      contents.failure = failure
      contents.dropped += UInt64(batch.ends.count + contents.waiting.ends.count)
      contents.waiting.removeAll()
      defer { contents.isProducerWaiting = false }
      return contents.isProducerWaiting
    }
    if wakesProducer { room.signal() }
  }
}

extension AlertQueue.Contents {
  fileprivate mutating func drop() -> AlertQueue.Outcome {
    dropped += 1
    return .taken
  }
}
