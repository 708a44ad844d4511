import Compiler
import Diagnostics
import Lints
import RuleFile

/// Rule files and all that is to be said of them.
struct CheckedFiles {
  private(set) var input: RuleFiles
  private let checked: CheckedRules
  private let configuration: ConfigurationFile?
  /// What rules are checked against.
  let environment: CompilerEnvironment
  private(set) var diagnostics: [Diagnostic]
  private var suppressed: [SuppressedDiagnostic] = []
  /// Questions about conditions that took too many steps.
  let undecided: Int

  /// - Parameter isForFalco: whether what Falco lacks is reported; it is, too, where the configuration names an engine.
  init(_ paths: [String], _ configuration: ConfigurationFile?, includesStyle: Bool, isForFalco: Bool = false) {
    self.init(paths.map { RuleInput(argument: $0) }, configuration, includesStyle: includesStyle, isForFalco: isForFalco)
  }

  init(_ inputs: [RuleInput], _ configuration: ConfigurationFile?, includesStyle: Bool, isForFalco: Bool = false) {
    self.configuration = configuration
    environment = configuration?.environment() ?? .standard
    input = RuleFiles(inputs, in: configuration?.loaderEnvironment ?? .standard)
    var selection = configuration?.settings.selection ?? LintSelection()
    if includesStyle { selection.includesStyle = true }
    (checked, diagnostics, suppressed, undecided) = RuleLinter.check(
      input.ruleSet, input.files, in: input.map, selection, environment: environment, after: input.found)
    let engine = configuration?.settings.engine
    if let engine { diagnostics += EngineTarget(engine).findings(in: checked.conditions) }
    if engine != nil || isForFalco { addWhatFalcoLacks() }
    if let configuration { apply(configuration) }
  }

  private mutating func apply(_ file: ConfigurationFile) {
    let map = input.map
    let (kept, ignored) = file.settings.apply(to: diagnostics) { diagnostic in
      file.path(of: map[map.file(containing: diagnostic.primary.span.start)].name)
    }
    diagnostics = kept
    suppressed += ignored
    diagnostics += file.problems { name, bytes in input.addFile(named: name, bytes) }
  }

  private mutating func addWhatFalcoLacks() {
    diagnostics += FalcoPortability.findings(
      in: input.ruleSet, environment: configuration?.environment(over: .falco) ?? .falco, known: diagnostics)
  }

  /// What the incumbent would say. It knows no lints, no comments and no configuration.
  init(falcoReading paths: [String]) {
    configuration = nil
    environment = .standard
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

  var report: Report { Report(map: input.map, diagnostics: diagnostics, suppressed: suppressed, items: input.counts) }

  var errorCount: Int { diagnostics.reduce(0) { $0 + ($1.severity == .error ? 1 : 0) } }
}
