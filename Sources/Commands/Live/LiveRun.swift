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
    private let sketches: SketchKeeper
    private var nextSave = ContinuousClock.now + Self.saveInterval

    /// What sketches have counted since is what a crash can cost.
    private static let saveInterval = Duration.seconds(60)
    private var losses = LossWatch(from: ContinuousClock.now)
    private var health = SketchWatch()

    /// Events are collected from here on; the state is read when `run` begins.
    init(
      _ rules: PreparedRules, _ engineOptions: EngineOptions, _ alertOptions: AlertOptions, _ outputs: [DescriptorSink],
      _ signals: Signals, _ live: LiveOptionGroup, _ sketches: SketchKeeper,
      writesFiles: Bool
    ) throws(CommandFailure) {
      program = rules.program.program
      var engineOptions = engineOptions
      engineOptions.asksQuestions = true
      self.engineOptions = engineOptions
      self.alertOptions = alertOptions
      self.sketches = sketches
      let source = try LiveSource.open(live.options(for: LiveOptions.events(askedBy: rules.program.program.eventTypes)))
      // In front of all threads.
      LiveSource.reducePrivileges(writesFiles: writesFiles)
      sinks = outputs.map { AlertQueue(to: $0, whenFull: .drop) }
      loop = LiveLoop(source, signals, live.limits)
      evaluation = Evaluation(
        engine: Engine(program: rules.program, catalog: .syscall, events: rules.environment.events, options: engineOptions),
        writer: AlertWriter(rules.plan, alertOptions), sinks: sinks, alerts: Array(repeating: 0, count: program.rules.count),
        healing: Healing(loop.source))
    }

    /// Goes on until the run is to end, and says what happened.
    ///
    /// - Parameter prepare: reads the rules again.
    consuming func run(stats: String?, preparing prepare: () throws -> PreparedRules) throws {
      sayMissing()
      loop.source.sayWhatIsDone()
      evaluation.engine.load(loop.source.snapshot())
      sketches.lend(to: &evaluation.engine)
      var request: Signals.Request?
      while request != .end, !sinks.contains(where: { $0.failure != nil }) {
        for event in loop.containerEvents() { evaluation.take(event) }
        request = loop.round { evaluation.take(&$0) }
        evaluation.healing.heal(&evaluation.engine, after: loop)
        watch()
        saveNowAndThen()
        if request == .reload { reload(prepare) }
        if request == .reopen { for sink in sinks { sink.reopen() } }
      }
      // What happened before somebody asked for the end.
      _ = loop.round { evaluation.take(&$0) }
      watch(isLast: true)
      for sink in sinks { sink.finish() }
      try sketches.save(&evaluation.engine)
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
        try sketches.restoreNew(&evaluation.engine)
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

    private mutating func saveNowAndThen() {
      let now = ContinuousClock.now
      guard now >= nextSave else { return }
      nextSave = now + Self.saveInterval
      do throws(CommandFailure) {
        try sketches.save(&evaluation.engine)
      } catch {
        Output.message("rulec: \(error.message)")
      }
    }

    /// Tells people and receivers of alerts what was lost.
    private mutating func watch(isLast: Bool = false) {
      let now = ContinuousClock.now
      guard losses.isDue(now) || isLast else { return }
      let finding = losses.look(LostEvents(loop.source.drops), events: loop.count, now, isLast: isLast)
      if let line = finding.line { Output.message("rulec: lost \(line.text)") }
      if let (lost, events) = finding.alert {
        let line = InternalAlert(lost: lost, of: events, time: loop.source.lookup.now).line(alertOptions)
        for sink in sinks { sink.append(line.span) }
      }
      for finding in health.look(&evaluation.engine) {
        Output.message("rulec: \(finding.text)")
        let line = InternalAlert(finding, time: loop.source.lookup.now).line(alertOptions)
        for sink in sinks { sink.append(line.span) }
      }
    }

    private func report(stats: String?) throws {
      var counters = CaptureCounters()
      counters.malformed = loop.source.malformed
      let source = SourceFigures(evaluation.engine, counters, alerts: evaluation.alerts, elapsed: loop.elapsed)
      let figures = RunFigures(
        sources: [("ebpf", source)], program: program,
        alertsDropped: sinks.map { ($0.sinkName, $0.dropped) }, lost: LostEvents(loop.source.drops), lostNotices: loop.lostNotices,
        elapsed: loop.elapsed)
      Output.message(figures.summary)
      if let stats { try Output.file(stats).write(figures.json) }
      for sink in sinks {
        if let failure = sink.failure { throw CommandFailure(message: "cannot write \(sink.sinkName): \(failure.reason)") }
      }
    }
  }

  /// The engine and what becomes of its matches.
  private struct Evaluation: ~Copyable {
    var engine: Engine
    var writer: AlertWriter
    let sinks: [AlertQueue]
    /// By rule.
    var alerts: [UInt64]
    var healing: Healing

    mutating func take(_ event: ContainerEvent) {
      guard let view = EventView(event.bytes.span, hasLargePayload: true) else { return }
      engine.process(view)
      deliver(view)
    }

    private mutating func deliver(_ event: EventView) {
      for rule in engine.matches {
        alerts[Int(rule.rawValue)] += 1
        writer.write(rule, event, &engine)
        for sink in sinks { sink.append(writer.line.span) }
      }
    }

    mutating func take(_ run: inout EventRun) {
      while true {
        while let event = engine.process(&run) { deliver(event) }
        guard let thread = engine.question else { return }
        healing.answer(thread, &engine)
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
