import Bytecode

/// Counts and times what the machine does.
///
/// Counts hang on nothing but the events. Only the mean time of a check is measured; what a rule costs follows from that
/// and from counts.
struct ProfileProbe: EvaluationProbe {
  private var counts: EvaluationProfile
  private let map: EntryMap
  /// By entry: the events that it was for.
  private var entryEvents: [UInt64]
  private let overhead = Self.overhead
  private var started = ContinuousClock.now

  /// The running number of the event, and by rule that of the event that a trigger led to it on last: several may, and what
  /// is asked is asked once.
  private var event: UInt64 = 0
  private var tried: [UInt64]
  private var isTriedAgain = false
  /// For whom is asked; nil for several rules.
  private var asker: RuleID?
  /// What was asked last, and by subcondition what was asked last in it.
  private var last: CheckID?
  private var lastWithin: [CheckID?]
  /// The code of the entry up to here has run or was jumped over.
  private var reached = 0

  init(_ program: Program) {
    counts = EvaluationProfile(program)
    map = EntryMap(program)
    entryEvents = Array(repeating: 0, count: program.entries.count)
    tried = Array(repeating: 0, count: program.rules.count)
    lastWithin = Array(repeating: nil, count: program.subconditions.count)
  }

  /// What was counted so far.
  var profile: EvaluationProfile {
    var profile = counts
    for (entry, events) in entryEvents.enumerated() {
      profile.events += events
      for rule in map.rules(of: entry) { profile.rules[Int(rule.rawValue)].offered += events }
    }
    for check in profile.checks.indices { profile.checks[check].timing.subtract(overhead) }
    profile.lookUpTiming.subtract(overhead)
    return profile
  }

  // MARK: Rules

  mutating func begin(_ entry: EntryID) {
    event += 1
    entryEvents[Int(entry.rawValue)] += 1
  }

  mutating func willTry(_ rule: RuleID) {
    asker = rule
    last = nil
    isTriedAgain = tried[Int(rule.rawValue)] == event
    tried[Int(rule.rawValue)] = event
    if !isTriedAgain { counts.rules[Int(rule.rawValue)].evaluated += 1 }
  }

  mutating func didTry(_ rule: RuleID, holds: Bool) {
    if !holds, !isTriedAgain { reject(rule) }
  }

  mutating func willRun(_ start: CodeOffset) {
    reached = Int(start.rawValue)
    asker = nil
    last = nil
  }

  mutating func willExecute(_ pc: Int) {
    counts.instructions += 1
    guard pc >= map.start else { return }
    // A jump passes over the matches of the rules that are ruled out, and over nothing else that matches.
    for rule in map.matches(from: reached, to: pc) {
      if asker == nil { counts.rules[Int(rule.rawValue)].ruledOut += 1 }
      reject(rule)
    }
    reached = pc + 1
    asker = map.owners[pc - map.start]
    if let asker, map.isRuleStart[pc - map.start] { counts.rules[Int(asker.rawValue)].evaluated += 1 }
  }

  private mutating func reject(_ rule: RuleID) {
    if let last { counts.rejections[.init(rule: rule, check: last), default: 0] += 1 }
  }

  // MARK: Answers

  mutating func didAnswer(_ id: CheckID, _ value: Bool) {
    let index = Int(id.rawValue)
    counts.checks[index].timing.add(ContinuousClock.now - started)
    counts.checks[index].evaluated += 1
    if value { counts.checks[index].held += 1 }
    counts.answers[.init(rule: asker, check: id), default: 0] += 1
    last = id
  }

  mutating func didAnswer(_ id: SubconditionID) { lastWithin[Int(id.rawValue)] = last }
  mutating func reuse(_ id: CheckID) { last = id }
  mutating func reuse(_ id: SubconditionID) { last = lastWithin[Int(id.rawValue)] }

  // MARK: Time

  mutating func willAnswer() { started = .now }
  mutating func willLookUp() { started = .now }

  mutating func didLookUp() {
    counts.lookUpTiming.add(ContinuousClock.now - started)
    counts.lookUps += 1
  }

  /// What reading the clock adds to each time: the median of many.
  private static var overhead: Duration {
    let times = (0..<1001).map { _ in
      let started = ContinuousClock.now
      return ContinuousClock.now - started
    }
    return times.sorted()[times.count / 2]
  }
}

extension EvaluationProfile.Timing {
  /// Whoever takes longer was interrupted, and says nothing.
  private static let longest = Duration.microseconds(100)

  fileprivate mutating func add(_ time: Duration) {
    guard time <= Self.longest else { return }
    sum += time
    count += 1
  }

  fileprivate mutating func subtract(_ overhead: Duration) { sum = max(sum - overhead * Int(clamping: count), .zero) }
}

/// Which code of the entries is there for which rule.
private struct EntryMap {
  /// Code from here on is that of entries.
  let start: Int
  /// By instruction from `start` on: the rule that alone needs it.
  private(set) var owners: [RuleID?]
  private(set) var isRuleStart: [Bool]
  /// By instruction from `start` on: how many matches stand before it; and these.
  private var matchesBefore: [Int] = []
  private var matches: [RuleID] = []
  /// By entry.
  private let stretches: [Range<Int>]

  init(_ program: Program) {
    let start = program.entries.flatMap { [$0.rest, $0.all].compactMap { $0 } }.min().map { Int($0.rawValue) } ?? program.code.count
    self.start = start
    owners = Array(repeating: nil, count: program.code.count - start)
    isRuleStart = Array(repeating: false, count: owners.count)
    for instruction in program.code[start...] {
      matchesBefore.append(matches.count)
      if case .match(let rule) = instruction { matches.append(rule) }
    }
    matchesBefore.append(matches.count)
    for rule in program.ruleStarts {
      let own = program.code[Int(rule.offset.rawValue)...].prefix { $0 != .match(rule.rule) }
      for offset in own.startIndex...own.endIndex { owners[offset - start] = rule.rule }
      isRuleStart[own.startIndex - start] = true
    }
    stretches = program.entries.map { entry in
      let first = Int(entry.all.rawValue)
      return first..<(program.code[first...].firstIndex(of: .end) ?? program.code.count)
    }
  }

  /// Rules whose matches stand between two places.
  func matches(from: Int, to: Int) -> ArraySlice<RuleID> {
    matches[matchesBefore[from - start]..<matchesBefore[to - start]]
  }

  func rules(of entry: Int) -> ArraySlice<RuleID> { matches(from: stretches[entry].lowerBound, to: stretches[entry].upperBound) }
}
