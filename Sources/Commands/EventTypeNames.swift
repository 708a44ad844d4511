import Bytecode
import Compiler
import RuleFile
import Schema

/// The event types that a condition can be true for.
enum EventTypeNames: Equatable {
  case any
  /// In the order of the table.
  case only([String])
}

extension Compilation {
  /// Nil for a rule that does not compile.
  func eventTypeNames(ofRule index: Int) -> EventTypeNames? {
    guard let (rule, _) = entry(ofRule: index) else { return nil }
    let names = EventTable.syscall.names(of: rule.events)
    return names.count == EventTable.syscall.names.count ? .any : .only(names)
  }

  /// The rule in the program of its source.
  func entry(ofRule index: Int) -> (rule: RuleEntry, program: Program)? {
    guard case .compiled(let id) = outcomes[index], let source = sources.first(where: { $0.source == ruleSet.rules[index].source })
    else { return nil }
    return (source.program.program.rules[Int(id.rawValue)], source.program.program)
  }
}
