package import Compiler
package import Diagnostics
import RuleFile

// FalcoJSON: `rulec check --format falco-json`, what `falco -V` says of the same files with `json_output`
// (rule-files.md §1, §9.1, §11), for tools that read it.
//
// In: the files. Out: one result for each, as JSON on one line. The incumbent takes the files one after the other, stops
// in each at the first error, and compiles everything collected so far after each; so does `FalcoLoader`, with the
// reader, builder and compiler that everything else uses. Not here: messages. Those are ours; codes, places and the
// verdict are the incumbent's.

/// What the incumbent would say of one file.
package struct FalcoLoadResult: Sendable {
  package var file: FileID
  /// What does not fit the schema; nil where no document was validated.
  package var schemaWarnings: [String]?
  package var error: FalcoFinding?
  package var warnings: [FalcoFinding] = []

  package var isSuccessful: Bool { error == nil }
}

/// A diagnostic under the code that the incumbent has for it.
package struct FalcoFinding: Sendable {
  package var code: DiagnosticCode
  package var diagnostic: Diagnostic
  /// The field that a warning of a deprecated field is about.
  package var deprecatedField: String?

  init(_ diagnostic: Diagnostic, as code: DiagnosticCode? = nil) {
    self.diagnostic = diagnostic
    self.code = code ?? diagnostic.code
  }
}

/// Loads files as the incumbent does.
package struct FalcoLoader {
  private let map: SourceMap
  private let environment: CompilerEnvironment
  private var collector = FalcoCollector()

  /// - Parameter unreadable: files of the map that could not be read. The incumbent ends on those without a result; here
  ///   each has one.
  package static func load(
    _ map: SourceMap, unreadable: [FileID: Diagnostic] = [:], environment: CompilerEnvironment = .falco
  ) -> [FalcoLoadResult] {
    var loader = FalcoLoader(map: map, environment: environment)
    return map.files.indices.map { index in
      let id = FileID(rawValue: UInt32(index))
      return unreadable[id].map { FalcoLoadResult(file: id, error: FalcoFinding($0)) } ?? loader.load(id)
    }
  }

  private init(map: SourceMap, environment: CompilerEnvironment) {
    self.map = map
    self.environment = environment
  }

  private mutating func load(_ id: FileID) -> FalcoLoadResult {
    var result = FalcoLoadResult(file: id)
    let file = ItemReader.read(map[id], id: id, knowsExtensions: false)
    // Nothing is collected of a file that is no YAML.
    let failure = file.findings.first { $0.position == nil && $0.diagnostic.severity == .error }
    if let failure {
      result.error = FalcoFinding(failure.diagnostic, as: .yamlParse)
      return result
    }
    result.schemaWarnings = FalcoSchema.warnings(about: map[id])
    collect(file, into: &result)
    if result.error == nil { compile(into: &result) }
    return result
  }

  // MARK: Collecting

  /// Adds the items before the first that is wrong.
  private mutating func collect(_ file: FileItems, into result: inout FalcoLoadResult) {
    var trial = collector
    var outcome = trial.add(file, before: nil)
    let checked = trial.check(outcome.unchecked, environment: environment)
    outcome.warnings += checked.warnings
    if let error = checked.error, error.position < outcome.error?.position ?? ItemPosition(rawValue: .max) {
      outcome.error = error
    }
    guard let error = outcome.error else {
      collector = trial
      result.warnings = outcome.warnings.map(\.finding)
      return
    }
    _ = collector.add(file, before: error.position)
    result.error = error.finding
    result.warnings = outcome.warnings.filter { $0.position <= error.position }.map(\.finding)
  }

  // MARK: Compiling

  private func compile(into result: inout FalcoLoadResult) {
    var bag = DiagnosticBag()
    _ = RuleCompiler.check(collector.ruleSet, environment: environment, reporting: .asFalco, into: &bag)
    let order = FalcoOrder(collector.ruleSet, map: map)
    for finding in order.findings(of: bag.all) {
      guard finding.diagnostic.severity == .error else {
        result.warnings.append(finding)
        continue
      }
      result.error = finding
      if collector.isUnvalidated(finding.diagnostic, environment: environment) { result.error?.code = .compileCondition }
      return
    }
  }
}
