import Bytecode
import Compiler
import CompilerSupport
import Parser
@testable import Runtime
import Schema
import TestSupport
import Testing

/// The code of a program gives the answers of the conditions it was made from, whatever its checks answer.
///
/// The conditions are evaluated a second time here, straight from the resolved trees; folding, sharing and jumps must
/// not make a difference.
struct EmissionTests {
  /// Answers each check by a coin that is thrown once.
  private struct Coins: CheckAnswering {
    let program: Program
    let answers: [Bool]
    /// Triggers are answered by the same coins; else nothing is known of them.
    var knowsTriggers: Bool
    var asked: [Int]

    init(_ program: Program, _ answers: [Bool], knowsTriggers: Bool) {
      self.program = program
      self.answers = answers
      self.knowsTriggers = knowsTriggers
      asked = Array(repeating: 0, count: answers.count)
    }

    mutating func addCandidates(
      of group: Int, _ event: borrowing CurrentEvent, _ state: borrowing State, to candidates: inout Pool<TriggeredRule>
    ) -> Bool {
      guard knowsTriggers else { return false }
      for trigger in program.triggers[program.triggerGroups[group].triggers.range] where answers[Int(trigger.check.rawValue)] {
        for rule in program.triggeredRules[trigger.rules.range] { candidates.append(rule) }
      }
      return true
    }

    mutating func count(_ id: SketchID, _ event: borrowing CurrentEvent, _ state: borrowing State) {}
    mutating func settle(_ matches: [RuleID], _ event: borrowing CurrentEvent, _ state: borrowing State) {}

    mutating func answer(_ id: CheckID, _ event: borrowing CurrentEvent, _ state: borrowing State) -> Bool {
      asked[Int(id.rawValue)] += 1
      return answers[Int(id.rawValue)]
    }
  }

  /// The matches of an event of a type, of which nothing else is known.
  private static func run(_ machine: inout Machine, _ type: EventCode, _ coins: inout Coins, _ state: borrowing State) -> [Int] {
    var probe = NoProbe()
    return run(&machine, type, &coins, &probe, state)
  }

  private static func run(
    _ machine: inout Machine, _ type: EventCode, _ coins: inout Coins, _ probe: inout some EvaluationProbe,
    _ state: borrowing State
  ) -> [Int] {
    var bytes = [UInt8](repeating: 0, count: EventView.headerSize)
    bytes[16] = UInt8(EventView.headerSize)
    bytes[20] = UInt8(type.rawValue & 0xFF)
    bytes[21] = UInt8(type.rawValue >> 8)
    guard let view = EventView(bytes.span, hasLargePayload: false) else { preconditionFailure("an event without parameters") }
    var matches: [RuleID] = []
    machine.run(CurrentEvent(view, EventFacts()), state, checks: &coins, probe: &probe, into: &matches)
    return matches.map { Int($0.rawValue) }
  }

  private static func compile(
    _ text: String, _ passes: [Pass] = Pass.allCases, profile: CheckProfile? = nil
  ) throws -> Compilation {
    let compiled = CompiledText(text, passes: passes, profile: profile)
    #expect(compiled.errors == [])
    return compiled.compilation
  }

  /// The answer of each resolved node, parts before wholes.
  private static func evaluate(_ compilation: Compilation, _ source: SourceCompilation, _ answers: [Bool]) -> [Bool] {
    let conditions = compilation.conditions
    var values = Array(repeating: false, count: conditions.nodes.count)
    for (index, node) in conditions.nodes.enumerated() {
      switch node {
      case .error, .guess: break
      case .check(let id): values[index] = source.checkIDs[Int(id.rawValue)].map { answers[Int($0.rawValue)] } ?? false
      case .not(let id): values[index] = !values[Int(id.rawValue)]
      case .expansion(_, let id): values[index] = values[Int(id.rawValue)]
      case .and(let slice): values[index] = conditions.children[slice.range].allSatisfy { values[Int($0.rawValue)] }
      case .or(let slice): values[index] = conditions.children[slice.range].contains { values[Int($0.rawValue)] }
      }
    }
    return values
  }

