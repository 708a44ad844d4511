import Compiler
import Diagnostics
import RuleFile
import Schema

/// What conditions may hold that an older engine of Falco does not know, and so refuses with the whole file.
///
/// The references say with which libs things came (rule-language.md); the engine is that of the first Falco with these libs:
/// 0.17 is Falco 0.38, 0.18 is 0.39, 0.19 is in 0.40, and 0.24 and 0.25 are in 0.44. When fields came is in none of our tables.
struct EngineTarget {
  private let version: Version

  init(_ version: Version) { self.version = version }

  private static let falco038 = Version(0, 40, 0)
  private static let falco039 = Version(0, 43, 0)
  private static let falco040 = Version(0, 46, 0)
  private static let falco044 = Version(0, 62, 0)

  private static func first(with transformer: Transformer) -> Version {
    switch transformer {
    case .tolower, .toupper, .b64: falco038
    case .basename: falco039
    case .len: falco040
    case .join, .concat, .getopt: falco044
    }
  }

  func findings(in conditions: ResolvedConditions) -> [Diagnostic] {
    var found: [Diagnostic] = []
    var told: Set<SourceSpan> = []
    func note(_ what: String, since first: Version, at place: Place) {
      let span = conditions.span(of: place)
      guard version < first, told.insert(span).inserted else { return }
      found.append(.newerThanTarget(what, first: first, target: version, at: span))
    }
    for (index, operand) in conditions.operands.enumerated() {
      let place = conditions.operandPlaces[index]
      switch operand {
      case .call(let transformer, _, _): note("transformer '\(transformer.spelling)'", since: Self.first(with: transformer), at: place)
      case .list: note("a list as an argument", since: Self.falco044, at: place)
      case .field, .constant: break
      }
    }
    for check in conditions.checks {
      if let modifier = check.modifier { note("'\(modifier.spelling)'", since: Self.falco044, at: check.opPlace) }
      if case .operand = check.right { note("a field on the right side", since: Self.falco038, at: check.place) }
    }
    return found
  }
}

extension Diagnostic {
  /// `transformer 'join' needs engine 0.62.0, and .rulec.yaml says 0.57.0`
  fileprivate static func newerThanTarget(_ what: String, first: Version, target: Version, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .compileCondition, "\(what) needs engine \(first), and \(ConfigurationFile.fileName) says \(target)",
      at: Label(span, "the whole file does not load there"),
      help: ["do without it, or set 'engine: \(first)' if no older engine has to load these rules"])
  }
}
