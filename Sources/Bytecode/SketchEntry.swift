package import Diagnostics
package import Sketches

/// A sketch of the rule files: which events it counts, by `Instruction.count`, under which key, and what it is asked.
package struct SketchEntry: Sendable {
  /// A field of the key, in the order in which they are hashed.
  package struct KeyField: Hashable, Sendable {
    package var term: TermID
    package var part: SketchSchema.Part
    /// Applied in order.
    package var normalizers: [KeyNormalizer]

    package init(term: TermID, part: SketchSchema.Part, normalizers: [KeyNormalizer]) {
      self.term = term
      self.part = part
      self.normalizers = normalizers
    }
  }

  package var name: StringID
  /// As `sketchN` and `[N]` name it.
  package var index: UInt32?
  package var definition: SketchDefinition
  package var key: [KeyField]
  /// Which of them is counted part by part; into `key`.
  package var each: Int?
  /// A number that says how much an event counts.
  package var weight: TermID?
  /// Tells apart whose quota a new key is taken from.
  package var owner: TermID?
  /// The rules that ask it.
  package var readers: [RuleID] = []
  /// An event that one of the readers reports is not counted.
  package var learnsFromUnmatchedOnly = false
  /// Whether conditions see counts before enough was learned.
  package var alertsWhileLearning = false
  /// The smallest count that a rule asks for less than.
  package var threshold: UInt64?
  /// The path of a file whose counts are added.
  package var base: StringID?
  /// Where the sketch is named in its file.
  package var nameSpan: SourceSpan

  package init(name: StringID, definition: SketchDefinition, key: [KeyField], nameSpan: SourceSpan) {
    self.name = name
    self.definition = definition
    self.key = key
    self.nameSpan = nameSpan
  }
}
