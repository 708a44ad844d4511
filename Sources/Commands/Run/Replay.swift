import Bytecode
import Capture
import Compiler
import Runtime
import Schema

/// A capture on its way through the rules, with an engine of its own.
struct Replay: ~Copyable {
  /// How a replay ended.
  enum End: Sendable {
    case complete
    /// Everything before the damage was used.
    case damaged(CaptureError)
    /// Lines that are no events were left out.
    case incomplete([LineProblem])
    /// Alerts reach a sink no more; what was left of the capture was not read.
    case stopped
    /// A signal asked for the end; what was left was not read.
    case interrupted
  }

  struct Result: Sendable {
    let source: String
    let figures: SourceFigures
    /// Nil where none was asked for.
    let profile: EvaluationProfile?
    let end: End
  }

  /// Events between two looks at the clock and at the sinks, at least.
  private static let stride: UInt64 = 1 << 14

  private let source: String
  /// Among the sources of the run.
  private let number: Int
  private var engine: Engine
  private var nextLook: UInt64 = 0
  private var writer: AlertWriter
  private var explainer: AlertExplainer?
  private let order: AlertOrder
  private let progress: ReplayProgress
  private let sketches: SketchKeeper
  private let stop: ReadingStop?
  private var health = SketchWatch()
  /// By rule.
  private var alerts: [UInt64]
  private var captureCounters = CaptureCounters()
  private let started = ContinuousClock.now

  init(
    _ rules: PreparedRules, of source: String, _ number: Int, _ engineOptions: EngineOptions, _ alertOptions: AlertOptions,
    explains: Bool, _ order: AlertOrder, _ progress: ReplayProgress, _ sketches: SketchKeeper,
    _ stop: ReadingStop?
  ) {
    self.source = source
    self.number = number
    engine = Engine(
      program: rules.program, catalog: .syscall, events: rules.environment.events, options: engineOptions)
    writer = AlertWriter(rules.plan, alertOptions)
    explainer = explains ? AlertExplainer(rules, alertOptions.form) : nil
    self.order = order
    self.progress = progress
    self.sketches = sketches
    self.stop = stop
    alerts = Array(repeating: 0, count: rules.program.program.rules.count)
  }

  /// Reads the source to its end.
  consuming func run() -> Result {
    sketches.lend(to: &engine)
    let end = replay()
    for finding in health.look(&engine) { Output.message("rulec: \(finding.text)") }
    sketches.takeBack(from: &engine)
    order.finish(number)
    let figures = SourceFigures(engine, captureCounters, alerts: alerts, elapsed: ContinuousClock.now - started)
    return Result(source: source, figures: figures, profile: engine.profile, end: end)
  }

  private mutating func replay() -> End {
    do throws(CaptureError) {
      var reader = try CaptureFile.open(source, stop: stop)
      defer { captureCounters = reader.counters }
      while true {
        if let stop, stop.isRequested { return .interrupted }
        if engine.counters.events >= nextLook {
          nextLook = engine.counters.events + Self.stride
          if order.failedSink != nil { return .stopped }
          order.deliverKept(of: number)
          for finding in health.lookNowAndThen(&engine) { Output.message("rulec: \(finding.text)") }
          progress.show(
            number, offset: reader.offset, events: engine.counters.events, alerts: engine.counters.matches)
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
      return error.cause == .stopped ? .interrupted : .damaged(error)
    }
  }

  private mutating func deliver(_ event: borrowing EventView) {
    for rule in engine.matches {
      alerts[Int(rule.rawValue)] += 1
      writer.write(rule, event, &engine)
      if let line = explainer?.explained(writer.line, rule, &engine, event) {
        order.append(line.span, of: number)
      } else {
        order.append(writer.line.span, of: number)
      }
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
    case .stopped: self.init(message: "\(name) was not read to its end: \(error.problem)")
    case .noEvents: self.init(message: "\(name) holds no event: \(error.problem)")
    }
  }
}
