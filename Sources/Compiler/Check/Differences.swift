import Bytecode
import Diagnostics
import Parser
import Schema

/// Checks that mean here what is written, and something else in the incumbent (rule-language.md §5.4). One line each
/// in docs/compatibility.md.
extension CheckTyper {
  func differences(of check: Check, _ resolved: ResolvedConditions.Check) -> [Diagnostic] {
    guard case .field(let id, let selector) = tables[check.left] else {
      return transformedListDifference(check, resolved) + numberInTextDifference(check, resolved)
    }
    // Only these come to differ, and nearly every check is none of them.
    guard check.modifier != nil || check.op == .in || check.op == .intersects else { return [] }
    let field = catalog[id]
    let count = if case .constants(let range) = check.right { Int(range.count) } else { 0 }
    let comparesByItself = Self.comparesByItself(field, selector)
    var found: [String] = []
    switch check.op {
    case .in where check.modifier == nil && count > 0:
      if field.name == "fd.net", count > 1 {
        found.append("Falco tests only the first network of the list")
      } else if field.name == "fd.ip" || (field.name == "proc.apid" && comparesByItself)
        || (field.name == "evt.rawarg" && tables.info(check.left).type.family != .string)
      {
        found.append("in Falco '\(field.name) in (…)' never matches")
      }
    case .intersects where count > 0 && (field.name == "fd.port" || field.name == "fd.ip"):
      found.append("Falco ends with an error on '\(field.name) intersects' when it meets an IP socket")
    case .intersects where field.name == "fd.net" && count > 0:
      found.append("in Falco 'fd.net intersects' is false for connected sockets")
    default: break
    }
    if let modifier = check.modifier {
      if comparesByItself, count > 1 {
        found.append("Falco ignores '\(modifier.spelling)' on this field and compares with the first value only")
      } else if field.type == .ipnet, !comparesByItself {
        if check.op == .equal, modifier == .anyof { found.append("in Falco '= anyof' on a network is always false") }
        if check.op == .notEqual, modifier == .allof { found.append("in Falco '!= allof' on a network is always true") }
      }
    }
    return found.map { .differs($0, at: span(of: resolved.opPlace), because: nil) }
  }

  /// Fields whose comparison is their own in the incumbent, and does not look at a modifier.
  private static func comparesByItself(_ field: Field, _ selector: FieldSelector) -> Bool {
    switch field.name {
    case "fd.ip", "fd.port", "fd.net", "evt.rawarg": true
    case "proc.aname", "proc.aexe", "proc.aexepath", "proc.acmdline", "proc.apid", "proc.aenv", "proc.aargs":
      selector == .none
    default: false
    }
  }

  private func transformedListDifference(_ check: Check, _ resolved: ResolvedConditions.Check) -> [Diagnostic] {
    guard case .call(let transformer, _, _) = tables[check.left], tables.info(check.left).isList,
      transformer != .getopt, check.op == .in || check.op == .intersects
    else { return [] }
    let text = "in Falco a transformed list never matches, since its elements keep their terminator"
    return [.differs(text, at: span(of: resolved.opPlace), because: nil)]
  }

  private func numberInTextDifference(_ check: Check, _ resolved: ResolvedConditions.Check) -> [Diagnostic] {
    guard case .call(.concat, let arguments, _) = tables[check.left],
      tables.program.termLists[arguments.range].contains(where: { tables.info($0).type.family != .string })
    else { return [] }
    let text = "Falco puts the bytes of a number in memory into the text, not its digits"
    return [.differs(text, at: span(of: resolved.opPlace), because: nil)]
  }

  private func span(of place: Place) -> SourceSpan { terms.conditions.span(of: place) }
}
