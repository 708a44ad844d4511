package import Diagnostics
package import Schema

/// A piece of an alert's text.
package enum OutputPart: Hashable, Sendable {
  case literal(StringID)
  /// The term's text, cut or padded to `width` where one is given.
  case term(TermID, width: UInt32?)
}

package struct RuleEntry: Sendable {
  package var name: StringID
  package var priority: Priority
  /// Sorted, each once.
  package var tags: [StringID]
  package var isEnabled: Bool
  package var condition: SubconditionID
  /// Event types that the condition can be true for.
  package var events: EventSet
  package var output: [OutputPart]
  /// Where the rule is named in its file.
  package var nameSpan: SourceSpan

  package init(
    name: StringID, priority: Priority, tags: [StringID], isEnabled: Bool, condition: SubconditionID,
    events: EventSet, output: [OutputPart], nameSpan: SourceSpan
  ) {
    self.name = name
    self.priority = priority
    self.tags = tags
    self.isEnabled = isEnabled
    self.condition = condition
    self.events = events
    self.output = output
    self.nameSpan = nameSpan
  }
}

/// All rules of one event source, compiled together.
///
/// Code is one array. A subcondition is a stretch of it that ends in `answer`; it may ask subconditions with smaller
/// ids only, so evaluation always ends. The stretches of an entry try rules, in any order, and end in `end`; event types
/// for which the same is left to ask share an entry.
package struct Program: Sendable {
  /// The event source.
  package var source: String
  package var strings = StringPool()
  package var constants: [Constant] = []
  package var terms: [Term] = []
  /// By `TermID`.
  package var termInfo: [TermInfo] = []
  /// Arguments of calls and elements of lists, by `TableRange`.
  package var termLists: [TermID] = []
  package var checks: [Check] = []
  /// By `CheckID`.
  package var checkInfo: [CheckInfo] = []
  package var code: [Instruction] = []
  /// Where each subcondition begins, by `SubconditionID`.
  package var subconditions: [CodeOffset] = []
  package var rules: [RuleEntry] = []
  /// By event code; nil where no rule can match the type.
  package var entryIDs: [EntryID?] = []
  package var entries: [Entry] = []
  /// In the order of the code.
  package var ruleStarts: [RuleStart] = []
  package var triggerGroups: [TriggerGroup] = []
  package var triggers: [Trigger] = []
  package var triggeredRules: [TriggeredRule] = []
  /// By `SketchID`; nil for a sketch that does not compile or is of another source.
  package var sketches: [SketchEntry?] = []

  package init(source: String) {
    self.source = source
  }

  package func entry(for code: EventCode) -> Entry? {
    guard Int(code.rawValue) < entryIDs.count, let id = entryIDs[Int(code.rawValue)] else { return nil }
    return entries[Int(id.rawValue)]
  }
}
