import ArgumentParser
import Compiler
import Diagnostics
import Parser
import RuleFile

/// `rulec dump`: what each stage of the compiler makes of rules. Tests pin the same texts.
struct DumpCommand: ParsableCommand {
  enum Stage: String, ExpressibleByArgument, CaseIterable {
    case tokens, ast, resolved, typed, ir, bytecode, condition
  }

  static let configuration = CommandConfiguration(
    commandName: "dump", abstract: "Show what a stage of the compiler makes of rules.")

  @Option(help: "The stage to show.")
  var stage: Stage

  @Option(help: ArgumentHelp("Only the rule of this name.", valueName: "name"))
  var rule: String?

  @Option(help: ArgumentHelp("Instead of the rules, this condition; the files give it macros and lists.", valueName: "text"))
  var condition: String?

  @Option(
    help: ArgumentHelp("Order checks by a profile that 'rulec profile --json' recorded.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var profile: String?

  @Argument(
    help: ArgumentHelp("Files, directories of .yaml and .yml files, or - for standard input.", valueName: "path"),
    completion: .file(extensions: ["yaml", "yml"]))
  var paths: [String] = []

  func validate() throws {
    if rule != nil, condition != nil { throw ValidationError("'--rule' and '--condition' exclude each other.") }
    if paths.isEmpty, condition == nil { throw ValidationError("Give rule files, or a condition with '--condition'.") }
  }

  func run() throws {
    var input = RuleFiles(reading: paths)
    if let condition { try input.keepOnly(condition: condition) }
    if let rule { try input.keepRule(named: rule) }
    var found = input.found
    // A condition given here prints as it stands: it may use macros and lists of files that are not given.
    let isSyntax = stage == .tokens || stage == .ast || stage == .condition && condition != nil
    let text = isSyntax ? syntax(of: input, into: &found) : try meaning(of: input, into: &found)
    try Output.standard.write(text)
    try input.failOnErrors(among: found.all)
  }

  /// The stages before names mean anything.
  private func syntax(of input: RuleFiles, into bag: inout DiagnosticBag) -> String {
    var locator = SourceLocator(input.map)
    var out: [String] = []
    for (title, text) in conditions(of: input.ruleSet) {
      let tree = ConditionParser.parse(text, into: &bag)
      if stage == .condition {
        if tree.isWellFormed { out.append(TreePrinter.canonical(tree) + "\n") }
        continue
      }
      let place: SyntaxListing.Place = { range in
        let place = locator.location(of: tree.span(of: range).start)
        return "\(place.line):\(place.column)"
      }
      let listing = stage == .tokens ? SyntaxListing.tokens(tree, place: place) : SyntaxListing.ast(tree, place: place)
      out.append(title + "\n" + listing)
    }
    return out.joined(separator: "\n")
  }

  private func meaning(of input: RuleFiles, into bag: inout DiagnosticBag) throws(CommandFailure) -> String {
    let environment = CompilerEnvironment.standard
    let recorded: CheckProfile? = if let profile { try CheckProfile(recordedIn: profile) } else { nil }
    let compilation = RuleCompiler.check(input.ruleSet, environment: environment, into: &bag).compile(profile: recorded)
    let rules = compilation.ruleSet.rules
    let printer = StagePrinter(compilation, environment: environment)
    switch stage {
    case .tokens, .ast: preconditionFailure("'\(stage)' needs no compilation")
    case .resolved: return rules.indices.map { printer.resolved(ofRule: $0) }.joined(separator: "\n")
    case .typed: return rules.indices.map { printer.typed(ofRule: $0) }.joined(separator: "\n")
    case .ir: return compilation.sources.map { printer.graph(source: $0) }.joined(separator: "\n")
    case .bytecode: return compilation.sources.map { printer.bytecode(source: $0) }.joined(separator: "\n")
    case .condition: return rules.indices.map { canonical($0, rules[$0].origin.name, printer) }.joined()
    }
  }

  /// One line a rule, the condition alone where only one was asked for.
  private func canonical(_ index: Int, _ name: String, _ printer: StagePrinter) -> String {
    guard let text = printer.canonicalCondition(ofRule: index) else {
      if printer.isTooLongToWriteOut(rule: index) {
        let most = StagePrinter.mostChecksWrittenOut
        Output.message("rulec: rule '\(name)' is left out: with its macros written out it has more than \(most) checks")
      }
      return ""
    }
    return rule == nil ? "\(name): \(text)\n" : "\(text)\n"
  }

  /// The texts that the first two stages work on: all of the files, or the one that was asked for.
  private func conditions(of ruleSet: RuleSet) -> [(title: String, text: EmbeddedText)] {
    let rules = ruleSet.rules.map { ("rule \"\($0.origin.name)\"", $0.condition) }
    let isOne = rule != nil || condition != nil
    let macros = isOne ? [] : ruleSet.macros.map { ("macro \($0.origin.name)", $0.condition) }
    return (macros + rules).compactMap { title, text in text.map { (title, $0) } }
  }
}
