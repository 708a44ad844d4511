import Bytecode
import Runtime
import Schema

extension Program {
  /// Whether what came before in a stream has a say in the answers beyond the state: numbers of events, and times from one
  /// event to another. An engine that is used again goes on with these.
  func dependsOnPosition(_ fields: OutputFields) -> Bool {
    var numbers: Set<TermID> = []
    for index in terms.indices {
      let id = TermID(rawValue: UInt32(index))
      let name = String(decoding: fields.key(of: id), as: UTF8.self)
      if name.hasPrefix("evt.reltime") || name.hasPrefix("evt.deltatime") { return true }
      if name == "evt.num" { numbers.insert(id) }
    }
    let isCompared = checks.count { check in
      if case .term(let right) = check.right, numbers.contains(right) { return true }
      return numbers.contains(check.left)
    }
    let isPrinted = rules.contains { rule in
      rule.output.contains { part in if case .term(let id, _) = part { numbers.contains(id) } else { false } }
    }
    // Rules that carry wanted fields share one check of it, by which they never match (`WantedFields`).
    return isCompared > 1 || isPrinted || !numbers.isDisjoint(with: termLists)
  }
}
