package import Bytecode
import Diagnostics
import RuleFile
import Schema
import Parser

/// What was made of the rules of one event source.
package struct SourceCompilation: Sendable {
  package let source: String
  /// What the passes made of the rules.
  package let optimized: RuleProgram
  package var graph: ConditionGraph { optimized.graph }
  /// By rule of the program: its node in the graph, and its place in the rule set.
  package var roots: [GraphID] { optimized.roots }
  package let ruleIndices: [Int]
  package let program: VerifiedProgram
  /// By check of the resolved conditions: the check of the program, nil where it was not compiled.
  package let checkIDs: [CheckID?]
  /// The checks that the profile knew, by their texts.
  let measuredTexts: Set<String>
}

/// Sound rules to a verified program: event types, lowering, code.
struct SourceCompiler: Sendable {
  private let ruleSet: RuleSet
  private let conditions: ResolvedConditions
  private let typer: CheckTyper
  /// Into the rule set, ascending.
  private let rules: [Int]
  /// By rule of the rule set.
  private let outputs: [[OutputPart]]
  /// The same.
  private let outputTerms: [[OutputTerm]]
  /// Into the rule set, ascending: what is no rule but a sketch, and what is to be known of it.
  private let sketches: [(index: Int, entry: SketchEntry)]
  /// The condition of each rule, then of each sketch.
  private let roots: [ResolvedID]
  /// Nodes that the rules reach.
  private let wanted: [Bool]
  private let events: EventTypes

  /// - Parameter sketches: by rule of the rule set.
  init(
    ruleSet: RuleSet, conditions: ResolvedConditions, typer: CheckTyper, rules all: [Int], outputs: [[OutputPart]],
    outputTerms: [[OutputTerm]], sketches entries: [Int: SketchEntry]
  ) {
    let rules = all.filter { ruleSet.rules[$0].sketch == nil }
    sketches = all.compactMap { index in entries[index].map { (index, $0) } }
    self.ruleSet = ruleSet
    self.conditions = conditions
    self.typer = typer
    self.rules = rules
    self.outputs = outputs
    self.outputTerms = outputTerms
    roots = (rules + sketches.map(\.index)).map { index in
      guard let root = conditions.ruleRoots[index] else { preconditionFailure("a sound rule has a condition") }
      return root
    }
    wanted = Self.nodesBelow(roots, conditions)
    events = EventTypes(
      conditions, wanted: wanted, checks: typer.outcomes, program: typer.tables.program, catalog: typer.catalog,
      events: typer.events)
  }

  private static func nodesBelow(_ roots: [ResolvedID], _ conditions: ResolvedConditions) -> [Bool] {
    var wanted = Array(repeating: false, count: conditions.nodes.count)
    for root in roots { wanted[Int(root.rawValue)] = true }
    for index in conditions.nodes.indices.reversed() where wanted[index] {
      switch conditions.nodes[index] {
      case .check, .error, .guess: break
      case .not(let id), .expansion(_, let id): wanted[Int(id.rawValue)] = true
      case .and(let slice), .or(let slice):
        for id in conditions.children[slice.range] { wanted[Int(id.rawValue)] = true }
      }
    }
    return wanted
  }

  // MARK: Event types

  /// More event types than this and the incumbent warns.
  private static let manyEventTypes = 100

  /// Reports rules that run on nearly every event or on none.
  func reportEventTypes(_ reporting: RuleCompiler.Reporting, into bag: inout DiagnosticBag) {
    // What the incumbent derives; it matters only for itself, and where nothing is left here.
    let asked = reporting == .asFalco ? roots : roots.filter { events[$0].isEmpty }
    let incumbent = EventTypes(
      conditions, wanted: Self.nodesBelow(asked, conditions), checks: typer.outcomes, program: typer.tables.program,
      catalog: typer.catalog, events: typer.events, answersCount: false)
    for (position, index) in (rules + sketches.map(\.index)).enumerated() {
      let root = roots[position]
      let count = reporting == .asFalco ? incumbent[root].count : events[root].count
      if count == 0, reporting == .everything {
        // `never_true` and its like are meant; two event types at once are not.
        guard incumbent[root].isEmpty else { continue }
        let rule = ruleSet.rules[index]
        bag.report(Diagnostic.neverMatches(rule).about(rule))
      } else if isAboutSystemCalls, count == 0 || count > Self.manyEventTypes, ruleSet.rules[index].warnsAboutEventTypes {
        let rule = ruleSet.rules[index]
        bag.report(Diagnostic.noEventType(rule, count: count).about(rule))
      }
    }
  }

  // MARK: Code

  /// - Parameters:
  ///   - passes: in the order in which they run.
  ///   - profile: what the order of checks goes by, beside what is known without it.
  func compile(_ passes: [Pass], _ profile: CheckProfile?) -> SourceCompilation {
    let lowering = lowered()
    let graphRoots = roots.map { root in
      guard let id = lowering[root] else { preconditionFailure("a sound rule is lowered whole") }
      return id
    }
    let measured = profile.map { MeasuredChecks($0, conditions, typer) }
    let optimized = optimize(graphRoots, lowering.graph, passes, measured)
    let program = emit(optimized, typer.tables)
    do throws(VerificationError) {
      return SourceCompilation(
        source: typer.catalog.source, optimized: optimized, ruleIndices: rules,
        program: try Verifier.verify(program, catalog: typer.catalog, events: typer.events),
        checkIDs: typer.outcomes.map { if case .check(let id, _) = $0 { id } else { nil } },
        measuredTexts: measured?.texts ?? [])
    } catch {
      preconditionFailure("the compiler made a program that does not verify: \(error)")
    }
  }

