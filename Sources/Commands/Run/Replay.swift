import Bytecode
import Capture
import Compiler
import Runtime
import Schema

/// A capture on its way through the rules.
struct Replay: ~Copyable {
  /// How a replay ended.
  enum End {
    case complete
    /// Everything before the damage was used.
    case damaged(CaptureError)
    /// Lines that are no events were left out.
    case incomplete([LineProblem])
    case sinkFailed(name: String, SinkFailure)
  }

  /// Events between two looks at the clock and at the sinks, at least.
  private static let stride: UInt64 = 1 << 14

  private let source: String
  private var engine: Engine
  private var nextLook: UInt64 = 0
  private var writer: AlertWriter
  private let sinks: [AlertQueue]
  private let program: Program
  private var progress: ProgressLine
  /// By rule.
  private var alerts: [UInt64]
  private var captureCounters = CaptureCounters()
  private let started = ContinuousClock.now

  init(
    _ rules: PreparedRules, of source: String, _ engineOptions: EngineOptions, _ alertOptions: AlertOptions,
    _ sinks: [AlertQueue]
  ) {
    self.source = source
    progress = ProgressLine(source: source)
    program = rules.program.program
    engine = Engine(
      program: rules.program, catalog: .syscall, events: rules.environment.events, options: engineOptions)
    writer = AlertWriter(rules.plan, alertOptions)
    self.sinks = sinks
    alerts = Array(repeating: 0, count: program.rules.count)
  }

  /// Reads the source to its end, and waits until the sinks have every alert.
  mutating func run() -> End {
    var end = replay()
    for sink in sinks { sink.finish() }
    if case .complete = end, let failed = failedSink { end = failed }
    progress.clear()
    return end
  }

  private mutating func replay() -> End {
    do throws(CaptureError) {
      var reader = try CaptureFile.open(source)
      defer { captureCounters = reader.counters }
      while true {
        if engine.counters.events >= nextLook {
          nextLook = engine.counters.events + Self.stride
          if let end = failedSink { return end }
          progress.show(offset: reader.offset, events: engine.counters.events, alerts: engine.counters.matches)
        }
        reader.withRun { run in
          while let event = engine.process(&run) { deliver(event) }
        }
        guard let item = try reader.next() else { break }
        switch item {
        case .snapshot(let snapshot): engine.load(snapshot)
        case .event(let event):
          engine.process(event)
          if !engine.matches.isEmpty { deliver(event) }
        }
      }
      return reader.problems.isEmpty ? .complete : .incomplete(reader.problems)
    } catch {
      return .damaged(error)
    }
  }

  private var failedSink: End? {
    for sink in sinks {
      if let failure = sink.failure { return .sinkFailed(name: sink.sinkName, failure) }
    }
    return nil
  }

  private mutating func deliver(_ event: borrowing EventView) {
    for rule in engine.matches {
      alerts[Int(rule.rawValue)] += 1
      writer.write(rule, event, &engine)
      for sink in sinks { sink.append(writer.line.span) }
    }
  }

  // MARK: Afterwards

  /// Says what happened, writes the figures, and ends the command as the end demands.
  consuming func report(_ end: End, stats: String?) throws {
    let figures = RunFigures(
      source: source, engine: engine.counters, capture: captureCounters, state: engine.state.counters,
      tables: engine.state.sizes, regex: engine.regexCounters, alerts: alerts, program: program, alertsDropped: sinks.map { ($0.sinkName, $0.dropped) },
      elapsed: ContinuousClock.now - started)
    if engine.counters.events > 0 { Output.message(figures.summary) }
    if let stats { try Output.file(stats).write(figures.json) }
    switch end {
    case .complete: break
    case .damaged(let error): throw CommandFailure(error, source: source)
    case .incomplete(let problems): throw CommandFailure(problems, source: source)
    case .sinkFailed(let name, let failure): throw CommandFailure(message: "cannot write \(name): \(failure.reason)")
    }
  }
}

extension CommandFailure {
  /// The first few; the rest is counted elsewhere.
  init(_ problems: [LineProblem], source: String) {
    let name = source == "-" ? "<stdin>" : source
    let lines = problems.prefix(10).map { "\(name):\($0.text)" }
    self.init(message: "lines that are no events were left out:\n" + lines.joined(separator: "\n"))
  }

  /// `attacks.scap: damaged at byte 4711: the file ends …`
  init(_ error: CaptureError, source: String) {
    let name = source == "-" ? "standard input" : "'\(source)'"
    let place = error.offset.map { " at byte \($0)" } ?? ""
    switch error.cause {
    case .unreadable: self.init(message: "cannot read \(name): \(error.problem)")
    case .unwritable: self.init(message: error.problem)
    case .unknownFormat: self.init(message: "\(name) is no capture: \(error.problem)")
    case .damaged: self.init(message: "\(name) is damaged\(place): \(error.problem); everything before was used")
    case .noEvents: self.init(message: "\(name) holds no event: \(error.problem)")
    }
  }
}
