#if LiveSource
  import Bytecode
  import Capture
  import CaptureEBPF
  import Compiler
  import Runtime
  import Schema

  /// The events of this machine on their way through the rules.
  struct LiveRun: ~Copyable {
    private var program: Program
    private let engineOptions: EngineOptions
    private let alertOptions: AlertOptions
    private var loop: LiveLoop
    private var evaluation: Evaluation
    private let sinks: [AlertQueue]
    private var losses = LossReport()

    /// Events are collected from here on; the state is read when `run` begins.
    init(
      _ rules: PreparedRules, _ engineOptions: EngineOptions, _ alertOptions: AlertOptions, _ sinks: [AlertQueue],
      _ signals: Signals, _ limits: LiveLimits
    ) throws(CommandFailure) {
      program = rules.program.program
      self.engineOptions = engineOptions
      self.alertOptions = alertOptions
      self.sinks = sinks
      var options = LiveOptions()
      options.events = LiveOptions.events(askedBy: rules.program.program.eventTypes)
      loop = LiveLoop(try LiveSource.open(options), signals, limits)
      evaluation = Evaluation(
        engine: Engine(program: rules.program, catalog: .syscall, events: rules.environment.events, options: engineOptions),
        writer: AlertWriter(rules.plan, alertOptions), sinks: sinks, alerts: Array(repeating: 0, count: program.rules.count))
    }

    /// Goes on until the run is to end, and says what happened.
    ///
    /// - Parameter prepare: reads the rules again.
    consuming func run(stats: String?, preparing prepare: () throws -> PreparedRules) throws {
      sayMissing()
      loop.source.sayWhatIsDone()
      evaluation.engine.load(loop.source.snapshot())
      var request: Signals.Request?
      while request != .end, !sinks.contains(where: { $0.failure != nil }) {
        request = loop.round { evaluation.take(&$0) }
        heal()
        losses.look(at: loop.source)
        if request == .reload { reload(prepare) }
        if request == .reopen { for sink in sinks { sink.reopen() } }
      }
      for sink in sinks { sink.finish() }
      try report(stats: stats)
    }

    private func sayMissing() {
      let missing = loop.source.missing
      if !missing.isEmpty { Output.message("rulec: rules are about events that are not collected live: \(missing.joined(separator: ", "))") }
    }

    /// Other rules in place of those that run; these go on where the others have an error.
    private mutating func reload(_ prepare: () throws -> PreparedRules) {
      do {
        let rules = try prepare()
        try loop.source.want(LiveOptions.events(askedBy: rules.program.program.eventTypes))
        let earlier = Dictionary(
          zip(program.rules, evaluation.alerts).map { (program.strings.text($0.0.name), $0.1) }, uniquingKeysWith: &+)
        program = rules.program.program
        evaluation.engine.replaceRules(rules.program, options: engineOptions, catalog: .syscall, events: rules.environment.events)
        evaluation.writer = AlertWriter(rules.plan, alertOptions)
        // Rules that are gone are no longer counted.
        evaluation.alerts = program.rules.map { earlier[program.strings.text($0.name)] ?? 0 }
        Output.message("rulec: the rules were read again")
        sayMissing()
      } catch {
        if let failure = error as? CommandFailure { Output.message("rulec: \(failure.message)") }
        Output.message("rulec: the rules could not be read again; those from before go on")
      }
    }

    /// Looks up threads that nobody announced, because events were lost, and their ancestors.
    private mutating func heal() {
      for unknown in evaluation.engine.takeUnannounced() {
        var found: [(StateSnapshot.Thread, StateSnapshot.DescriptorList?)] = []
        var tid = unknown
        // Ends where an ancestor is known; a bound, in case numbers are used again meanwhile.
        while found.count < 64, tid > 0, evaluation.engine.state.isUnknown(tid), let thread = loop.source.thread(tid) {
          found.append(thread)
          tid = thread.0.ptid
        }
        // A thread finds its parent when it is entered.
        for (thread, list) in found.reversed() { evaluation.engine.learn(thread, list) }
      }
    }

    private func report(stats: String?) throws {
      var counters = CaptureCounters()
      counters.malformed = loop.source.malformed
      let source = SourceFigures(evaluation.engine, counters, alerts: evaluation.alerts, elapsed: loop.elapsed)
      let figures = RunFigures(
        sources: [("ebpf", source)], program: program,
        alertsDropped: sinks.map { ($0.sinkName, $0.dropped) }, eventsDropped: loop.source.drops.bySyscall.map { ($0.syscall, $0.count) },
        elapsed: loop.elapsed)
      Output.message(figures.summary)
      if let stats { try Output.file(stats).write(figures.json) }
      for sink in sinks {
        if let failure = sink.failure { throw CommandFailure(message: "cannot write \(sink.sinkName): \(failure.reason)") }
      }
    }
  }

  /// Says that events were lost, while it happens, and not too often.
  private struct LossReport {
    private static let interval = Duration.seconds(10)

    private var next = ContinuousClock.now + interval
    private var told: UInt64 = 0

    mutating func look(at source: borrowing LiveSource) {
      let now = ContinuousClock.now
      guard now >= next else { return }
      next = now + Self.interval
      let lost = source.drops.total
      if lost > told { Output.message("rulec: \(grouped(lost - told)) events were lost in the last seconds, because a buffer in the kernel was full") }
      told = lost
    }
  }

  /// The engine and what becomes of its matches.
  private struct Evaluation: ~Copyable {
    var engine: Engine
    var writer: AlertWriter
    let sinks: [AlertQueue]
    /// By rule.
    var alerts: [UInt64]

    mutating func take(_ run: inout EventRun) {
      while let event = engine.process(&run) {
        for rule in engine.matches {
          alerts[Int(rule.rawValue)] += 1
          writer.write(rule, event, &engine)
          for sink in sinks { sink.append(writer.line.span) }
        }
      }
    }
  }

  extension Program {
    /// The types of events that any rule is tried on.
    fileprivate var eventTypes: EventSet {
      EventSet(entryIDs.indices.filter { entryIDs[$0] != nil }.map { EventCode(rawValue: UInt16($0)) })
    }
  }
#endif
