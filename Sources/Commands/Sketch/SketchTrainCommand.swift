import ArgumentParser
import Bytecode
import Runtime
import Sketches

/// `rulec sketch train`: what sketches would have learned, before anybody deploys them.
struct SketchTrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Let sketches learn from captures, and show what thresholds would mean.",
    discussion: """
      For each sketch: how many of the events had a key that had been counted less than so often, which is how many alerts a rule \
      would give that asks for less. The files in the directory can be the base of other sketches.
      """)

  @OptionGroup var input: ReplayInput
  @Option(help: ArgumentHelp("Where the files of the sketches are written.", valueName: "directory"), completion: .directory)
  var stateDir: String
  @Option(help: ArgumentHelp("The file of the secret; sketch.key of the directory without it.", valueName: "file"), completion: .file())
  var sketchKey: String?

  func run() throws {
    let prepared = try input.prepare(RuleChoice.parse([]), suggestsOutput: false)
    var options = input.engineOptions
    var group = SketchOptionGroup()
    group.stateDir = stateDir
    group.sketchKey = sketchKey
    options.sketchKey = try group.key()
    options.borrowsSketches = true
    let keeper = try group.keeper(prepared.program.program, options.sketchKey)
    guard keeper.hasSketches else { throw CommandFailure(message: "the rules have no sketches") }
    let run = ReplayRun(prepared, of: input.source, options, AlertOptions(), explains: false, [], keeper)
    run.run(jobs: 1)
    try keeper.save()
    try keeper.withSketches { name, sketch throws(CommandFailure) in try Output.standard.write(Self.text(name, sketch)) }
    try run.throwFailures()
  }

  private static func text(_ name: String, _ sketch: borrowing Sketch) -> String {
    var out = "\(name): \(grouped(sketch.eventsInWindow)) events, about \(grouped(sketch.distinct)) different keys, "
    out += sketch.learning.isOpen ? "has learned enough\n" : "has not learned enough yet\n"
    for power in 0...7 {
      out += "  counted less than \(1 << power) times before: \(grouped(sketch.events(below: power))) events\n"
    }
    return out
  }
}
