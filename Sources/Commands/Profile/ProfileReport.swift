import Bytecode
import Compiler
import Diagnostics
import Runtime

/// What a profile says, rule by rule, in the order in which it is shown.
struct ProfileReport {
  /// A check as it is written somewhere.
  struct WrittenCheck {
    var place: WrittenPlace
    /// On one line.
    var text: String
  }

  /// A check that stands out among those of a rule.
  struct Finding {
    var check: WrittenCheck
    /// Answers that were found for the rule, or events that it ended the evaluation of.
    var count: UInt64
    /// Of all time, from 0 to 1; only for costs.
    var share = 0.0
  }

  struct Rule {
    var name: String
    var counts: EvaluationProfile.RuleCounts
    var matches: UInt64
    var share: Double
    var costliest: Finding?
    var rejecting: Finding?

    /// Events on which a look-up of texts, or an earlier match, left the rule out.
    var notTried: UInt64 { counts.offered - min(counts.offered, counts.evaluated + counts.ruledOut) }
  }

  struct Check {
    var text: String
    var counts: EvaluationProfile.CheckCounts
    var place: WrittenCheck
  }

  /// What the machine did with all passes, or without one of them.
  struct Work {
    var pass: Pass?
    var checks: UInt64
    var instructions: UInt64
    var lookUps: UInt64
    /// Of checks and look-ups.
    var nanoseconds: Double

    /// - Parameter all: the profile with all passes, whose mean times count: a check takes the same time whatever passes ran.
    init(_ profile: EvaluationProfile, without pass: Pass? = nil, all: EvaluationProfile) {
      self.pass = pass
      nanoseconds = profile.nanoseconds(withTimesOf: all)
      checks = profile.answeredChecks
      instructions = profile.instructions
      lookUps = profile.lookUps
    }
  }

  let sources: [String]
  let events: UInt64
  let work: Work
  /// Empty where the events could be read only once.
  let withoutPass: [Work]
  let eventsWithRules: UInt64
  /// The costliest first; rules that were offered no event last.
  private(set) var rules: [Rule] = []
  /// By text; only those that were asked.
  private(set) var checks: [Check] = []
  /// What is asked for several rules at once.
  private(set) var sharedShare = 0.0
  private(set) var sharedCostliest: Finding?
  let lookUpShare: Double

  /// - Parameters:
  ///   - profile: of all sources together; also `figures`.
  ///   - withoutPass: of the same events, for each pass that was left out.
  init(
    _ profile: EvaluationProfile, _ figures: SourceFigures, sources: [String], of prepared: PreparedRules,
    withoutPass: [(Pass, EvaluationProfile)]
  ) {
    self.sources = sources
    events = figures.events
    eventsWithRules = profile.events
    work = Work(profile, all: profile)
    self.withoutPass = withoutPass.map { Work($0.1, without: $0.0, all: profile) }
    let total = max(profile.nanoseconds, 1)
    lookUpShare = profile.lookUpNanoseconds / total
    var collector = Collector(profile, prepared, total: total)
    let program = prepared.program.program
    for (index, rule) in program.rules.enumerated() where rule.isEnabled {
      let id = RuleID(rawValue: UInt32(index))
      let spans = collector.written.spans(in: id)
      let name = program.strings.text(rule.name)
      rules.append(
        Rule(
          name: name, counts: profile.rules[index], matches: figures.alerts[index], share: collector.share(of: id),
          costliest: collector.costliest(for: id, spans), rejecting: collector.rejecting(id, spans)))
    }
    rules = rules.enumerated().sorted { Self.comesBefore($0, $1) }.map(\.element)
    sharedShare = collector.share(of: nil)
    sharedCostliest = collector.costliest(for: nil, [:])
    checks = collector.checks()
  }

  private static func comesBefore(_ a: (offset: Int, element: Rule), _ b: (offset: Int, element: Rule)) -> Bool {
    if a.element.share != b.element.share { return a.element.share > b.element.share }
    if a.element.counts.offered != b.element.counts.offered { return a.element.counts.offered > b.element.counts.offered }
    return a.offset < b.offset
  }
}

/// Puts together what belongs to a rule.
private struct Collector {
  private let profile: EvaluationProfile
  private let total: Double
  var written: WrittenChecks
  private var locator: SourceLocator
  /// By rule, nil for what is asked for several.
  private var answers: [RuleID?: [(check: CheckID, count: UInt64)]] = [:]
  private var rejections: [RuleID?: [(check: CheckID, count: UInt64)]] = [:]

  init(_ profile: EvaluationProfile, _ prepared: PreparedRules, total: Double) {
    self.profile = profile
    self.total = total
    written = prepared.writtenChecks
    locator = SourceLocator(prepared.map)
    for (pair, count) in profile.answers { answers[pair.rule, default: []].append((pair.check, count)) }
    for (pair, count) in profile.rejections { rejections[pair.rule, default: []].append((pair.check, count)) }
  }

  private func share(_ check: CheckID, _ count: UInt64) -> Double {
    Double(count) * profile.checks[Int(check.rawValue)].timing.mean / total
  }

  func share(of rule: RuleID?) -> Double {
    // In one order, so that the sum is the same in every run.
    (answers[rule] ?? []).sorted { $0.check.rawValue < $1.check.rawValue }.reduce(0) { $0 + share($1.check, $1.count) }
  }

  mutating func costliest(for rule: RuleID?, _ spans: [CheckID: SourceSpan]) -> ProfileReport.Finding? {
    let costs = (answers[rule] ?? []).map { ($0.check, $0.count, share($0.check, $0.count)) }
    guard let most = costs.max(by: { ($0.2, $1.0.rawValue) < ($1.2, $0.0.rawValue) }) else { return nil }
    return ProfileReport.Finding(check: place(most.0, spans), count: most.1, share: most.2)
  }

  mutating func rejecting(_ rule: RuleID, _ spans: [CheckID: SourceSpan]) -> ProfileReport.Finding? {
    let found = rejections[rule] ?? []
    guard let most = found.max(by: { ($0.count, $1.check.rawValue) < ($1.count, $0.check.rawValue) }) else { return nil }
    return ProfileReport.Finding(check: place(most.check, spans), count: most.count)
  }

  /// The checks that were asked.
  mutating func checks() -> [ProfileReport.Check] {
    var found: [ProfileReport.Check] = []
    for (index, counts) in profile.checks.enumerated() where counts.evaluated > 0 {
      let id = CheckID(rawValue: UInt32(index))
      found.append(ProfileReport.Check(text: written.text(of: id), counts: counts, place: place(id, [:])))
    }
    return found.sorted { Array($0.text.utf8).lexicographicallyPrecedes(Array($1.text.utf8)) }
  }

  private mutating func place(_ check: CheckID, _ spans: [CheckID: SourceSpan]) -> ProfileReport.WrittenCheck {
    let span = spans[check] ?? written.span(of: check)
    return ProfileReport.WrittenCheck(place: WrittenPlace(span, &locator), text: locator.map.textOnOneLine(of: span))
  }
}
