import RuleFile
import Runtime

/// train.scap through generated rules: what an event costs should hang on what it needs, not on how many rules there are.
enum RuleCountCase {
  static let counts = [93, 1_000, 10_000]

  static func name(_ count: Int) -> String { "rules/\(count)" }

  /// Nil for other cases.
  static func count(in name: String) -> Int? { counts.first { Self.name($0) == name } }

  static func measure(_ count: Int, _ capture: String) throws -> Measurement {
    let file = GeneratedRules.file(count: count)
    let start = ProcessUsage.processor
    let program = try Rules.compile([.buffer(name: "generated.yaml", bytes: file)])
    let compiling = ProcessUsage.processor - start
    let replay = try ReplayCase.replay(capture, program)
    let events = Int(replay.counters.events)
    let note = "compiled in \(Int(compiling / 1e6)) ms, \(replay.counters.matches) matches, at most \(ProcessUsage.peakBytes >> 20) MiB"
    return Measurement(
      name: name(count), per: "event", nanoseconds: Samples([replay.nanoseconds / Double(events)]), events: events, note: note)
  }
}