  private func lowered() -> Lowering {
    var lowering = Lowering(conditions)
    lowering.lower(wanted, checks: typer.outcomes, program: typer.tables.program, catalog: typer.catalog)
    return lowering
  }

  /// The sound rules before any pass, for those who reason about what they mean.
  var typedConditions: TypedConditions {
    TypedConditions(
      catalog: typer.catalog, events: typer.events, program: typer.tables.program, rules: rules, lowering: lowered(),
      checkIDs: typer.outcomes.map { if case .check(let id, _) = $0 { id } else { nil } }, eventTypes: events,
      schedules: rules.indices.map { schedule(events[roots[$0]]) }, outputTerms: outputTerms)
  }

  private func optimize(
    _ graphRoots: [GraphID], _ graph: ConditionGraph, _ passes: [Pass], _ measured: MeasuredChecks?
  ) -> RuleProgram {
    let schedules = (rules + sketches.map(\.index)).enumerated().map { position, index in
      ruleSet.rules[index].isEnabled ? schedule(events[roots[position]]) : EventSet()
    }
    let goals = rules.indices.map { Goal.match(RuleID(rawValue: UInt32($0))) } + sketches.map { .count(id(of: $0.index)) }
    var program = RuleProgram(graph, roots: graphRoots, goals: goals, schedules: schedules, all: typer.events.allCodes)
    let tables = PassTables(
      program: typer.tables.program, catalog: typer.catalog, events: typer.events, measured: measured)
    for pass in passes { pass.run(&program, tables) }
    return program
  }

  private func emit(_ ruleProgram: RuleProgram, _ tables: consuming ProgramTables) -> Program {
    let classRules = ruleProgram.classes.flatMap(\.rules)
    let emitter = Emitter(
      ruleProgram.graph, roots: ruleProgram.roots + classRules.filter { !$0.triggers.isEmpty }.map(\.root),
      inlined: classRules.map(\.root))
    return tables.finish { program in
      var entries: [RuleEntry] = []
      for (position, index) in rules.enumerated() {
        let rule = ruleSet.rules[index]
        entries.append(
          RuleEntry(
            name: program.strings.intern(rule.origin.name), priority: rule.priority ?? .debug,
            tags: rule.tags.map { program.strings.intern($0) }, isEnabled: rule.isEnabled,
            condition: emitter.subcondition(of: ruleProgram.roots[position]), events: events[roots[position]],
            output: outputs[index], nameSpan: rule.origin.nameSpan))
      }
      program.sketches = sketchEntries(program)
      emitter.finish(
        entries, ruleProgram.classes, catalog: typer.catalog, events: typer.events, into: &program)
    }
  }

  private func id(of index: Int) -> SketchID {
    SketchID(rawValue: UInt32(index - (ruleSet.rules.count - ruleSet.sketches.count)))
  }

  /// With what only the rules that ask them tell.
  private func sketchEntries(_ program: Program) -> [SketchEntry?] {
    let asked = sketchReaders(program)
    var entries: [SketchEntry?] = Array(repeating: nil, count: ruleSet.sketches.count)
    for (index, entry) in sketches {
      var entry = entry
      entry.readers = asked.readers[id(of: index)] ?? []
      entry.threshold = asked.thresholds[id(of: index)]
      entries[Int(id(of: index).rawValue)] = entry
    }
    return entries
  }

  private func sketchReaders(_ program: Program) -> SketchReaders {
    var asked = SketchReaders(program, catalog: typer.catalog)
    guard !sketches.isEmpty else { return asked }
    var walk = ConditionWalk(conditions)
    for position in rules.indices {
      walk.start(at: roots[position])
      while let (_, check) = walk.next() {
        guard let check, case .check(let id, _) = typer.outcomes[Int(check.rawValue)] else { continue }
        asked.add(RuleID(rawValue: UInt32(position)), checks: [id])
      }
    }
    return asked
  }

  /// Reports sketches that no rule asks.
  func reportUnusedSketches(into bag: inout DiagnosticBag) {
    let asked = sketchReaders(typer.tables.program)
    for (index, _) in sketches where asked.readers[id(of: index)] == nil {
      bag.report(Diagnostic.unusedSketch(ruleSet.rules[index]).about(ruleSet.rules[index]))
    }
  }

  private var isAboutSystemCalls: Bool { typer.catalog.source == FieldCatalog.syscall.source }

  /// The types that a rule is tried on: rules about system calls on those that their condition can be true for, rules
  /// about a plugin's events on these; both on asynchronous events, whose names are their own (rule-language.md §8).
  private func schedule(_ possible: EventSet) -> EventSet {
    if possible.isEmpty { return possible }
    let (plugin, asynchronous) = (EventSet([.pluginEvent]), EventSet([.asynchronousEvent]))
    return isAboutSystemCalls
      ? possible.subtracting(plugin).union(asynchronous) : plugin.union(asynchronous)
  }
}
