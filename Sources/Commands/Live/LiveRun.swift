#if LiveSource
  import Bytecode
  import Capture
  import CaptureEBPF
  import Compiler
  import Runtime
  import Schema

  /// The events of this machine on their way through the rules.
  struct LiveRun: ~Copyable {
    private let program: Program
    private var loop: LiveLoop
    private var evaluation: Evaluation
    private let sinks: [AlertQueue]

    /// Events are collected from here on; the state is read when `run` begins.
    init(
      _ rules: PreparedRules, _ engineOptions: EngineOptions, _ alertOptions: AlertOptions, _ sinks: [AlertQueue],
      _ signals: Signals, _ limits: LiveLimits
    ) throws(CommandFailure) {
      program = rules.program.program
      self.sinks = sinks
      var options = LiveOptions()
      options.events = rules.program.program.eventTypes
      loop = LiveLoop(try LiveSource.open(options), signals, limits)
      evaluation = Evaluation(
        engine: Engine(program: rules.program, catalog: .syscall, events: rules.environment.events, options: engineOptions),
        writer: AlertWriter(rules.plan, alertOptions), sinks: sinks, alerts: Array(repeating: 0, count: program.rules.count))
    }

    /// Goes on until the run is to end, and says what happened.
    consuming func run(stats: String?) throws {
      let missing = loop.source.missing
      if !missing.isEmpty { Output.message("rulec: rules are about events that are not collected live: \(missing.joined(separator: ", "))") }
      evaluation.engine.load(loop.source.snapshot())
      var goesOn = true
      while goesOn {
        goesOn = loop.round { evaluation.take(&$0) }
        heal()
        if sinks.contains(where: { $0.failure != nil }) { break }
      }
      for sink in sinks { sink.finish() }
      try report(stats: stats)
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
      let types = EventTable.syscall
      let source = SourceFigures(evaluation.engine, CaptureCounters(), alerts: evaluation.alerts, elapsed: loop.elapsed)
      let figures = RunFigures(
        sources: [("ebpf", source)], program: program,
        alertsDropped: sinks.map { ($0.sinkName, $0.dropped) }, eventsDropped: loop.source.drops.map { (types[$0.event].name, $0.count) },
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
