package import Bytecode
package import Schema

/// A term of an output, and the operand that it is written as.
package struct OutputTerm: Sendable {
  package let term: TermID
  package let operand: ResolvedOperandID
}

/// The sound rules of one source: typed checks in one graph, before any pass. What lints reason about.
package struct TypedConditions: Sendable {
  package let catalog: FieldCatalog
  package let events: EventTable
  /// Terms, checks and constants; no rules and no code.
  package let program: Program
  /// Into the rule set, ascending; without sketches.
  package let rules: [Int]
  /// Every condition that a sound rule reaches.
  package let graph: ConditionGraph
  /// By node of the resolved conditions: its node of the graph; nil where no sound rule reaches it.
  package let nodeIDs: [GraphID?]
  /// By check of the resolved conditions; nil where no sound rule reaches it.
  package let checkIDs: [CheckID?]
  /// By `rules`: the event types that the rule is tried on.
  package let schedules: [EventSet]
  /// By rule of the rule set.
  package let outputTerms: [[OutputTerm]]
  private let eventTypes: EventTypes

  init(
    catalog: FieldCatalog, events: EventTable, program: Program, rules: [Int], lowering: Lowering, checkIDs: [CheckID?],
    eventTypes: EventTypes, schedules: [EventSet], outputTerms: [[OutputTerm]]
  ) {
    self.catalog = catalog
    self.events = events
    self.program = program
    self.rules = rules
    nodeIDs = lowering.ids
    graph = lowering.graph
    self.checkIDs = checkIDs
    self.eventTypes = eventTypes
    self.schedules = schedules
    self.outputTerms = outputTerms
  }

  package func node(_ id: ResolvedID) -> GraphID? { nodeIDs[Int(id.rawValue)] }

  /// The event types for which a condition can be true as far as it names them (rule-language.md §8).
  ///
  /// - Parameter id: what a sound rule reaches.
  package func eventTypes(of id: ResolvedID) -> EventSet { eventTypes[id] }
}

extension CheckedRules {
  /// One for each source that has a catalogue, in the order of their names.
  package var typedConditions: [TypedConditions] { compilers.map(\.typedConditions) }
}
