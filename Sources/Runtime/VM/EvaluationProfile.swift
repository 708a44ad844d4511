package import Bytecode

/// What a machine did with the events of a capture, or several machines together.
package struct EvaluationProfile: Sendable {
  package struct RuleCounts: Sendable, Hashable {
    /// Events of types whose entry has the rule.
    package var offered: UInt64 = 0
    /// Events on which something was asked for this rule alone.
    package var evaluated: UInt64 = 0
    /// Events on which something that was asked for several rules ruled it out.
    package var ruledOut: UInt64 = 0
  }

  /// Answers that had to be found; what was known already costs nothing and is not counted.
  package struct CheckCounts: Sendable, Hashable {
    package var evaluated: UInt64 = 0
    package var held: UInt64 = 0
    package var timing = Timing()

    /// Nanoseconds of all answers.
    package var nanoseconds: Double { Double(evaluated) * timing.mean }
  }

  /// Times of something that happened often.
  package struct Timing: Sendable, Hashable {
    package var sum = Duration.zero
    package var count: UInt64 = 0

    /// In nanoseconds; 0 where there was nothing.
    package var mean: Double { count == 0 ? 0 : sum / .nanoseconds(1) / Double(count) }

    mutating func add(_ other: Timing) {
      sum += other.sum
      count += other.count
    }
  }

  /// A check, and the rule that it was asked for, or ruled out.
  package struct Pair: Hashable, Sendable {
    /// Nil for what is asked for several rules at once.
    package var rule: RuleID?
    package var check: CheckID
  }

  /// By rule, and by check.
  package internal(set) var rules: [RuleCounts]
  package internal(set) var checks: [CheckCounts]
  /// How often an answer was found for a rule. Whichever rule asks a check first on an event pays for it.
  package internal(set) var answers: [Pair: UInt64] = [:]
  /// How often a check was the last to be asked before a rule did not match.
  package internal(set) var rejections: [Pair: UInt64] = [:]
  /// Events of types that have an entry.
  package internal(set) var events: UInt64 = 0
  package internal(set) var instructions: UInt64 = 0
  /// Groups of triggers looked up.
  package internal(set) var lookUps: UInt64 = 0
  package internal(set) var lookUpTiming = Timing()

  init(_ program: Program) {
    rules = Array(repeating: RuleCounts(), count: program.rules.count)
    checks = Array(repeating: CheckCounts(), count: program.checks.count)
  }

  package var answeredChecks: UInt64 { checks.reduce(0) { $0 + $1.evaluated } }

  /// Nanoseconds of all look-ups.
  package var lookUpNanoseconds: Double { Double(lookUps) * lookUpTiming.mean }

  /// Nanoseconds of all answers and look-ups.
  package var nanoseconds: Double { checks.reduce(lookUpNanoseconds) { $0 + $1.nanoseconds } }

  /// The same with the mean times of another profile, as far as it has any.
  ///
  /// - Parameter other: of a program with the same checks.
  package func nanoseconds(withTimesOf other: EvaluationProfile) -> Double {
    func time(_ count: UInt64, _ timing: Timing, _ own: Timing) -> Double {
      Double(count) * (timing.count > 0 ? timing : own).mean
    }
    return zip(checks, other.checks).reduce(time(lookUps, other.lookUpTiming, lookUpTiming)) {
      $0 + time($1.0.evaluated, $1.1.timing, $1.0.timing)
    }
  }

  /// - Parameter other: of the same program.
  package mutating func add(_ other: EvaluationProfile) {
    for (index, counts) in other.rules.enumerated() {
      rules[index].offered += counts.offered
      rules[index].evaluated += counts.evaluated
      rules[index].ruledOut += counts.ruledOut
    }
    for (index, counts) in other.checks.enumerated() {
      checks[index].evaluated += counts.evaluated
      checks[index].held += counts.held
      checks[index].timing.add(counts.timing)
    }
    answers.merge(other.answers, uniquingKeysWith: +)
    rejections.merge(other.rejections, uniquingKeysWith: +)
    events += other.events
    instructions += other.instructions
    lookUps += other.lookUps
    lookUpTiming.add(other.lookUpTiming)
  }
}
