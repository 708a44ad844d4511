import Bytecode

/// What a recorded profile knows of checks: how long an answer takes and how often it is yes.
///
/// A check is known by its canonical text (rule-language.md §2.2), lists written out: it is one for all rules that ask it,
/// and stays the same when rules move, are renamed or change elsewhere.
package struct CheckProfile: Sendable {
  package struct Measurement: Sendable, Hashable {
    /// Answers that were found, and how many of them were yes.
    package var evaluated: UInt64
    package var held: UInt64
    /// For one answer.
    package var nanoseconds: Double

    package init(evaluated: UInt64, held: UInt64, nanoseconds: Double) {
      self.evaluated = evaluated
      self.held = held
      self.nanoseconds = nanoseconds
    }
  }

  /// By text.
  package let measurements: [String: Measurement]

  package init(_ measurements: [String: Measurement]) { self.measurements = measurements }

  /// The measured checks that no rule has: the rules changed since.
  package func unknownTexts(in compilation: Compilation) -> [String] {
    var known: Set<String> = []
    for source in compilation.sources {
      for (id, check) in source.checkIDs.enumerated() where check != nil {
        known.insert(compilation.text(of: ResolvedCheckID(rawValue: UInt32(id))))
      }
    }
    return measurements.keys.filter { !known.contains($0) }.sorted()
  }
}

extension Compilation {
  /// The canonical text of a check.
  package func text(of id: ResolvedCheckID) -> String { CanonicalPrinter(conditions).text(of: id) }
}
