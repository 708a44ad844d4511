import ArgumentParser

/// Where everything lies; `Benchmarks/run` knows.
struct Inputs: ParsableArguments {
  @Option(help: .hidden) var root: String
  @Option(help: .hidden) var rulec: String
  /// The shared data; nil where it is missing.
  @Option(help: .hidden) var shared: String?
  /// train.scap, decompressed.
  @Option(help: .hidden) var plain: String?

  /// As options of another process.
  var arguments: [String] {
    var arguments = ["--root", root, "--rulec", rulec]
    if let shared { arguments += ["--shared", shared] }
    if let plain { arguments += ["--plain", plain] }
    return arguments
  }

  var demo: String { "\(root)/demo/attack.scap" }

  /// What stands in the repository is measured everywhere, the rest where the shared data is.
  var train: TrainData? {
    guard let shared, let plain else { return nil }
    return TrainData(root: root, shared: shared, plain: plain)
  }
}

/// The capture of everyday work, and the rules that are run on it.
struct TrainData {
  let root: String
  let shared: String
  /// The capture, decompressed.
  let plain: String

  var compressed: String { "\(shared)/captures/lab/train.scap" }
  var trivialRules: [String] { ["\(root)/Benchmarks/trivial.yaml"] }
  var stableRules: [String] { ["\(shared)/corpus/falco-rules/falco_rules.yaml"] }
  var allRules: [String] {
    ["falco_rules", "falco-incubating_rules", "falco-sandbox_rules"].map { "\(shared)/corpus/falco-rules/\($0).yaml" }
  }
}

/// Which measurements are wanted: all, or those named, by group or in full.
struct Choice {
  let names: [String]

  func wants(_ name: String) -> Bool {
    names.isEmpty || names.contains { name == $0 || name.hasPrefix("\($0)/") }
  }

  /// Something of the group may be wanted.
  func wants(group: String) -> Bool {
    names.isEmpty || names.contains { $0 == group || $0.hasPrefix("\(group)/") }
  }
}
