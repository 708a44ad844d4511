import ArgumentParser

/// Measures one case once and prints it for the process that asked.
struct CaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "case", shouldDisplay: false)

  @OptionGroup var inputs: Inputs
  /// The case, then which parts of it.
  @Argument var names: [String]

  func run() throws {
    guard let name = names.first else { return }
    let choice = Choice(names: Array(names.dropFirst()))
    switch name {
    case "fields": print(try FieldCase.measure(inputs.demo) { choice.wants("fields/\($0)") })
    case "operators": print(try OperatorCase.measure { choice.wants("operators/\($0)") })
    case "sketches": print(try SketchCase.measure { choice.wants("sketches/\($0)") })
    default:
      guard let train = inputs.train else { throw HarnessFailure(message: "\(name) needs the shared data") }
      if let count = RuleCountCase.count(in: name) { return print([try RuleCountCase.measure(count, train.plain)]) }
      let (nanoseconds, events) = try replay(name, train)
      let samples = Samples([nanoseconds / Double(events)])
      print([Measurement(name: name, per: "event", nanoseconds: samples, events: events)])
    }
  }

  private func replay(_ name: String, _ train: TrainData) throws -> (nanoseconds: Double, events: Int) {
    if name == "walk" { return try Walk.measure(train.plain) }
    for work in ReplayCase.allCases {
      if name == work.name(compressed: false) { return try work.measure(train.plain, train) }
      if name == work.name(compressed: true) { return try work.measure(train.compressed, train) }
    }
    throw HarnessFailure(message: "no case is named \(name)")
  }

  private func print(_ measurements: [Measurement]) {
    for measurement in measurements { Terminal.line(measurement.line) }
  }
}

extension Measurement {
  /// As one process tells it to another: columns separated by tabs.
  fileprivate var line: String {
    let samples = nanoseconds.sorted.map { String($0) }.joined(separator: " ")
    return "\(name)\t\(per)\t\(samples)\t\(events ?? 0)\t\(note ?? "")"
  }

  init?(line: Substring) {
    let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
    guard columns.count == 5 else { return nil }
    let samples = columns[2].split(separator: " ").compactMap { Double($0) }
    guard !samples.isEmpty else { return nil }
    self.init(
      name: String(columns[0]), per: String(columns[1]), nanoseconds: Samples(samples),
      events: Int(columns[3]).flatMap { $0 > 0 ? $0 : nil }, note: columns[4].isEmpty ? nil : String(columns[4]))
  }
}
