import Bytecode
import Compiler
import Diagnostics
import Lexer
import Parser
import RuleFile
import Schema

extension ResolvedConditions {
  /// The checks that stand below a node without a macro between, in the order written.
  func checksWritten(in root: ResolvedID) -> [ResolvedCheckID] {
    var checks: [ResolvedCheckID] = []
    var pending = [root]
    while let id = pending.popLast() {
      switch self[id] {
      case .check(let check): checks.append(check)
      case .not(let inner): pending.append(inner)
      case .and(let slice), .or(let slice): pending += children[slice.range].reversed()
      case .expansion, .error, .guess: break
      }
    }
    return checks
  }

  /// Whether a macro is named in what is written below a node.
  func usesMacro(_ root: ResolvedID) -> Bool {
    switch self[root] {
    case .expansion: true
    case .not(let inner): usesMacro(inner)
    case .and(let slice), .or(let slice): children[slice.range].contains { usesMacro($0) }
    case .check, .error, .guess: false
    }
  }

  /// A field or transformer call as it is written.
  func text(of id: ResolvedOperandID) -> String {
    let place = place(of: id)
    return String(decoding: texts[Int(place.text)].bytes[place.range.range], as: UTF8.self)
  }

  func text(at place: Place) -> String { String(decoding: texts[Int(place.text)].bytes[place.range.range], as: UTF8.self) }

  /// The name of the field that stands alone on the left of a check.
  func fieldName(of check: ResolvedCheckID) -> String? {
    guard case .field(let name, _) = self[self[check].left] else { return nil }
    return strings.text(name)
  }

  /// The constants of a check, as indices into `values`.
  func constants(of check: ResolvedCheckID) -> Range<Int> {
    switch self[check].right {
    case .value(let index): index..<index + 1
    case .list(let range): range
    case .none, .operand: 0..<0
    }
  }
}

extension LintContext {
  /// With the item that the place lies in. Exceptions have texts of their own, which belong to none.
  mutating func placed(_ diagnostic: Diagnostic, in place: Place) -> Diagnostic {
    let owners = self.owners ?? ownersByText()
    self.owners = owners
    var (low, high) = (0, owners.count)
    while low < high {
      let middle = (low + high) / 2
      if owners[middle].text < place.text { low = middle + 1 } else { high = middle }
    }
    guard low < owners.count, owners[low].text == place.text else { return diagnostic }
    let index = owners[low].index
    if owners[low].isMacro { return diagnostic.about(kind: "macro", ruleSet.macros[index].origin) }
    return diagnostic.about(kind: ruleSet.rules[index].kind, ruleSet.rules[index].origin)
  }

  private func ownersByText() -> [ConditionOwner] {
    var owners: [ConditionOwner] = []
    for (index, root) in conditions.macroRoots.enumerated() {
      if let root { owners.append(ConditionOwner(text: conditions.places[Int(root.rawValue)].text, index: index, isMacro: true)) }
    }
    for (index, root) in conditions.ruleRoots.enumerated() {
      if let root { owners.append(ConditionOwner(text: conditions.places[Int(root.rawValue)].text, index: index, isMacro: false)) }
    }
    owners.sort { $0.text < $1.text }
    return owners
  }
}
