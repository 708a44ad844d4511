import Diagnostics
import RuleFile
import Schema

extension Lint {
  /// Tags and priorities that are not spelt as in the rules that everybody knows.
  static let conventions = Lint(codes: [.tagConvention, .priorityConvention]) { context, bag in
    for rule in context.ruleSet.rules where rule.sketch == nil && !rule.isBroken {
      for tag in rule.tags {
        guard let advice = TagConvention.advice(for: tag) else { continue }
        bag.report(
          Diagnostic(.tagConvention, "tag '\(tag)' of rule '\(rule.origin.name)' \(advice.problem)", at: Label(rule.origin.nameSpan), help: [advice.help])
            .about(kind: "rule", rule.origin))
      }
      guard let (word, span) = context.map.priorityWord(of: rule.origin.itemSpan), word != word.uppercased(),
        Priority.words.contains(word.uppercased())
      else { continue }
      bag.report(
        Diagnostic(
          .priorityConvention, "priority '\(word)' is written in capitals as a rule", at: Label(span),
          help: ["write \(word.uppercased())"], fix: Fix("write it in capitals", [Fix.Edit(span, word.uppercased())])
        ).about(kind: "rule", rule.origin))
    }
  }
}

private enum TagConvention {
  static func advice(for tag: String) -> (problem: String, help: String)? {
    if tag.hasPrefix("maturity_"), !maturities.contains(tag) {
      return ("is no known maturity", "known are \(listing(maturities))")
    }
    if tag.hasPrefix("mitre_"), !tactics.contains(String(tag.dropFirst(6))) {
      let near = nearestName(to: String(tag.dropFirst(6)), among: tactics)
      return ("names no tactic of MITRE ATT&CK", near.map { "did you mean 'mitre_\($0)'?" } ?? "tactics are \(listing(tactics, atMost: 14))")
    }
    if tag.first == "T", tag.dropFirst().first?.isNumber == true, tag.wholeMatch(of: /T[0-9]{4}(\.[0-9]{3})?/) == nil {
      return ("is no technique of MITRE ATT&CK", "write T and four digits, and a sub-technique with three: T1059.004")
    }
    if tag.contains(where: \.isWhitespace) { return ("has a blank", "write words with '_' between them") }
    return nil
  }

  private static let maturities = ["maturity_stable", "maturity_incubating", "maturity_sandbox", "maturity_deprecated"]
  private static let tactics = [
    "reconnaissance", "resource_development", "initial_access", "execution", "persistence", "privilege_escalation", "defense_evasion",
    "credential_access", "discovery", "lateral_movement", "collection", "command_and_control", "exfiltration", "impact",
  ]
}

extension Priority {
  fileprivate static let words: Set<String> = [
    "EMERGENCY", "ALERT", "CRITICAL", "ERROR", "WARNING", "NOTICE", "INFORMATIONAL", "INFO", "DEBUG",
  ]
}

extension SourceMap {
  /// The word behind `priority:` in an item, and its place.
  fileprivate func priorityWord(of item: SourceSpan) -> (String, SourceSpan)? {
    let bytes = bytes(of: item)
    let key = Array("priority:".utf8)
    var line = bytes.startIndex
    while line < bytes.endIndex {
      var start = line
      while start < bytes.endIndex, bytes[start].isBlank { start += 1 }
      if bytes[start...].starts(with: key) {
        start += key.count
        while start < bytes.endIndex, bytes[start] == 0x20 { start += 1 }
        let word = bytes[start...].prefix { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
        let span = SourceSpan(start: item.start + UInt32(word.startIndex - bytes.startIndex), length: UInt32(word.count))
        return word.isEmpty ? nil : (String(decoding: word, as: UTF8.self), span)
      }
      guard let end = bytes[line...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      line = end + 1
    }
    return nil
  }
}