  /// Checks whose answer the compiler knows may not be tossed for: `evt.num = 0` and `in ()` are false.
  private static func isKnown(_ check: Check, in program: Program) -> Bool {
    if case .constants(let range) = check.right, range.count == 0 { return true }
    guard case .field(let field, .none) = program.terms[Int(check.left.rawValue)] else { return false }
    return FieldCatalog.syscall[field].name == "evt.num"
  }

  /// The answers for events of a type, which decides some of them by itself.
  private static func answers(_ coins: [Bool], _ type: EventCode, in program: Program) -> [Bool] {
    // Generic calls, plugins' and asynchronous events bring their names along.
    let hasName = type.rawValue > 1 && type != .pluginEvent && type != .asynchronousEvent
    return program.checks.indices.map { index in
      let check = program.checks[index]
      guard case .field(let field, .none) = program.terms[Int(check.left.rawValue)], check.modifier == nil,
        case .constants(let range) = check.right, [.equal, .notEqual, .in].contains(check.op)
      else { return coins[index] }
      let value: String
      switch FieldCatalog.syscall[field].name {
      case "evt.type" where hasName: value = EventTable.syscall[type].name
      case "evt.dir": value = type.rawValue % 2 == 0 ? ">" : "<"
      default: return coins[index]
      }
      let isAmong = program.constants[range.range].contains {
        if case .string(let text) = $0 { program.strings.text(text) == value } else { false }
      }
      return isAmong != (check.op == .notEqual)
    }
  }

  private static func compare(_ compilation: Compilation, rounds: Int, seed: UInt64) throws {
    let source = try #require(compilation.sources.first)
    let program = source.program.program
    var random = SplitMix64(seed: seed)
    var machine = Machine(source.program, matching: .all)
    let state = State(events: .syscall)
    var probe = ProfileProbe(program)
    var counts = Counts(program)
    for round in 0..<rounds {
      let tossed = program.checks.map { isKnown($0, in: program) ? false : random.next() % 100 < 20 + UInt64(round % 60) }
      for code in stride(from: 1, to: program.entryIDs.count, by: 7 + round % 5) {
        let type = EventCode(rawValue: UInt16(code))
        let answers = answers(tossed, type, in: program)
        let values = evaluate(compilation, source, answers)
        let expected = program.rules.indices.filter { rule in
          let entry = program.rules[rule]
          guard let root = compilation.conditions.ruleRoots[source.ruleIndices[rule]] else { return false }
          // Asynchronous events go to all rules, events of plugins to none of these.
          let isTried = type == .asynchronousEvent || type != .pluginEvent && entry.events.contains(type)
          return entry.isEnabled && isTried && values[Int(root.rawValue)]
        }
        for knowsTriggers in [true, false] {
          var coins = Coins(program, answers, knowsTriggers: knowsTriggers)
          #expect(run(&machine, type, &coins, &probe, state) == expected)
          #expect(coins.asked.allSatisfy { $0 <= 1 })
          counts.add(coins.asked, answers, matches: expected)
        }
      }
    }
    counts.expect(probe.profile)
  }

  /// What a profile has to say.
  private struct Counts {
    /// By check.
    private var asked: [Int]
    private var held: [Int]
    /// By rule.
    private var matches: [Int]

    init(_ program: Program) {
      asked = Array(repeating: 0, count: program.checks.count)
      held = asked
      matches = Array(repeating: 0, count: program.rules.count)
    }

    mutating func add(_ asked: [Int], _ answers: [Bool], matches rules: [Int]) {
      for (check, count) in asked.enumerated() where count > 0 {
        self.asked[check] += count
        if answers[check] { held[check] += count }
      }
      for rule in rules { matches[rule] += 1 }
    }

