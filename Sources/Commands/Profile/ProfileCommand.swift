import ArgumentParser
import Bytecode
import Compiler
import Runtime

/// `rulec profile`: what each rule costs on the events of captures, and which checks do the work.
struct ProfileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile", abstract: "Show what each rule costs on the events of a capture.",
    discussion: """
      offered: events of types that the rule is about. evaluated: events on which something was asked for this rule alone; \
      on the others a text that the rule needs was not there, a check that several rules share ruled it out, or an earlier \
      rule had matched. matches: alerts. The check that rejects most is the one that was most often the last to be asked before \
      the rule did not match, also where it was asked for several rules.

      Checks are shared: each is answered once for an event, and the rule that asks first pays. What is asked for several \
      rules at once has a line of its own, as have the look-ups of texts that tell which rules are worth trying. Counts are \
      the same in every run. Times are measured with the clock of the system, for each answer, less what reading the clock \
      takes; a share goes by counts and the mean time of each check.

      To show what a pass of the compiler saves, the captures are read once more without it. Standard input can be read only \
      once, so that this part is left out there.
      """)

  @OptionGroup var input: ReplayInput

  @OptionGroup(title: "Which rules run") var choice: RuleChoice

  @Option(help: ArgumentHelp("How many rules the text shows.", valueName: "number"))
  var top = 20

  @Flag(help: "Write JSON: all rules and checks, also to be read by '--profile'.")
  var json = false

  @Option(name: [.short, .long], help: ArgumentHelp("Write the report to a file.", valueName: "file"), completion: .file())
  var output: String?

  func validate() throws {
    if top < 1 { throw ValidationError("--top takes a number from 1 on, not \(top).") }
  }

  func run() throws {
    let prepared = try input.prepare(choice, suggestsOutput: false)
    let run = try replay(prepared)
    let results = run.outcome
    if let profile = results.profile, let figures = results.figures, figures.events > 0 {
      let report = ProfileReport(
        profile, figures, sources: input.source, of: prepared, withoutPass: try profilesWithoutPass(prepared))
      let target = output.map(Output.file) ?? .standard
      if json { try target.write(report.json) } else { try target.write(report.text(top: top)) }
    }
    try run.throwFailures()
  }

  private func profilesWithoutPass(_ prepared: PreparedRules) throws -> [(Pass, EvaluationProfile)] {
    if input.source.contains("-") {
      Output.message("rulec: standard input cannot be read again, so what passes save is left out")
      return []
    }
    return try Pass.allCases.compactMap { pass in try replay(prepared.leavingOut(pass)).outcome.profile.map { (pass, $0) } }
  }

  /// One capture at a time: others at the same time would be in the measurements.
  private func replay(_ prepared: PreparedRules) throws(CommandFailure) -> ReplayRun {
    var options = input.engineOptions
    options.isProfiled = true
    options.borrowsSketches = true
    let keeper = try SketchKeeper(prepared.program.program, key: options.sketchKey, directory: nil)
    let run = ReplayRun(prepared, of: input.source, options, AlertOptions(), explains: false, [], keeper)
    run.run(jobs: 1)
    return run
  }
}

extension [Replay.Result] {
  /// Of all sources together; nil where there is none.
  fileprivate var profile: EvaluationProfile? {
    let profiles = compactMap(\.profile)
    guard var sum = profiles.first else { return nil }
    for profile in profiles.dropFirst() { sum.add(profile) }
    return sum
  }

  fileprivate var figures: SourceFigures? {
    guard var sum = first?.figures else { return nil }
    for result in dropFirst() { sum.add(result.figures) }
    return sum
  }
}
