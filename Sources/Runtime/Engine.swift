package import Bytecode
package import Matching
package import Schema
package import Sketches

/// What an engine is told when it is made.
package struct EngineOptions: Sendable {
  package var matching = RuleMatching.first
  package var limits = StateLimits()
  package var answers = AnswerKeeping.kept
  /// Whether what the machine does is counted and timed, for `Engine.profile`.
  package var isProfiled = false
  /// Under which sketches hash their keys.
  package var sketchKey = SketchKey.random()
  /// Whether somebody lends sketches (`Engine.exchangeSketches`): then it makes none of its own.
  package var borrowsSketches = false
  /// Whether somebody answers questions about threads (`Engine.question`).
  package var asksQuestions = false

  package init() {}
}

/// What an engine has seen.
package struct EngineCounters: Sendable, Hashable {
  /// Everything that was handed over.
  package var events: UInt64 = 0
  /// Of these, events that rules do not see.
  package var hidden: UInt64 = 0
  package var matches: UInt64 = 0

  package init() {}
}

/// Events in, matching rules out: the state of the machine under observation, and the rules that are evaluated on it.
///
/// One event at a time: `process` it, then look at `matches`. Until the next call the fields of the event can be read,
/// because what the event ends (a process, a descriptor) is removed only then.
package struct Engine: ~Copyable {
  package private(set) var program: Program?
  package private(set) var state: State
  package private(set) var counters = EngineCounters()
  /// The rules that matched the last event, in the order of the rules.
  package private(set) var matches: [RuleID] = []
  /// What the state engine found out about the last event.
  package private(set) var facts = EventFacts()
  /// The thread of the next event is unknown or in doubt: `process` gave nil to have it looked up. Called again, it goes on
  /// with the event in any case.
  package private(set) var question: Int64?
  private let asksQuestions: Bool
  private var machine: Machine
  private var evaluator: Evaluator
  /// Whether there is a probe; to compare that with nil would copy it.
  private let isProfiled: Bool
  private let sketchKey: SketchKey
  private var probe: ProfileProbe?

  /// - Parameter program: nil to keep state only.
  package init(
    program: VerifiedProgram?, catalog: FieldCatalog, events: EventTable, options: EngineOptions = EngineOptions()
  ) {
    self.program = program?.program
    let verified = program ?? .empty
    state = State(events: events, limits: options.limits)
    machine = Machine(verified, matching: options.matching)
    evaluator = Evaluator(verified.program, catalog: catalog, events: events, options, &state)
    isProfiled = options.isProfiled
    sketchKey = options.sketchKey
    asksQuestions = options.asksQuestions
    if isProfiled { probe = ProfileProbe(verified.program) }
    matches.reserveCapacity(options.matching == .first ? 1 : verified.program.rules.count)
  }

  /// Goes on with other rules, on what is known. Fields of the last event cannot be read any more.
  ///
  /// The symbols of the constants of the rules before stay in the table: they are few, and so are changes of rules.
  package mutating func replaceRules(
    _ new: VerifiedProgram, options: EngineOptions, catalog: FieldCatalog, events: EventTable
  ) {
    program = new.program
    state.patterns = PatternTable()
    machine = Machine(new, matching: options.matching)
    var borrowing = options
    borrowing.borrowsSketches = true
    var next = Evaluator(new.program, catalog: catalog, events: events, borrowing, &state)
    // Of the new rules' own, since they may have others; those of the same meaning are taken over.
    next.terms.sketches = SketchBank(new.program, key: options.sketchKey, takingFrom: &evaluator.terms.sketches)
    evaluator = next
    matches.removeAll(keepingCapacity: true)
    matches.reserveCapacity(options.matching == .first ? 1 : new.program.rules.count)
  }

  /// Replaces all state: before the first event of a source, and where a capture begins anew.
  package mutating func load(_ snapshot: StateSnapshot) { withState { $0.load(snapshot) } }

  /// Changes what is known, between two events: where something else than events tells of it. Fields of the last event
  /// cannot be read any more.
  package mutating func withState<Result>(_ body: (inout State) -> Result) -> Result {
    state.processChanges &+= 1
    return body(&state)
  }

  /// Takes one event through all phases (design.md §6). Afterwards its fields can be read.
  package mutating func process(_ event: borrowing EventView) {
    if !matches.isEmpty { matches.removeAll(keepingCapacity: true) }
    if step(event) { return }
    evaluator.terms.begin()
    state.complete(&facts, event)
  }

  /// Takes events through all phases, up to the first that a rule matches.
  ///
  /// - Returns: that event; nil at the end of the run, and where there is a question. Of an event that no rule matched, no
  ///   fields can be read.
  @_lifetime(copy run)
  package mutating func process(_ run: inout EventRun) -> EventView? {
    if !matches.isEmpty { matches.removeAll(keepingCapacity: true) }
    if asksQuestions { return processAsking(&run) }
    while let event = run.next() {
      if step(event), !matches.isEmpty { return event }
    }
    return nil
  }

  /// The same for a source that can be asked.
  @_lifetime(copy run)
  private mutating func processAsking(_ run: inout EventRun) -> EventView? {
    var offset = run.offset
    while let event = run.next() {
      if question == nil, let asked = state.question(about: event) {
        question = asked
        run.putBack(to: offset)
        return nil
      }
      question = nil
      offset = run.offset
      if step(event), !matches.isEmpty { return event }
    }
    return nil
  }

  /// - Returns: whether rules were evaluated, and with that, what fields need is ready.
  @inline(__always)
  private mutating func step(_ event: borrowing EventView) -> Bool {
    counters.events &+= 1
    state.apply(event, into: &facts)
    let isEvaluated = !facts.isHidden && machine.hasRules(for: event.type)
    if facts.isHidden { counters.hidden &+= 1 }
    if isEvaluated { evaluate(event) }
    state.finish(event, facts)
    return isEvaluated
  }

  /// Most events are of types that no rule is about.
  @inline(never)
  private mutating func evaluate(_ event: borrowing EventView) {
    evaluator.terms.begin()
    state.complete(&facts, event)
    if isProfiled {
      profile(event)
    } else {
      machine.run(CurrentEvent(copy event, facts), state, checks: &evaluator, into: &matches)
    }
    counters.matches &+= UInt64(matches.count)
  }

  /// What `AnswerKeeping.compared` found.
  package var answerCounters: AnswerCounters { evaluator.triggers.answers }

  @inline(never)
  private mutating func profile(_ event: borrowing EventView) {
    machine.run(CurrentEvent(copy event, facts), state, checks: &evaluator, probe: &probe!, into: &matches)
  }

  /// What was counted so far; nil where nothing is.
  package var profile: EvaluationProfile? { probe?.profile }

  /// What became of the values that were matched with regular expressions.
  package var regexCounters: RegexScratch.Counters { evaluator.regexScratch.counters }

  // MARK: Sketches

  /// The sketches that count, by the names that rule files give them.
  package var sketchNames: [(id: SketchID, name: String)] {
    evaluator.terms.sketches.ids.map { ($0, evaluator.terms.sketches.name($0)) }
  }

  /// How often a condition asked a sketch that could not be trusted.
  package func suppressed(_ id: SketchID) -> UInt64 { evaluator.terms.sketches[id].suppressed }

  package mutating func withSketch<R, E: Error>(_ id: SketchID, _ body: (inout Sketch) throws(E) -> R) throws(E) -> R {
    try evaluator.terms.sketches.withSketch(id, body)
  }

  /// Counts in other sketches of the same program from now on.
  package mutating func exchangeSketches(_ bank: inout SketchBank) {
    swap(&evaluator.terms.sketches, &bank)
    evaluator.terms.sketches.forgetProcesses()
  }

  /// How often the process part of a key had not to be hashed anew.
  package var processPartCounters: ProcessPartCounters { evaluator.terms.sketches.processes.counters }

  /// Makes it as good as new for a stream that has nothing to do with what came before and begins with a snapshot.
  package mutating func startOver() {
    state.forgetPosition()
    if let program, evaluator.terms.sketches.count > 0 { evaluator.terms.sketches = SketchBank(program, key: sketchKey) }
  }

  /// The events that follow are of another input.
  package mutating func beginInput() { evaluator.terms.sketches.beginInput() }

  // MARK: Fields of the last event

  /// A term of the program for the event that was processed last.
  package mutating func value(of term: TermID, _ event: borrowing EventView) -> Value {
    evaluator.terms.value(of: term, CurrentEvent(copy event, facts), state)
  }

  /// The same for an output, where some fields have another value than in a condition (`proc.aname` without an index).
  package mutating func outputValue(of term: TermID, _ event: borrowing EventView) -> Value {
    evaluator.terms.outputValue(of: term, CurrentEvent(copy event, facts), state)
  }

  /// A field for the event that was processed last.
  package mutating func read(_ reader: FieldReader, _ selector: Selector, _ event: borrowing EventView) -> Value {
    evaluator.terms.read(reader, selector, CurrentEvent(copy event, facts), state)
  }

  /// The bytes of a text that a field of the last event gave.
  @_lifetime(copy event, borrow self)
  package func bytes(of text: Text, _ event: borrowing EventView) -> Span<UInt8> {
    switch text {
    case .event(let range): event.bytes.extracting(range.bounds)
    case .scratch(let range): evaluator.terms.scratch.bytes.span.extracting(range.bounds)
    case .symbol(let symbol): state.symbols.bytes(symbol)
    }
  }

  /// The elements of a list that a field of the last event gave.
  package func element(_ index: Int, of list: ValueRange) -> Value {
    evaluator.terms.scratch.values[list.range.lowerBound + index]
  }
}