    func expect(_ profile: EvaluationProfile) {
      #expect(profile.checks.map { Int($0.evaluated) } == asked)
      #expect(profile.checks.map { Int($0.held) } == held)
      #expect(profile.answers.values.reduce(0, +) == profile.answeredChecks)
      var rejections = Array(repeating: 0, count: matches.count)
      for (pair, count) in profile.rejections { rejections[pair.rule.map { Int($0.rawValue) } ?? 0] += Int(count) }
      for (rule, counts) in profile.rules.enumerated() {
        let triedOn = Int(counts.evaluated + counts.ruledOut)
        #expect(triedOn <= counts.offered && matches[rule] <= counts.evaluated)
        // On an event that a rule is tried on, it matches or a check rejects it.
        #expect(triedOn == rejections[rule] + matches[rule])
      }
    }
  }

  /// Measurements of all checks, as wild as can be.
  private static func randomProfile(_ random: inout SplitMix64) -> CheckProfile {
    var measurements: [String: CheckProfile.Measurement] = [:]
    let texts = (0..<6).map { "proc.name = p\($0)" } + (0..<4).map { "fd.num = \($0)" } + ["evt.type in (open, close)"]
    for text in texts where random.next() % 4 > 0 {
      let evaluated = random.next() % 3 == 0 ? 0 : random.next() % 1000
      let held = evaluated == 0 ? 0 : random.next() % (evaluated + 1)
      measurements[text] = .init(evaluated: evaluated, held: held, nanoseconds: Double(random.next() % 500))
    }
    return CheckProfile(measurements)
  }

  /// A random condition over a few checks and macros.
  private static func condition(_ depth: Int, _ macros: Int, _ random: inout SplitMix64) -> String {
    switch random.next() % (depth == 0 ? 2 : 6) {
    case 0: return "proc.name = p\(random.next() % 6)"
    case 1: return macros > 0 ? "m\(random.next() % UInt64(macros))" : "fd.num = \(random.next() % 4)"
    case 2: return "not (\(condition(depth - 1, macros, &random)))"
    case 3, 4:
      let parts = (0..<2 + random.next() % 3).map { _ in "(\(condition(depth - 1, macros, &random)))" }
      return parts.joined(separator: " and ")
    default:
      let parts = (0..<2 + random.next() % 3).map { _ in "(\(condition(depth - 1, macros, &random)))" }
      return parts.joined(separator: " or ")
    }
  }

  @Test(arguments: 0..<40)
  func randomConditions(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    var text = ""
    for macro in 0..<6 { text += "- macro: m\(macro)\n  condition: \(Self.condition(3, macro, &random))\n" }
    for rule in 0..<8 {
      let condition = Self.condition(4, 6, &random)
      text += "- rule: r\(rule)\n  desc: d\n  condition: evt.type in (open, close) and (\(condition))\n  output: o\n  priority: INFO\n"
    }
    // Every subset with a profile and without.
    let profile = seed / Pass.subsets.count % 2 == 0 ? nil : Self.randomProfile(&random)
    let compilation = try Self.compile(text, Pass.subsets[seed % Pass.subsets.count], profile: profile)
    try Self.compare(compilation, rounds: 20, seed: UInt64(seed))
  }

  @Test(.needsSharedData, arguments: Pass.subsets.indices) func stockRules(subset: Int) throws {
    let compiled = try CompiledText.stockRules(passes: Pass.subsets[subset])
    #expect(compiled.errors == [])
    try Self.compare(compiled.compilation, rounds: 10, seed: UInt64(subset))
  }

  @Test func firstMatchStopsAtTheFirst() throws {
    let rule = { (name: String) in
      "- rule: \(name)\n  desc: d\n  condition: evt.type = open and proc.name = a\n  output: o\n  priority: INFO\n"
    }
    let source = try #require(try Self.compile(rule("one") + rule("two")).sources.first)
    let open = try #require(EventTable.syscall.events(named: "open")?.codes.first)
    for (matching, expected) in [(RuleMatching.first, [0]), (.all, [0, 1])] {
      var machine = Machine(source.program, matching: matching)
      let program = source.program.program
      for knowsTriggers in [true, false] {
        var coins = Coins(program, Array(repeating: true, count: program.checks.count), knowsTriggers: knowsTriggers)
        #expect(Self.run(&machine, open, &coins, State(events: .syscall)) == expected)
      }
    }
  }
}
