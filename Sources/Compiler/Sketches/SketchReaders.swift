import Bytecode
import Schema

/// Who asks which sketch, and how much: what the machine has to know to hold counts back that mean nothing yet.
struct SketchReaders {
  private(set) var readers: [SketchID: [RuleID]] = [:]
  private(set) var thresholds: [SketchID: UInt64] = [:]
  private let program: Program
  private let catalog: FieldCatalog

  init(_ program: Program, catalog: FieldCatalog) {
    self.program = program
    self.catalog = catalog
  }

  /// Notes the checks that a rule asks.
  mutating func add(_ rule: RuleID, checks: some Sequence<CheckID>) {
    for check in checks {
      let check = program.checks[Int(check.rawValue)]
      var terms = [check.left]
      if case .term(let right) = check.right { terms.append(right) }
      for term in terms { note(term, rule) }
      noteThreshold(check)
    }
  }

  private mutating func note(_ term: TermID, _ rule: RuleID) {
    switch program.terms[Int(term.rawValue)] {
    case .field(_, .sketch(let id)): if readers[id]?.last != rule { readers[id, default: []].append(rule) }
    case .call(_, let arguments, _), .list(let arguments):
      for argument in program.termLists[arguments.range] { note(argument, rule) }
    case .field, .constant: break
    }
  }

  /// "Less than" is what noise makes untrue.
  private mutating func noteThreshold(_ check: Check) {
    guard case .field(let field, .sketch(let id)) = program.terms[Int(check.left.rawValue)], catalog[field].isCount,
      case .constants(let range) = check.right, case .unsigned(let limit)? = program.constants[range.range].first
    else { return }
    let threshold: UInt64
    switch check.op {
    case .less, .equal: threshold = limit
    case .lessOrEqual: threshold = limit == .max ? limit : limit + 1
    default: return
    }
    thresholds[id] = min(thresholds[id] ?? .max, threshold)
  }
}

extension Field {
  /// Whether it says how often something was counted.
  var isCount: Bool {
    argument.isSketch && ["count", "count_min_sketch", "prior", "min", "avg", "max"].contains { name.hasSuffix(".\($0)") }
  }
}
