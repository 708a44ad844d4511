import Bytecode
import Matching
import Schema

/// What is looked up before rules are tried (docs/decisions/006).
struct TriggerLookup: ~Copyable {
  fileprivate let groups: [TriggerGroup]
  fileprivate let triggers: [Trigger]
  fileprivate let rules: [TriggeredRule]
  fileprivate let finder: TriggerFinder
  private(set) var answers = AnswerCounters()
  fileprivate let keeping: AnswerKeeping
  fileprivate var index: TriggerIndex
  fileprivate var texts = TriggeredTexts()
  /// Triggers that may hold for the text that is looked at.
  fileprivate var found: [UInt32] = []
  /// The rules that they lead to.
  private var led: [TriggeredRule] = []

  init(_ program: Program, _ keeping: AnswerKeeping) {
    self.keeping = keeping
    groups = program.triggerGroups
    triggers = program.triggers
    rules = program.triggeredRules
    finder = TriggerFinder(program)
    index = TriggerIndex(groups: program.triggerGroups.count)
    found.reserveCapacity(256)
    led.reserveCapacity(256)
  }

  /// Appends the rules that the triggers in `found` lead to.
  ///
  /// - Returns: their set; nil when there are too many sets.
  fileprivate mutating func appendFound(to candidates: inout Pool<TriggeredRule>) -> UInt32? {
    let set = setOfFound()
    for rule in led { candidates.append(rule) }
    return set
  }

  /// Notes whether a set that was remembered is the one that the triggers in `found` lead to.
  fileprivate mutating func compareFound(with remembered: UInt32) {
    answers.compared &+= 1
    if setOfFound() != remembered { answers.wrong &+= 1 }
  }

  private mutating func setOfFound() -> UInt32? {
    led.removeAll(keepingCapacity: true)
    for trigger in found {
      for place in triggers[Int(trigger)].rules.range where !led.contains(rules[place]) { led.append(rules[place]) }
    }
    led.sort { $0.rule.rawValue < $1.rule.rawValue }
    return index.set(of: led)
  }

  /// Leaves in `found` the triggers of a group that may hold for a text.
  fileprivate mutating func collect(_ group: Int, _ bytes: Span<UInt8>, slash: Span<UInt8>) {
    found.removeAll(keepingCapacity: true)
    // Where a text ends at a NUL, some operators look at a part of it.
    guard finder.has(group), bytes.countBeforeNUL == bytes.count else {
      for trigger in groups[group].triggers.range { found.append(UInt32(trigger)) }
      return
    }
    finder.append(.value, of: group, in: bytes, to: &found)
    for subject in [Trigger.Subject.directory, .fileName] {
      finder.append(subject, of: group, in: bytes, to: &found)
      if let part = bytes.part(subject) {
        finder.append(subject, of: group, in: bytes.extracting(part), to: &found)
      } else {
        finder.append(subject, of: group, in: slash, to: &found)
      }
    }
  }
}

extension Evaluator {
  mutating func addCandidates(
    of group: Int, _ event: borrowing CurrentEvent, _ state: borrowing State, to candidates: inout Pool<TriggeredRule>
  ) -> Bool {
    switch terms.value(of: triggers.groups[group].key, event, state) {
    case .missing: return true
    case .text(let text):
      if let set = remembered(group, text, event, state) {
        triggers.index.append(set, to: &candidates)
        if triggers.keeping == .compared {
          findTriggers(of: group, text, event, state)
          triggers.compareFound(with: set)
        }
      } else {
        findTriggers(of: group, text, event, state)
        if let set = triggers.appendFound(to: &candidates) { remember(set, group, text, event, state) }
      }
      return true
    default: return false
    }
  }

  @inline(__always)
  private func remembered(
    _ group: Int, _ text: Text, _ event: borrowing CurrentEvent, _ state: borrowing State
  ) -> UInt32? {
    if case .symbol(let symbol) = text { return triggers.index.set(group, symbol, state.symbols.generation(of: symbol)) }
    return triggers.texts.set(group, event.bytes(of: text, state, terms.scratch))
  }

  private mutating func remember(
    _ set: UInt32, _ group: Int, _ text: Text, _ event: borrowing CurrentEvent, _ state: borrowing State
  ) {
    if triggers.keeping == .forgotten { return }
    if case .symbol(let symbol) = text {
      triggers.index.note(set, group, symbol, state.symbols.generation(of: symbol))
    } else {
      triggers.texts.note(set, group, event.bytes(of: text, state, terms.scratch))
    }
  }

  /// Leaves in `found` the triggers of a group that hold for a text.
  private mutating func findTriggers(
    of group: Int, _ text: Text, _ event: borrowing CurrentEvent, _ state: borrowing State
  ) {
    triggers.collect(group, event.bytes(of: text, state, terms.scratch), slash: state.symbols.bytes(Symbol(.slash)))
    var kept = 0
    for index in 0..<triggers.found.count {
      let id = triggers.found[index]
      let trigger = triggers.triggers[Int(id)]
      guard holds(trigger, text, event, state) else { continue }
      triggers.found[kept] = id
      kept += 1
    }
    triggers.found.removeLast(triggers.found.count - kept)
  }

  /// Whether a trigger holds for the value of its group's key, or for what follows from it.
  private mutating func holds(
    _ trigger: Trigger, _ text: Text, _ event: borrowing CurrentEvent, _ state: borrowing State
  ) -> Bool {
    guard case .test(let test) = plans[Int(trigger.check.rawValue)].form else { return true }
    // Of a directory, `fd.directory` is all of the name (`DescriptorField`), and both are of a name that ends with a slash.
    if passes(test, .text(text), event, state) { return true }
    guard trigger.subject != .value else { return false }
    guard let part = event.bytes(of: text, state, terms.scratch).part(trigger.subject) else {
      return passes(test, .text(.symbol(Symbol(.slash))), event, state)
    }
    return passes(test, .text(event.part(part, of: text, state, &terms.scratch)), event, state)
  }
}

extension Span<UInt8> {
  /// Where the directory or the name of a file stands in its path; nil where it is `/`: files in the root, and names without
  /// a slash.
  fileprivate func part(_ subject: Trigger.Subject) -> Range<Int>? {
    guard let slash = lastSlash else { return nil }
    switch subject {
    case .value: return 0..<count
    case .directory: return slash == 0 ? nil : 0..<slash
    case .fileName: return slash + 1..<count
    }
  }
}
