import Compiler
import Runtime

extension ProfileReport {
  /// For people.
  ///
  /// - Parameter top: how many rules are shown.
  func text(top: Int) -> String {
    var out = """
      \(grouped(events)) events, \(grouped(eventsWithRules)) of types that rules are about.
      Shares are of the time that checks and look-ups took, each check with its mean time.


      """
    out += line("share", "offered", "evaluated", "matches", "rule")
    let offered = rules.filter { $0.counts.offered > 0 }
    for rule in offered.prefix(top) {
      out += line(
        percent(rule.share), grouped(rule.counts.offered), grouped(rule.counts.evaluated), grouped(rule.matches), rule.name)
      out += findings(rule.costliest, rule.rejecting)
    }
    let rest = offered.dropFirst(top)
    if !rest.isEmpty {
      let share = rest.reduce(0) { $0 + $1.share }
      out += line(percent(share), "", "", "", "\(rest.count) more rule\(rest.count == 1 ? "" : "s")")
    }
    out += line(percent(sharedShare), "", "", "", "asked for several rules at once") + findings(sharedCostliest, nil)
    out += line(percent(lookUpShare), "", "", "", "\(grouped(work.lookUps)) look-ups of texts that lead to rules")
    let idle = rules.count - offered.count
    if idle > 0 { out += "\n\(idle) rule\(idle == 1 ? " was" : "s were") offered no event.\n" }
    return out + passes
  }

  private func findings(_ costliest: Finding?, _ rejecting: Finding?) -> String {
    var out = ""
    if let costliest {
      out += line("", "", "", "", "  costs most: \(shown(costliest.check)), \(percent(costliest.share)) for \(grouped(costliest.count)) answers")
    }
    if let rejecting {
      out += line("", "", "", "", "  rejects most: \(shown(rejecting.check)), \(grouped(rejecting.count)) times")
    }
    return out
  }

  private func shown(_ check: WrittenCheck) -> String {
    let text = check.text.count > Self.longestText ? check.text.prefix(Self.longestText - 1) + "…" : check.text[...]
    return "\(text) (\(check.place.text))"
  }

  private static let longestText = 60

  /// - Parameter columns: from left to right; the last is open to the right.
  private func line(_ columns: String...) -> String {
    let widths = [8, 13, 13, 13]
    let padded = zip(columns, widths).map { text, width in String(repeating: " ", count: max(width - text.count, 1)) + text }
    return padded.joined() + "  " + (columns.last ?? "") + "\n"
  }

  private func percent(_ share: Double) -> String { "\(decimals(share * 100, 1)) %" }

  // MARK: Passes

  private var passes: String {
    guard !withoutPass.isEmpty else { return "" }
    var out = "\nWhat passes of the compiler save: what is done with the same events without one of them.\n\n"
    out += passLine("", "checks", "instructions", "look-ups", "time")
    out += passLine("all passes", grouped(work.checks), grouped(work.instructions), grouped(work.lookUps), "100.0 %")
    for without in withoutPass {
      out += passLine(
        "without \(without.pass?.rawValue ?? "")", changed(without.checks, work.checks),
        changed(without.instructions, work.instructions), changed(without.lookUps, work.lookUps),
        percent(without.nanoseconds / max(work.nanoseconds, 1)))
    }
    return out
  }

  private func changed(_ count: UInt64, _ base: UInt64) -> String {
    guard base > 0 else { return grouped(count) }
    let change = (Double(count) - Double(base)) / Double(base)
    return "\(grouped(count)) (\(change < 0 ? "-" : "+")\(percent(abs(change))))"
  }

  private func passLine(_ name: String, _ columns: String...) -> String {
    let name = name + String(repeating: " ", count: max(20 - name.count, 1))
    return name + columns.map { String(repeating: " ", count: max(26 - $0.count, 1)) + $0 }.joined() + "\n"
  }
}
