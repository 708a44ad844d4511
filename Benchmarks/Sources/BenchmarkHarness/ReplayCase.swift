import Bytecode
import Capture
import Compiler
import Diagnostics
import RuleFile
import Runtime
import Schema

/// What is done with the events of a capture.
enum ReplayCase: String, CaseIterable {
  /// The reader alone.
  case decode
  /// And state, without rules.
  case state
  /// One rule, about a type that everyday work has many events of.
  case trivial
  /// falco_rules.yaml.
  case stable
  /// All three stock files.
  case all

  func name(compressed: Bool, group: String = "replay") -> String { "\(group)/\(rawValue)\(compressed ? ".gz" : "")" }

  /// Nil where there are none.
  func rules(_ train: TrainData) -> [String]? {
    switch self {
    case .decode, .state: nil
    case .trivial: train.trivialRules
    case .stable: train.stableRules
    case .all: train.allRules
    }
  }

  /// Time of the replay alone: what is compiled and made before is not in it.
  func measure(_ path: String, _ train: TrainData) throws -> (nanoseconds: Double, events: Int) {
    if self == .decode { return try Self.decode(path) }
    let program = try rules(train).map { try Rules.compile($0.map { RuleInput(argument: $0) }) }
    let replay = try Self.replay(path, program)
    return (replay.nanoseconds, Int(replay.counters.events))
  }

  /// All events of a capture through the rules of a program.
  static func replay(_ path: String, _ program: VerifiedProgram?) throws -> (nanoseconds: Double, counters: EngineCounters) {
    var engine = Engine(program: program, catalog: .syscall, events: .syscall)
    let start = ProcessUsage.processor
    var reader = try CaptureFile.open(path)
    while true {
      reader.withRun { run in
        while let event = engine.process(&run) { consume(event.type) }
      }
      guard let item = try reader.next() else { break }
      switch item {
      case .snapshot(let snapshot): engine.load(snapshot)
      case .event(let event): engine.process(event)
      }
    }
    return (ProcessUsage.processor - start, engine.counters)
  }

  /// Every event is handed over; a part of each is looked at, so that its bytes have been fetched.
  private static func decode(_ path: String) throws -> (nanoseconds: Double, events: Int) {
    let start = ProcessUsage.processor
    var reader = try CaptureFile.open(path)
    var sum: UInt64 = 0
    while true {
      reader.withRun { run in
        while let event = run.next() { sum &+= UInt64(event.parameterCount) }
      }
      guard let item = try reader.next() else { break }
      if case .event(let event) = item { sum &+= UInt64(event.parameterCount) }
    }
    consume(sum)
    return (ProcessUsage.processor - start, Int(reader.counters.events))
  }
}

/// Rules to programs.
enum Rules {
  static func compile(_ inputs: [RuleInput]) throws(HarnessFailure) -> VerifiedProgram {
    let loaded = RuleFileLoader.load(inputs)
    var found = DiagnosticBag()
    let compilation = RuleCompiler.compile(loaded.merged(&found), into: &found)
    if let error = found.all.first(where: { $0.severity == .error }) {
      throw HarnessFailure(message: "a rule that is measured does not compile: \(error.message)")
    }
    guard let source = compilation.sources.first else { preconditionFailure("the standard environment has this source") }
    return source.program
  }

  /// One rule, from memory.
  static func compile(condition: String, output: String = "x") throws(HarnessFailure) -> VerifiedProgram {
    func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }
    let rule = "{rule: r, desc: d, priority: INFO, warn_evttypes: false, condition: \(quoted(condition)), output: \(quoted(output))}"
    return try compile([.buffer(name: condition, bytes: Array("- \(rule)\n".utf8))])
  }
}
