import Bytecode
import Schema

/// Checks whose answer is the same for every event.
enum KnownAnswers {
  /// The answer, or nil where it hangs on the event.
  ///
  /// An empty list is never met, whatever the operator (rule-language.md §5.2). The event number is at least 1: that
  /// is how the stock rules write `never_true: (evt.num=0)`.
  static func answer(to check: Check, program: Program, catalog: FieldCatalog) -> Bool? {
    guard case .constants(let range) = check.right else { return nil }
    if range.count == 0 { return false }
    guard range.count == 1, check.modifier == nil,
      case .field(let field, .none) = program.terms[Int(check.left.rawValue)],
      case .unsigned(let value) = program.constants[range.range.lowerBound], catalog[field].name == "evt.num"
    else { return nil }
    switch check.op {
    case .equal, .in, .intersects: return value == 0 ? false : nil
    case .notEqual, .greater: return value == 0 ? true : nil
    case .greaterOrEqual: return value <= 1 ? true : nil
    case .less: return value <= 1 ? false : nil
    case .lessOrEqual: return value == 0 ? false : nil
    default: return nil
    }
  }
}
