import Bytecode
import Matching
import Schema

/// Which text a check is looked up by.
struct TriggerKeys {
  private let program: Program
  private let catalog: FieldCatalog
  /// The term `fd.name`, where the program has it.
  private let descriptorName: TermID?

  init(_ program: Program, _ catalog: FieldCatalog) {
    self.program = program
    self.catalog = catalog
    let field = catalog.field(named: "fd.name")?.id
    descriptorName = program.terms.firstIndex { term in
      if case .field(let id, .none) = term { id == field } else { false }
    }.map { TermID(rawValue: UInt32($0)) }
  }

  /// Nil for checks that are not looked up. Those that are, are about one text and constant texts; where the text is
  /// missing they are false.
  func key(_ id: CheckID) -> (term: TermID, subject: Trigger.Subject)? {
    let check = program.checks[Int(id.rawValue)]
    guard check.modifier == nil, case .constants(let range) = check.right, range.count > 0,
      case .field(let fieldID, let selector) = program.terms[Int(check.left.rawValue)]
    else { return nil }
    switch check.op {
    case .equal, .in, .intersects, .startswith, .endswith, .contains, .icontains, .pmatch, .glob, .iglob: break
    case .regex where hasPlainStart(range): break
    default: return nil
    }
    let field = catalog[fieldID]
    let info = program.termInfo[Int(check.left.rawValue)]
    // Without an index, fields of ancestors ask all of them, at a cost that a look-up does not take away.
    let asksAll = selector == .none && field.argument == .optionalIndex && field.dependency == .ancestry
    guard case .string = info.type.family, !info.isList, !asksAll, !Self.fewValues.contains(field.name) else { return nil }
    // Both follow from the name, so that for a name that is known nothing has to be taken apart.
    if let descriptorName, field.name == "fd.directory" { return (descriptorName, .directory) }
    if let descriptorName, field.name == "fd.filename" { return (descriptorName, .fileName) }
    return (check.left, .value)
  }

  private func hasPlainStart(_ constants: TableRange) -> Bool {
    program.constants[constants.range].allSatisfy {
      if case .string(let id) = $0 { !RegexStart.plainText(of: program.strings[id]).isEmpty } else { false }
    }
  }

  /// Nanoseconds for one look-up.
  func cost(of term: TermID) -> UInt32 { program.termInfo[Int(term.rawValue)].cost }

  /// Fields that are the same for so many events that knowing them tells nothing.
  private static let fewValues: Set<String> = [
    "evt.type", "evt.dir", "evt.category", "evt.res", "evt.source", "syscall.type", "fd.type", "fd.typechar", "fd.l4proto",
    "fd.sockfamily", "container.id", "container.type", "user.name", "user.loginname", "group.name",
  ]
}
