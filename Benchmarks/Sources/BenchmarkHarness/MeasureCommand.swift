import ArgumentParser
import Diagnostics
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Starts a process for each measurement, and shows what they say.
struct MeasureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure", abstract: "Measures rulec.", usage: "Benchmarks/run [NAME…] [--json FILE]",
    discussion: """
      A NAME is a group (walk, replay, run, rules, check, fields, operators, sketches) or something of one (replay/all, fields/proc.name); \
      without any, all are measured.
      """)

  /// How often each replay is run; cases take turns, so that a slower minute of the machine is in all of them.
  private static let rounds = 5
  private static let checks = 41

  @OptionGroup var inputs: Inputs
  @Option(help: .hidden) var revision = ""
  @Option(help: ArgumentHelp("Write the results to a file, as JSON.", valueName: "file"), completion: .file())
  var json: String?
  @Argument(help: "What to measure; everything if none is named.") var names: [String] = []

  func run() throws {
    let choice = Choice(names: names)
    var results = Results(revision: revision)
    if let train = inputs.train {
      results.add(try replays(train, choice))
      if choice.wants(group: "check") { results.add([try check(train)]) }
    } else {
      try tellWhatIsMissing(choice)
    }
    for group in ["fields", "operators", "sketches"] where choice.wants(group: group) { results.add(try own(["case", group] + names)) }
    for name in names where !results.measurements.contains(where: { Choice(names: [name]).wants($0.name) }) {
      throw HarnessFailure(message: "nothing that was measured is named '\(name)'")
    }
    Terminal.line(results.table)
    guard let json else { return }
    do {
      let file = try FileDescriptor.open(
        FilePath(json), .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite, .groupRead, .otherRead])
      try file.closeAfter { _ = try file.writeAll(results.json) }
    } catch {
      throw HarnessFailure(message: "cannot write \(json): \(error)")
    }
  }

  private func tellWhatIsMissing(_ choice: Choice) throws {
    let missing = "there is no shared data with captures/lab/train.scap and corpus/falco-rules; set RULEC_SHARED or put shared/ beside the package"
    let needing = ["walk", "replay", "run", "rules", "check"].filter { choice.wants(group: $0) }
    if !names.isEmpty, !needing.isEmpty { throw HarnessFailure(message: "\(needing.joined(separator: ", ")): \(missing)") }
    Terminal.message("Benchmarks/run: \(missing). Without it, nothing is told of walk, replay, run, rules and check, and no figure as a multiple of the walk.")
  }

  // MARK: Replays

  /// The walk is in every run, before and after each case: what is measured beside it is told as a multiple of it.
  private func replays(_ train: TrainData, _ choice: Choice) throws -> [Measurement] {
    var cases: [(name: String, run: () throws -> Measurement)] = []
    for isCompressed in [false, true] {
      for work in ReplayCase.allCases {
        let name = work.name(compressed: isCompressed)
        cases.append((name, { try self.single(name) }))
      }
      for work in ReplayCase.allCases {
        guard let rules = work.rules(train) else { continue }
        let name = work.name(compressed: isCompressed, group: "run")
        cases.append((name, { try self.wholeRun(name, rules, isCompressed ? train.compressed : train.plain) }))
      }
    }
    for count in RuleCountCase.counts {
      let name = RuleCountCase.name(count)
      cases.append((name, { try self.single(name) }))
    }
    let wanted = cases.filter { choice.wants($0.name) }
    var walks: [Measurement] = []
    var rounds: [[Measurement]] = []
    for round in 1...Self.rounds {
      Terminal.progress("round \(round) of \(Self.rounds)")
      walks.append(try single("walk"))
      rounds.append(
        try wanted.map {
          let measurement = try $0.run()
          walks.append(try single("walk"))
          return measurement
        })
    }
    Terminal.progress("")
    let merged = [Measurement(merging: walks)] + wanted.indices.map { index in Measurement(merging: rounds.map { $0[index] }) }
    guard let events = merged[0].events else { throw HarnessFailure(message: "the walk says nothing") }
    return merged.map { $0.per == "process" ? $0.shared(among: events) : $0 }
  }

  /// The replay by itself: start, compilation and output are not in it.
  private func single(_ name: String) throws -> Measurement {
    guard let measurement = try own(["case", name]).first else { throw HarnessFailure(message: "\(name) says nothing") }
    return measurement
  }

  /// `rulec run` from start to end.
  private func wholeRun(_ name: String, _ rules: [String], _ source: String) throws -> Measurement {
    let process = try ChildProcess(inputs.rulec, ["run", "-r"] + rules + ["--source", source], keepsOutput: false)
    return measurement(name, [process])
  }

  private func check(_ train: TrainData) throws -> Measurement {
    let arguments = ["check"] + train.allRules
    return measurement("check", try (0..<Self.checks).map { _ in try ChildProcess(inputs.rulec, arguments, keepsOutput: false) })
  }

  private func measurement(_ name: String, _ processes: [ChildProcess]) -> Measurement {
    let peak = processes.map(\.peakBytes).max() ?? 0
    var measurement = Measurement(name: name, per: "process", nanoseconds: Samples(processes.map(\.processor)))
    measurement.elapsed = Samples(processes.map(\.elapsed))
    // What a process inherits from the one that started it counts as its own peak.
    measurement.peakBytes = peak > ProcessUsage.peakBytes ? peak : nil
    return measurement
  }

  /// This program as another process.
  private func own(_ arguments: [String]) throws -> [Measurement] {
    let process = try ChildProcess(CommandLine.arguments[0], arguments.prefix(1) + inputs.arguments + arguments.dropFirst(), keepsOutput: true)
    return String(decoding: process.output, as: UTF8.self).split(separator: "\n").compactMap { Measurement(line: $0) }
  }
}

extension Measurement {
  /// Of the same thing, measured several times.
  fileprivate init(merging parts: [Measurement]) {
    self.init(
      name: parts[0].name, per: parts[0].per, nanoseconds: Samples(parts.flatMap(\.nanoseconds.sorted)),
      events: parts[0].events, note: parts[0].note)
    let elapsed = parts.compactMap(\.elapsed).flatMap(\.sorted)
    if !elapsed.isEmpty { self.elapsed = Samples(elapsed) }
    peakBytes = parts.compactMap(\.peakBytes).max()
  }

  /// Of a process that saw so many events: start and compilation are divided among them too.
  fileprivate func shared(among events: Int) -> Measurement {
    var measurement = Measurement(
      name: name, per: "event", nanoseconds: Samples(nanoseconds.sorted.map { $0 / Double(events) }), events: events)
    measurement.peakBytes = peakBytes
    measurement.elapsed = elapsed
    return measurement
  }
}
