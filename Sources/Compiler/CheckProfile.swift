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
  ///
  /// - Parameter compilation: made with this profile.
  package func unknownTexts(in compilation: Compilation) -> [String] {
    let known = compilation.sources.reduce(into: Set<String>()) { $0.formUnion($1.measuredTexts) }
    return measurements.keys.filter { !known.contains($0) }.sorted()
  }
}

/// The measurements of a program's checks.
struct MeasuredChecks {
  private var measurements: [CheckID: CheckProfile.Measurement] = [:]
  /// The texts of these checks.
  private(set) var texts: Set<String> = []
  /// Measured nanoseconds for each estimated one, by the checks that were measured: machines differ, and a check that was never
  /// reached is to be compared with those that were.
  private var scale = 1.0

  init(_ profile: CheckProfile, _ conditions: ResolvedConditions, _ typer: CheckTyper) {
    let printer = CanonicalPrinter(conditions)
    var (measured, estimated) = (0.0, 0.0)
    var isSeen = Array(repeating: false, count: typer.tables.program.checks.count)
    for (index, outcome) in typer.outcomes.enumerated() {
      // Lists can be long: each is written out once.
      guard case .check(let id, _) = outcome, !isSeen[Int(id.rawValue)] else { continue }
      isSeen[Int(id.rawValue)] = true
      let text = printer.text(of: ResolvedCheckID(rawValue: UInt32(index)))
      guard let found = profile.measurements[text] else { continue }
      measurements[id] = found
      texts.insert(text)
      measured += Double(found.evaluated) * found.nanoseconds
      estimated += Double(found.evaluated) * Double(typer.tables.program.checkInfo[Int(id.rawValue)].cost)
    }
    if measured > 0, estimated > 0 { scale = measured / estimated }
  }

  /// Nanoseconds for one answer, and how likely it is a yes.
  ///
  /// - Parameter estimate: what is expected of the cost without a profile.
  func expectation(of id: CheckID, estimate: UInt32) -> (cost: Double, chance: Double) {
    guard let measured = measurements[id] else { return (Double(estimate) * scale, 0.5) }
    // Two answers more, a yes and a no: what never was may be. What is quicker than the clock can tell still has an order.
    return (max(measured.nanoseconds, 1), (Double(measured.held) + 1) / (Double(measured.evaluated) + 2))
  }
}

extension Compilation {
  /// The canonical text of a check.
  package func text(of id: ResolvedCheckID) -> String { CanonicalPrinter(conditions).text(of: id) }
}
