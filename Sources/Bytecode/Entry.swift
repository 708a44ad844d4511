/// An index into `Program.entries`.
package struct EntryID: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  package let rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }
}

/// Where the rules of a class of event types begin.
///
/// Most rules need a text that few events have. `groups` name such texts: one look-up for each tells which rules are worth
/// trying. `rest` tries the rules that need none. `all` tries every rule, for events whose texts cannot be looked up.
package struct Entry: Hashable, Sendable {
  /// Of `Program.triggerGroups`.
  package var groups: TableRange
  /// Nil where every rule has a trigger.
  package var rest: CodeOffset?
  package var all: CodeOffset
  /// Tells which sketches count the event; before any rule is tried, since rules ask them.
  package var counting: CodeOffset?

  package init(groups: TableRange, rest: CodeOffset?, all: CodeOffset, counting: CodeOffset? = nil) {
    self.groups = groups
    self.rest = rest
    self.all = all
    self.counting = counting
  }
}

extension Entry {
  /// Where its stretches of code begin.
  package var starts: [CodeOffset] { [counting, rest, all].compactMap { $0 } }
}

/// Where the code of an entry that a single rule needs begins; it reaches to the rule's `match`. What stands before it is asked
/// for several rules at once. Profiles tell the two apart; the machine does not look at it.
package struct RuleStart: Hashable, Sendable, BitwiseCopyable {
  package var offset: CodeOffset
  package var rule: RuleID

  package init(offset: CodeOffset, rule: RuleID) {
    self.offset = offset
    self.rule = rule
  }
}

/// The triggers of an entry that hang on the value of one term.
package struct TriggerGroup: Hashable, Sendable {
  package var key: TermID
  /// Of `Program.triggers`.
  package var triggers: TableRange

  package init(key: TermID, triggers: TableRange) {
    self.key = key
    self.triggers = triggers
  }
}

/// A check on a text, and the rules of the entry that are worth trying where it holds.
package struct Trigger: Hashable, Sendable {
  /// The text that the check looks at, seen from the value of the group's key.
  package enum Subject: UInt8, Sendable, BitwiseCopyable {
    case value
    /// `fd.directory`, `fd.filename`: parts of `fd.name`.
    case directory, fileName
  }

  package var check: CheckID
  package var subject: Subject
  /// Of `Program.triggeredRules`.
  package var rules: TableRange

  package init(check: CheckID, subject: Subject, rules: TableRange) {
    self.check = check
    self.subject = subject
    self.rules = rules
  }
}

/// A rule that a trigger leads to, and what is left of its condition for the event types of the entry.
package struct TriggeredRule: Hashable, Sendable, BitwiseCopyable {
  package var rule: RuleID
  package var condition: SubconditionID

  package init(rule: RuleID, condition: SubconditionID) {
    self.rule = rule
    self.condition = condition
  }
}
