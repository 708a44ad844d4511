import Foundation
import TestSupport

/// The stock rule files, which are not part of the project.
enum Corpus {
  static let conditions = values(of: "condition")
  static let outputs = values(of: "output")

  private static func values(of key: String) -> [String] {
    let names = ["falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml"]
    return names.flatMap { name -> [String] in
      guard SharedData.isPresent, let text = try? SharedData.text("corpus/falco-rules/\(name)") else { return [] }
      return values(of: key, in: text.components(separatedBy: "\n"))
    }
  }

  /// The scalars under `key`, read by lines: enough YAML for these files (block scalars, folded plain ones, quotes).
  private static func values(of key: String, in lines: [String]) -> [String] {
    var found: [String] = []
    var index = 0
    while index < lines.count {
      let line = lines[index]
      index += 1
      guard line.hasPrefix("  \(key):") else { continue }
      var parts = [line.dropFirst(key.count + 3).trimmingCharacters(in: .whitespaces)]
      while index < lines.count, lines[index].isEmpty || lines[index].hasPrefix("   ") {
        parts.append(lines[index].trimmingCharacters(in: .whitespaces))
        index += 1
      }
      if [">", "|", ">-", "|-", ">+", "|+"].contains(parts[0]) { parts.removeFirst() }
      var value = parts.joined(separator: " ").trimmingCharacters(in: .whitespaces)
      if value.count > 1, value.hasPrefix("\""), value.hasSuffix("\"") {
        value = value.dropFirst().dropLast().replacingOccurrences(of: "\\\"", with: "\"")
      } else if value.count > 1, value.hasPrefix("'"), value.hasSuffix("'") {
        value = value.dropFirst().dropLast().replacingOccurrences(of: "''", with: "'")
      }
      found.append(value)
    }
    return found
  }
}
