import Bytecode
import Capture
import Dispatch
import Runtime
import Synchronization

/// The captures of a run: each goes through the rules with an engine of its own, several at the same time.
///
/// Alerts come in the order of the captures, whatever the number of threads.
final class ReplayRun: Sendable {
  private let rules: PreparedRules
  private let sources: [String]
  private let engineOptions: EngineOptions
  private let alertOptions: AlertOptions
  private let explains: Bool
  private let sinks: [AlertQueue]
  private let order: AlertOrder
  private let progress: ReplayProgress
  private let sketches: SketchKeeper
  private let interruption: Interruption?
  private let started = ContinuousClock.now
  /// The next source that nobody has begun.
  private let next = Atomic(0)
  /// By source; nil where a sink failed before. The first is begun in any case.
  private let results: Mutex<[Replay.Result?]>

  init(
    _ rules: PreparedRules, of sources: [String], _ engineOptions: EngineOptions, _ alertOptions: AlertOptions,
    explains: Bool, _ sinks: [AlertQueue], _ sketches: SketchKeeper, endingWith interruption: Interruption? = nil
  ) {
    self.explains = explains
    self.rules = rules
    self.sources = sources
    self.engineOptions = engineOptions
    self.alertOptions = alertOptions
    self.sinks = sinks
    self.sketches = sketches
    self.interruption = interruption
    order = AlertOrder(sources: sources.count, to: sinks)
    progress = ReplayProgress(sources: sources)
    results = Mutex(Array(repeating: nil, count: sources.count))
  }

  /// Reads all sources to their ends, `jobs` of them at a time, and waits until the sinks have every alert. Sketches go from one
  /// source to the next, so with sketches it is one at a time.
  func run(jobs: Int) {
    let group = DispatchGroup()
    let jobs = sketches.hasSketches ? 1 : jobs
    for job in 1..<max(min(jobs, sources.count), 1) {
      // A queue of its own is a thread of its own, also beyond the number of processors.
      DispatchQueue(label: "replay \(job)").async(group: group) { self.work() }
    }
    work()
    group.wait()
    for sink in sinks { sink.finish() }
    progress.clear()
  }

  private func work() {
    while order.failedSink == nil {
      let number = next.add(1, ordering: .relaxed).oldValue
      guard number < sources.count else { return }
      if number > 0, let interruption, interruption.stop.isRequested { return }
      let replay = Replay(
        rules, of: sources[number], number, engineOptions, alertOptions, explains: explains, order, progress, sketches,
        interruption?.stop)
      let result = replay.run()
      results.withLock { $0[number] = result }
    }
  }

  /// What became of the sources, in their order.
  var outcome: [Replay.Result] { results.withLock { $0.compactMap(\.self) } }

  /// Says what happened, writes the figures, and ends the command as the worst end demands.
  func report(stats: String?) throws {
    let results = outcome
    var figures = RunFigures(
      sources: results.map { ($0.source, $0.figures) }, program: rules.program.program,
      alertsDropped: sinks.map { ($0.sinkName, $0.dropped) }, elapsed: ContinuousClock.now - started)
    figures.interruption = interruption?.signalName
    if figures.sum.events > 0 || figures.interruption != nil { Output.message(figures.summary) }
    if let stats { try Output.file(stats).write(figures.json) }
    try throwFailures()
  }

  /// Ends the command as the worst end demands; the others are told before.
  func throwFailures() throws {
    var failures = outcome.compactMap { CommandFailure($0) }
    if failures.isEmpty, let failed = order.failedSink {
      failures = [CommandFailure(message: "cannot write \(failed.name): \(failed.failure.reason)")]
    }
    guard let last = failures.popLast() else { return }
    for failure in failures { Output.message("rulec: \(failure.message)") }
    throw last
  }
}

extension CommandFailure {
  /// Nil where nothing is wrong with the source.
  fileprivate init?(_ result: Replay.Result) {
    switch result.end {
    case .complete, .stopped, .interrupted: return nil
    case .damaged(let error): self.init(error, source: result.source)
    case .incomplete(let problems): self.init(problems, source: result.source)
    }
  }
}
