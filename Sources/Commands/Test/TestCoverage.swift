import Diagnostics

/// How much of the rules the tests have seen; of all rule sets of a run.
struct TestCoverage {
  struct Branch {
    let label: String
    let place: WrittenPlace
    let hasHeld: Bool
    let hasFailed: Bool
  }

  struct Rule {
    let name: String
    /// The first is the rule itself.
    let branches: [Branch]

    /// Answers that were seen, of two for each branch.
    var seen: Int { branches.reduce(0) { $0 + ($1.hasHeld ? 1 : 0) + ($1.hasFailed ? 1 : 0) } }
    var possible: Int { 2 * branches.count }
  }

  private(set) var rules: [Rule] = []

  var seen: Int { rules.reduce(0) { $0 + $1.seen } }
  var possible: Int { rules.reduce(0) { $0 + $1.possible } }

  /// From 0 to 100; rounded down, so that 100 means all.
  var percent: Int { possible == 0 ? 100 : seen * 100 / possible }

  mutating func add(_ recorder: CoverageRecorder, map: SourceMap) {
    var locator = SourceLocator(map)
    for rule in recorder.rules {
      rules.append(
        Rule(
          name: rule.name,
          branches: rule.branches.map { branch in
            Branch(
              label: branch.label, place: WrittenPlace(branch.place, &locator), hasHeld: branch.hasHeld,
              hasFailed: branch.hasFailed)
          }))
    }
  }

  /// What tests have not seen, rule by rule.
  var text: String {
    var text = "coverage: \(percent) % (\(seen) of \(possible) answers)\n"
    for rule in rules where rule.seen < rule.possible {
      text += "  \(rule.name) (\(rule.branches[0].place.text)): \(rule.seen) of \(rule.possible)\n"
      for (index, branch) in rule.branches.enumerated() where !(branch.hasHeld && branch.hasFailed) {
        // Where a rule was never tried, there is nothing to say of its parts.
        if index > 0, rule.seen == 0 { break }
        text += "    \(index == 0 ? "the rule" : branch.label) \(branch.missing) (\(branch.place.text))\n"
      }
    }
    return text
  }
}

extension TestCoverage.Branch {
  fileprivate var missing: String {
    switch (hasHeld, hasFailed) {
    case (false, false): "was never asked"
    case (false, true): "never held"
    default: "never failed"
    }
  }
}
