import Dispatch
import Synchronization

/// Brings the alerts of captures that are read at the same time into one order: all of the first, then all of the second,
/// and so on.
///
/// Alerts of the source whose turn it is go to the sinks at once. Those of later ones are kept, up to a bound for all of
/// them together; whoever would go beyond it waits for its turn. Sources are begun in their order, so the one whose turn
/// it is always has a thread, never waits here, and ends: nobody waits for ever.
final class AlertOrder: Sendable {
  /// Bytes that may be kept: several thousand alerts.
  private static let capacity = 8 << 20

  fileprivate struct Source {
    var kept = AlertBatch()
    var isWaiting = false
    var isFinished = false
  }

  fileprivate struct Contents {
    var sources: [Source]
    var turn = 0
    var keptBytes = 0
  }

  private let sinks: [AlertQueue]
  private let contents: Mutex<Contents>
  /// By source; signalled when its turn comes and it waits.
  private let turns: [DispatchSemaphore]

  init(sources: Int, to sinks: [AlertQueue]) {
    self.sinks = sinks
    contents = Mutex(Contents(sources: Array(repeating: Source(), count: sources)))
    turns = (0..<sources).map { _ in DispatchSemaphore(value: 0) }
  }

  var failedSink: (name: String, failure: SinkFailure)? {
    for sink in sinks {
      if let failure = sink.failure { return (sink.sinkName, failure) }
    }
    return nil
  }

  private enum Outcome { case turn(AlertBatch), kept, full }

  /// Takes over one alert of a source: a line with its line feed.
  func append(_ line: Span<UInt8>, of source: Int) {
    while true {
      switch keep(line, of: source) {
      case .turn(let before):
        deliver(before)
        for sink in sinks { sink.append(line) }
        return
      case .kept: return
      case .full: turns[source].wait()
      }
    }
  }

  private func keep(_ line: Span<UInt8>, of source: Int) -> Outcome {
    contents.withLock { contents in
      if contents.turn == source { return .turn(contents.takeKept(of: source)) }
      guard contents.keptBytes + line.count <= Self.capacity else {
        contents.sources[source].isWaiting = true
        return .full
      }
      contents.sources[source].kept.append(line)
      contents.keptBytes += line.count
      return .kept
    }
  }

  /// Lets go what was kept before the source's turn came, so that a source without alerts does not hold it back.
  func deliverKept(of source: Int) {
    if let kept = contents.withLock({ $0.turn == source ? $0.takeKept(of: source) : nil }) { deliver(kept) }
  }

  /// There is nothing more of the source. In its turn, it goes on to the first that has not finished.
  func finish(_ source: Int) {
    var place = source
    while true {
      switch pass(at: place, finished: source) {
      case .deliver(let kept): deliver(kept)
      case .goOn: place += 1
      case .wake(let next):
        turns[next].signal()
        return
      case .done: return
      }
    }
  }

  private enum Step { case deliver(AlertBatch), goOn, wake(Int), done }

  /// A source that has finished in front of its turn is passed by whoever has the turn before: `place` is then that
  /// source, and nobody else delivers.
  private func pass(at place: Int, finished source: Int) -> Step {
    contents.withLock { contents in
      contents.sources[source].isFinished = true
      guard contents.turn == place else { return .done }
      let kept = contents.takeKept(of: place)
      if !kept.ends.isEmpty { return .deliver(kept) }
      contents.turn += 1
      guard contents.turn < contents.sources.count else { return .done }
      let next = contents.turn
      if contents.sources[next].isFinished { return .goOn }
      guard contents.sources[next].isWaiting else { return .done }
      contents.sources[next].isWaiting = false
      return .wake(next)
    }
  }

  private func deliver(_ batch: AlertBatch) {
    var start = 0
    for end in batch.ends {
      for sink in sinks { sink.append(batch.bytes.span.extracting(start..<end)) }
      start = end
    }
  }
}

extension AlertOrder.Contents {
  fileprivate mutating func takeKept(of source: Int) -> AlertBatch {
    var kept = AlertBatch()
    swap(&kept, &sources[source].kept)
    keptBytes -= kept.bytes.count
    return kept
  }
}
