import Compiler
import Diagnostics
import Lints
import RuleFile

/// Rule files and all that is to be said of them.
struct CheckedFiles {
  private(set) var input: RuleFiles
  private let checked: CheckedRules
  private(set) var diagnostics: [Diagnostic]
  /// Questions about conditions that took too many steps.
  let undecided: Int

  init(_ paths: [String], _ configuration: ConfigurationFile?, includesStyle: Bool) {
    self.init(paths.map { RuleInput(argument: $0) }, configuration, includesStyle: includesStyle)
  }

  init(_ inputs: [RuleInput], _ configuration: ConfigurationFile?, includesStyle: Bool) {
    input = RuleFiles(inputs)
    var selection = configuration?.settings.selection ?? LintSelection()
    if includesStyle { selection.includesStyle = true }
    (checked, diagnostics, undecided) = RuleLinter.check(input.ruleSet, input.files, in: input.map, selection, after: input.found)
    if let configuration { apply(configuration) }
  }

  private mutating func apply(_ file: ConfigurationFile) {
    let map = input.map
    diagnostics = file.settings.apply(to: diagnostics) { diagnostic in
      file.path(of: map[map.file(containing: diagnostic.primary.span.start)].name)
    }
    diagnostics += input.addProblems(of: file)
  }

  mutating func addWhatFalcoLacks() { diagnostics += FalcoPortability.findings(in: input.ruleSet, known: diagnostics) }

  /// What the incumbent would say. It knows no lints, no comments and no configuration.
  init(falcoReading paths: [String]) {
    input = RuleFiles(reading: paths)
    var found = input.found
    checked = RuleCompiler.check(input.ruleSet, into: &found)
    diagnostics = found.all
    undecided = 0
  }

  var falcoResults: [UInt8] {
    let results = FalcoLoader.load(input.map, unreadable: input.unreadable)
    return FalcoResultsJSON.bytes(of: results, in: input.map, ruleSet: input.ruleSet)
  }

  var report: Report { Report(map: input.map, diagnostics: diagnostics, items: input.counts) }

  var errorCount: Int { diagnostics.reduce(0) { $0 + ($1.severity == .error ? 1 : 0) } }
}

extension RuleFiles {
  /// The mistakes in a configuration, at their places; it becomes one of the files of the report only if there are any.
  fileprivate mutating func addProblems(of file: ConfigurationFile) -> [Diagnostic] {
    guard file.hasProblems else { return [] }
    return addFile(named: file.name, file.bytes).map { source in
      var bag = DiagnosticBag()
      _ = CheckConfiguration(reading: source, into: &bag)
      return bag.all
    } ?? []
  }
}
