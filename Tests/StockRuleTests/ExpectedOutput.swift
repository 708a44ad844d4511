import Foundation

/// What an alert says, put together from the facts of a sequence: the rule's output with each field replaced by a fact.
/// Nothing of the product is asked.
enum ExpectedOutput {
  /// - Parameter others: fields that do not follow from facts about processes.
  static func text(of template: String, _ lines: SequenceLines, _ others: [String: String]) -> String {
    var text = ""
    var rest = template[...]
    while let sign = rest.firstIndex(of: "%") {
      text += rest[..<sign]
      let field = rest[rest.index(after: sign)...].prefix { $0.isLetter || $0.isNumber || "._[]".contains($0) }
      rest = rest[field.endIndex...]
      text += others[String(field)] ?? value(of: String(field), lines) ?? "<NA>"
    }
    return (text + rest).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private static func value(of field: String, _ lines: SequenceLines) -> String? {
    func fact(_ label: String, _ key: String) -> String? {
      switch lines.fact(label, key) {
      case .string(let text): text
      case .integer(let number): "\(number)"
      default: nil
      }
    }
    func commandLine(_ label: String) -> String? {
      fact(label, "name").map { ([$0] + (lines.fact(label, "args")?.strings ?? [])).joined(separator: " ") }
    }
    switch field {
    case "evt.type": return lines["e"]?["evt"]?.string
    // The users of a container are not those of the host (state-engine.md §10).
    case "user.name": return lines.fact("p", "container") == nil || userID(lines) == "0" ? fact("p", "user") ?? "root" : nil
    // No flag set prints as the number (state-engine.md §9.1).
    case "evt.arg.flags" where lines.isExec: return "0"
    case "user.uid": return userID(lines)
    case "user.loginuid": return fact("p", "loginuid") ?? "-1"
    case "proc.name": return fact("p", "name")
    case "proc.exepath": return fact("p", "exepath") ?? ""
    case "proc.exe": return fact("p", "exe") ?? fact("p", "name")
    case "proc.pname": return fact("p1", "name")
    case "proc.pexe": return fact("p1", "exe") ?? fact("p1", "name")
    case "proc.pexepath": return fact("p1", "exepath") ?? ""
    case "proc.cmdline": return commandLine("p")
    case "proc.pcmdline": return commandLine("p1")
    case "proc.args": return (lines.fact("p", "args")?.strings ?? []).joined(separator: " ")
    case "proc.env": return (lines.fact("p", "env")?.strings ?? []).joined(separator: " ")
    case "evt.res": return lines.isExec || lines.fact("a", "res") == .integer(0) ? "SUCCESS" : nil
    case "proc.tty": return fact("p", "tty") ?? "0"
    case "proc.cwd": return fact("p", "cwd") ?? "/"
    case "fd.name": return fact("a", "name")
    case "fd.nameraw": return fact("a", "name")
    case let field where field.hasPrefix("proc.aname["): return fact("p" + field.filter(\.isNumber), "name")
    case let field where field.hasPrefix("proc.aexepath["): return fact("p" + field.filter(\.isNumber), "exepath")
    case let field where field.hasPrefix("evt.arg."): return fact("a", String(field.dropFirst(8)))
    default: return nil
    }
  }

  private static func userID(_ lines: SequenceLines) -> String {
    guard let name = lines.fact("p", "user")?.string else { return "\(lines.fact("p", "uid")?.integer ?? 0)" }
    let records = lines.labels.compactMap { lines[$0]?["user"] }
    return "\(records.first { $0["name"]?.string == name }?["uid"]?.integer ?? 0)"
  }
}
