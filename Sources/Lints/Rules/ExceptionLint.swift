import Bytecode
import Compiler
import Diagnostics
import Parser
import RuleFile
import Schema

extension Lint {
  /// Exceptions whose values do not fit the comparison. Those that can never apply are found with the conditions.
  static let exceptions = Lint(codes: [.exception]) { context, bag in
    let conditions = context.conditions
    for source in context.sources {
      for rule in source.rules where !rule.definition.exceptions.isEmpty {
        guard case .and(let slice) = conditions[rule.root] else { continue }
        for part in conditions.children[slice.range] {
          guard let name = conditions.exceptionNames[part] else { continue }
          for check in conditions.checksWritten(in: part) {
            for index in conditions.constants(of: check) where conditions.isLiteralWildcard(index, of: check) {
              bag.report(.literalWildcard(conditions.values[index], of: check, conditions, exception: name).about(rule))
            }
          }
        }
      }
    }
  }
}

extension ResolvedConditions {
  /// Fields whose values are names and paths, in which nobody looks for a star.
  private static let namesAndPaths: Set<String> = [
    "proc.name", "proc.pname", "proc.exe", "proc.exepath", "proc.pexe", "proc.pexepath", "fd.name", "fd.directory", "fd.filename",
    "container.image.repository", "container.name", "k8s.ns.name", "k8s.pod.name", "user.name",
  ]

  fileprivate func isLiteralWildcard(_ index: Int, of check: ResolvedCheckID) -> Bool {
    switch self[check].op {
    case .equal, .notEqual, .in, .intersects, .startswith, .endswith, .contains: break
    default: return false
    }
    guard let name = fieldName(of: check), Self.namesAndPaths.contains(name) else { return false }
    return strings[values[index].string].contains(UInt8(ascii: "*"))
  }
}

extension Diagnostic {
  /// `'/usr/bin/*' is compared as it stands`
  fileprivate static func literalWildcard(
    _ value: ResolvedConditions.Value, of check: ResolvedCheckID, _ conditions: ResolvedConditions, exception: String
  ) -> Diagnostic {
    Diagnostic(
      .exception, "exception '\(exception)' compares '\(conditions.strings.text(value.string))' with '\(conditions[check].op.spelling)', for which '*' is a letter like any other",
      at: Label(conditions.span(of: value.place)),
      help: ["for a pattern use the comparison 'glob' in 'comps', or 'pmatch' for folders and what is below them"])
  }
}
