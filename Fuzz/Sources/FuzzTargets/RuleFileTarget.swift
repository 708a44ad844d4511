package import Compiler
import Diagnostics
import RuleFile

/// A rule file: bytes to items, merged behind a file that has something to append to, compiled, reported in every format.
package enum RuleFileTarget {
  /// What inputs may append to, override and use. It also moves the input away from offset 0.
  private static let base = """
    - list: shells
      items: [bash, zsh]
    - macro: spawned
      condition: evt.type in (execve, execveat)
    - rule: Shell
      desc: A shell is started
      condition: spawned and proc.name in (shells)
      output: Shell %proc.name started by %proc.pname
      priority: WARNING
      tags: [shell]
      exceptions:
        - name: parents
          fields: [proc.pname, "proc.aname[2]"]
          comps: [=, startswith]
        - name: users
          fields: user.name
          values: [root, admin]

    """

  /// The base, read once. It has no tuples: they would be held by pointers with tag bits alone, which the leak detector
  /// does not follow.
  private static let readBase: (map: SourceMap, builder: RuleSetBuilder) = {
    var map = SourceMap()
    var found = DiagnosticBag()
    var builder = RuleSetBuilder()
    guard let id = map.add(name: "base.yaml", bytes: Array(base.utf8)) else { preconditionFailure("an empty map is full") }
    builder.add(ItemReader.read(map[id], id: id), to: &found)
    precondition(found.all.isEmpty, "the base has mistakes: \(found.all.map(\.message))")
    return (map, builder)
  }()

  @discardableResult
  package static func run(_ input: [UInt8]) throws(Violation) -> Compilation {
    var (map, builder) = readBase
    var found = DiagnosticBag()
    guard let id = map.add(name: "input.yaml", bytes: input) else { preconditionFailure("the map is full") }
    let items = ItemReader.read(map[id], id: id)
    try items.checkPlaces(in: map)
    builder.add(items, to: &found)
    try builder.ruleSet.checkTexts(in: map)

    var asFalco = DiagnosticBag()
    _ = RuleCompiler.compile(builder.ruleSet, reporting: .asFalco, into: &asFalco)
    try Report(map: map, diagnostics: asFalco.all).check([])

    let environment = CompilerEnvironment.standard
    let compilation = RuleCompiler.compile(builder.ruleSet, environment: environment, into: &found)
    try compilation.check(found, environment)
    try Report(map: map, diagnostics: found.all).check(ReportFormat.allCases)
    return compilation
  }
}

extension FileItems {
  func checkPlaces(in map: SourceMap) throws(Violation) {
    for item in items { try map.check(item.span, "item \(item.position.rawValue)") }
    for span in unreadable { try map.check(span, "unreadable stretch") }
    for finding in findings { try map.check(finding.diagnostic.primary.span, finding.diagnostic.message) }
  }
}

extension RuleSet {
  /// Every text of the merged items knows its places.
  func checkTexts(in map: SourceMap) throws(Violation) {
    for list in lists {
      for item in list.items { try item.text.checkPlaces(in: map) }
    }
    for macro in macros { try macro.condition?.checkPlaces(in: map) }
    for rule in rules {
      for text in [rule.condition, rule.output, rule.description] { try text?.checkPlaces(in: map) }
      for exception in rule.exceptions { try exception.name.text.checkPlaces(in: map) }
    }
  }
}
