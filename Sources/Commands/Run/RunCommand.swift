import ArgumentParser
import Bytecode
import Compiler
import Diagnostics
import RuleFile
import Runtime
import Schema
import Sketches

/// `rulec run`: events through the rules, alerts out.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Evaluate rules on events and write the alerts.",
    discussion: """
      Alerts go to standard output, everything else to standard error. A capture that is damaged is used up to the \
      damage; the command then ends with 2, once the others are done. Of several captures, all alerts of the first come \
      first, then those of the second, and so on. SIGINT or SIGTERM ends the reading; alerts and sketches are written, and a \
      second one ends the command at once.
      """)

  @OptionGroup var input: ReplayInput

  @OptionGroup(title: "Which rules run") var choice: RuleChoice

  @Option(help: ArgumentHelp("How many captures are read at the same time; as many as there are processors.", valueName: "number"))
  var jobs: Int?

  @Flag(help: "Write alerts as JSON, one object a line.")
  var json = false

  @Option(help: ArgumentHelp("Append alerts to a file too.", valueName: "file"), completion: .file())
  var outputFile: String?

  @Option(help: ArgumentHelp("Add a field to output_fields of every alert; repeatable.", valueName: "field"))
  var appendField: [String] = []

  @Flag(inversion: .prefixedNo, help: "Let fields of the container follow the text of every alert.")
  var suggestedOutput = true

  @Flag(name: .customLong("time-format-iso-8601"), help: "Write date and time in UTC instead of the local time of day.")
  var usesISOTime = false

  @Flag(help: "Let every alert of a capture be followed by why its rule matched: the condition as a tree, with values.")
  var explain = false

  @Option(help: ArgumentHelp("Write figures of the run to a file, as JSON.", valueName: "file"), completion: .file())
  var stats: String?

  @OptionGroup(title: "Sketches") var sketches: SketchOptionGroup

  @OptionGroup(title: "Live runs") var live: LiveOptionGroup

  func validate() throws {
    if !input.isLive, !live.isEmpty { throw ValidationError("--duration, --max-events and --buffer-size are for '--source ebpf'.") }
    if input.isLive, explain { throw ValidationError("--explain is for captures; 'rulec record' makes one of live events.") }
    if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number from 1 on, not \(jobs).") }
  }

  func run() throws {
    let prepared = try prepare()
    BrokenPipe.isAnError()
    #if LiveSource
      if input.isLive { return try runLive(prepared) }
    #endif
    let (options, keeper) = try counting(prepared)
    // In front of all threads.
    let interruption = Interruption()
    let queues = try outputs().map { AlertQueue(to: $0, whenFull: .wait) }
    let run = ReplayRun(
      prepared, of: input.source, options, alertOptions, explains: explain, queues, keeper, endingWith: interruption)
    run.run(jobs: jobs ?? Processors.count)
    try keeper.save()
    try run.report(stats: stats)
  }

  #if LiveSource
    private func runLive(_ prepared: PreparedRules) throws {
      // In front of all threads.
      let signals = Signals()
      let (options, keeper) = try counting(prepared)
      let writesFiles = stats != nil || outputFile != nil || sketches.stateDir != nil
      let run = try LiveRun(
        prepared, options, alertOptions, try outputs(), signals, live, keeper, writesFiles: writesFiles)
      try run.run(stats: stats, preparing: prepare)
    }
  #endif

  /// What engines are told, and what sketches have counted before.
  private func counting(_ prepared: PreparedRules) throws(CommandFailure) -> (EngineOptions, SketchKeeper) {
    var options = input.engineOptions
    options.sketchKey = try sketches.key()
    options.borrowsSketches = true
    return (options, try sketches.keeper(prepared.program.program, options.sketchKey))
  }

  private func prepare() throws -> PreparedRules {
    try input.prepare(
      choice, appendedFields: appendField, suggestsOutput: suggestedOutput, usesISOTime: usesISOTime, allowsLive: true)
  }

  /// Opened, so that what cannot be written is known before anything begins.
  private func outputs() throws(CommandFailure) -> [DescriptorSink] {
    var outputs = [DescriptorSink.standardOutput]
    if let outputFile { outputs.append(try DescriptorSink(appendingTo: outputFile)) }
    return outputs
  }

  private var alertOptions: AlertOptions {
    var options = AlertOptions()
    options.form = json ? .json : .text
    options.usesISOTime = usesISOTime
    options.hostName = HostName.current
    options.usesColor = !json && Output.standardIsTerminal && Output.allowsColor
    return options
  }
}
