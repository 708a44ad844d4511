import Synchronization

/// Counts behaviour in memory of a fixed size.
///
/// One writer. For each event the engine calls `advance(to:)`, builds the key once (`hasher`), and calls `observe` where the
/// sketch's condition holds or `estimate` where it does not; the answer stands for the whole event. None of these allocates.
@usableFromInline package struct Sketch: ~Copyable {
  package let definition: SketchDefinition
  package let fingerprint: KeyFingerprint
  let shape: SketchShape
  private let key: SketchKey?
  /// Takes part in nothing. A struct of this size that is borrowed would first be copied, for each question about an event; one
  /// with a member that cannot be moved while it is borrowed is passed by its address.
  private let anchor = Atomic<UInt8>(0)

  /// Counters, and the tags of a table.
  var cells: Cells
  /// Counters of a sketch that is only read, laid out in the same way; no words where there is none.
  private var baseline = Cells(words: 0)
  var distinctKeys: DistinctCounter
  var histogram: PriorHistogram
  var top: TopList
  var recent: RecentKeys
  /// Of no length that matters unless keys count once in a slot.
  var filter: SlotFilter
  private let hasFilter: Bool
  private var quotas: OwnerQuotas
  private let hasQuota: Bool
  /// Whether there are keys that are not counted.
  private let isGuarded: Bool
  private var canaries: NoiseCanaries
  /// Where a table counts whose batch has room.
  private var view = FingerprintTable.GenerationView.none

  @usableFromInline package internal(set) var clock = EventClock()
  /// The position of the clock from which on there is more to be done than to move it: another window or slot begins. 0 where it is
  /// not known.
  @usableFromInline var due: UInt64 = 0
  package internal(set) var learning: LearningGate
  var settledHealth = SketchHealth()
  package internal(set) var noise = NoiseFloor.none
  /// Those that are in no statistics yet: in none of `settledEvents`, `settledHealth`, `totals`, `histogram` and `probeCountdown`.
  var batch = EventBatch()
  var settledEvents: UInt64 = 0
  /// Events until the canaries are asked again.
  var probeCountdown = Self.probeInterval

  /// The generation that counts now; the others, going round, are younger the further behind it they are.
  var newest = 0
  /// By generation: the seen time at which it began, and the sum of the weights in it.
  var starts: Cells
  var totals: Cells
  /// The seen time at which the next generation begins.
  var nextRotation: UInt64 { didSet { due = 0 } }

  static let probeInterval: UInt64 = 1 << 16

  /// - Parameter key: nil only for tools that read and add up files without knowing it: no noise is measured then.
  init(_ definition: SketchDefinition, key: SketchKey?, fingerprint: KeyFingerprint) {
    self.definition = definition
    self.key = key
    self.fingerprint = fingerprint
    shape = definition.shape
    cells = Cells(words: shape.byteCount / 8)
    distinctKeys = DistinctCounter(generations: shape.generations)
    histogram = PriorHistogram(generations: shape.generations)
    top = TopList(capacity: definition.topCapacity)
    recent = RecentKeys(capacity: definition.topCapacity)
    hasFilter = definition.countOncePer != nil
    filter = SlotFilter(duration: definition.countOncePer ?? 1, bytes: hasFilter ? definition.filterBytes : 8)
    hasQuota = definition.quota != nil
    isGuarded = definition.countOncePer != nil || definition.quota != nil
    quotas = OwnerQuotas(definition.quota ?? NewKeyQuota(newKeys: .max, period: .max))
    canaries = NoiseCanaries(key ?? SketchKey(first: 0, second: 0))
    learning = LearningGate(definition.learning)
    starts = Cells(words: shape.generations)
    totals = Cells(words: shape.generations)
    nextRotation = definition.period ?? .max
  }

  package init(_ definition: SketchDefinition, key: SketchKey) {
    self.init(definition, key: key, fingerprint: key.fingerprint)
  }

  /// Hashes keys for this sketch; nil without a secret.
  package func hasher() -> KeyHasher? {
    guard let key else { return nil }
    return KeyHasher(key, definition.schema)
  }

  var authenticationKey: [UInt8]? { key.map(Self.authenticationKey) }

  /// Gives away everything, and leaves an empty sketch of the smallest size, that counts the same.
  package mutating func giveAway() -> Sketch {
    guard let shape = try? SketchShape.table(memory: 2 * SketchShape.lineWords * 8, generations: 1) else {
      preconditionFailure("two lines are a table")
    }
    var definition = SketchDefinition(self.definition.schema, shape)
    definition.topCapacity = 0
    var other = Sketch(definition, key: key, fingerprint: fingerprint)
    swap(&self, &other)
    return other
  }

  // MARK: Time

  /// The next event is of another input: the time between them was not seen.
  package mutating func beginInput() { clock.beginInput() }

  /// Before the event's own calls.
  @inlinable
  @inline(__always)
  package mutating func advance(to time: UInt64) {
    if time >= clock.position && time < due { clock.position = time } else { advanceFully(to: time) }
  }

  @usableFromInline
  @inline(never)
  mutating func advanceFully(to time: UInt64) {
    clock.advance(to: time)
    if clock.seen >= nextRotation { rotate() }
    if hasFilter { filter.advance(to: clock.seen) }
    let (next, seen) = (min(nextRotation, hasFilter ? filter.nextSlot : .max), clock.seen)
    let (time, overflow) = clock.position.addingReportingOverflow(next > seen ? next - seen : 0)
    due = overflow ? .max : time
  }

  /// Forgets the oldest generation, or several after a long time without events.
  private mutating func rotate() {
    guard let period = definition.period else { return }
    endBatch()
    let steps = (clock.seen - nextRotation) / period + 1
    let begin = nextRotation + (steps - 1) * period
    nextRotation = begin &+ period
    if definition.halves { return halve(Int(min(steps, 63)), at: begin) }
    for step in 0..<Int(min(steps, UInt64(shape.generations))) {
      newest = (newest + 1) % shape.generations
      clearNewest()
      distinctKeys.clear(generation: newest)
      histogram.clear(generation: newest)
      totals[newest] = 0
      let younger = min(steps, UInt64(shape.generations)) - 1 - UInt64(step)
      starts[newest] = begin - min(younger * period, begin)
    }
    recount()
  }

  private mutating func clearNewest() {
    switch (shape.backend, shape.counter) {
    case (.table, _): FingerprintTable(shape).clear(newest, in: &cells)
    case (.countMin, .bits16): CountMin<UInt16>(shape).clear(newest, in: &cells)
    case (.countMin, .bits32): CountMin<UInt32>(shape).clear(newest, in: &cells)
    }
  }

  /// Halves all counts so many times, rounding down. Which keys are different is counted anew.
  private mutating func halve(_ times: Int, at begin: UInt64) {
    switch (shape.backend, shape.counter) {
    case (.table, _): FingerprintTable(shape).halve(&cells, times)
    case (.countMin, .bits16): cells.halve(UInt16.self, times)
    case (.countMin, .bits32): cells.halve(UInt32.self, times)
    }
    histogram.halve(times)
    distinctKeys.clear(generation: newest)
    totals[newest] >>= UInt64(times)
    starts[newest] = begin
    recount()
  }

  private mutating func recount() {
    for entry in 0..<top.count { top.recount(entry, fullEstimate(top.key(entry))) }
  }

  // MARK: Estimates

  /// By itself, as `refuse` and each kind of `observe`: what few sketches need keeps the registers of the others.
  @inline(never)
  private func baseEstimate<Counters: KeyCounting>(_ home: Counters.Home, in counters: Counters) -> UInt64 {
    counters.estimate(home, in: baseline)
  }

  @inline(__always)
  private func fullEstimate(_ key: KeyHash, in counters: some KeyCounting) -> UInt64 {
    let home = counters.home(key)
    let own = counters.estimate(home, in: cells)
    return baseline.count == 0 ? own : own &+ baseEstimate(home, in: counters)
  }

  func fullEstimate(_ key: KeyHash) -> UInt64 {
    switch (shape.backend, shape.counter) {
    case (.table, _): fullEstimate(key, in: FingerprintTable(shape))
    case (.countMin, .bits16): fullEstimate(key, in: CountMin<UInt16>(shape))
    case (.countMin, .bits32): fullEstimate(key, in: CountMin<UInt32>(shape))
    }
  }

  /// What the sketch says of a key, without counting it.
  ///
  /// - Parameter weight: what the event will add if it is counted later.
  package func estimate(_ key: KeyHash, adding weight: UInt32 = 0) -> Observation {
    let full = fullEstimate(key)
    if weight > 0 && hasFilter && filter.contains(key) { return Self.repetition(full) }
    return Observation(prior: full, count: full &+ UInt64(weight))
  }

  /// Of a key that is in the count already for this slot.
  @inline(__always)
  private static func repetition(_ full: UInt64) -> Observation {
    let count = max(full, 1)
    return Observation(prior: count - 1, count: count)
  }

  // MARK: Counting

  /// Counts a key and says what was known of it before. Also what counts an event later that only `estimate` was asked of.
  ///
  /// - Parameter owner: whose quota a new key takes from.
  package mutating func observe(_ key: KeyHash, weight: UInt32 = 1, owner: OwnerHash? = nil) -> Observation {
    guard batch.hasRoom, weight == 1 else { return observeFully(key, weight, owner) }
    guard shape.backend == .table else { return observePairs(key) }
    let counters = FingerprintTable(shape)
    guard let counted = counters.addToKnown(counters.home(key), view, to: &cells) else {
      return observeFully(key, weight, owner)
    }
    batch.add(counted)
    let observation = Observation(prior: counted.older &+ counted.before, count: counted.older &+ counted.after, .counted)
    return top.note(key, observation.count) ? finish(observation, of: key) : observation
  }

  @inline(never)
  private mutating func observePairs(_ key: KeyHash) -> Observation {
    let counters = CountMin<UInt16>(shape)
    let counted = counters.addToPairs(counters.home(key), newest, to: &cells)
    batch.add(counted)
    // A key that this generation has may be there by chance.
    distinctKeys.add(key, generation: newest)
    let observation = Observation(prior: counted.older &+ counted.before, count: counted.older &+ counted.after, .counted)
    return top.note(key, observation.count) || observation.isNew ? finish(observation, of: key) : observation
  }

  /// What few events need, by itself: nothing that it does has to be kept in mind for the others.
  @inline(never)
  private mutating func finish(_ observation: Observation, of key: KeyHash) -> Observation {
    var observation = observation
    if top.wants(key, observation.count) || (observation.isNew && learning.isOpen && recent.capacity > 0) {
      observation.flags.insert(.wantsName)
    }
    return observation
  }

  /// Brings the batch into the statistics. It may go on.
  package mutating func settle() {
    let events = UInt64(batch.count)
    settledEvents &+= events
    probeCountdown &-= events
    totals[newest] &+= events
    settledHealth.saturations &+= batch.saturations
    histogram.add(batch, generation: newest)
    // The event that asks the canaries is in none.
    batch.begin(limit: min(batch.limit, Int(probeCountdown) - 1))
  }

  /// Each event is observed fully, until one finds that this need not be.
  mutating func endBatch() {
    settle()
    batch.begin(limit: 0)
  }

  /// Where nothing is to be done with events of known keys but to count them.
  private mutating func beginBatch() {
    if isGuarded || baseline.count > 0 || !learning.isOpen { return }
    switch (shape.backend, shape.counter) {
    case (.table, _):
      guard let view = FingerprintTable(shape).view(newest, of: cells) else { return }
      self.view = view
    case (.countMin, .bits16):
      guard CountMin<UInt16>(shape).hasPairs(in: cells) else { return }
    case (.countMin, .bits32): return
    }
    batch.begin(limit: min(EventBatch.capacity, Int(probeCountdown) - 1))
  }

  @inline(never)
  private mutating func observeFully(_ key: KeyHash, _ weight: UInt32, _ owner: OwnerHash?) -> Observation {
    if batch.isFull {
      settle()
      if batch.hasRoom { return observe(key, weight: weight, owner: owner) }
    }
    endBatch()
    return switch (shape.backend, shape.counter) {
    case (.table, _): observe(key, weight, owner, FingerprintTable.self)
    case (.countMin, .bits16): observe(key, weight, owner, CountMin<UInt16>.self)
    case (.countMin, .bits32): observe(key, weight, owner, CountMin<UInt32>.self)
    }
  }

  @inline(__always)
  private mutating func observe<Counters: KeyCounting>(
    _ key: KeyHash, _ weight: UInt32, _ owner: OwnerHash?, _: Counters.Type
  ) -> Observation {
    if isGuarded, let refused = refuse(key, weight, owner) { return refused }
    let counters = Counters(shape)
    let home = counters.home(key)
    let counted = counters.add(weight, home, newest, to: &cells, &settledHealth)
    let older = baseline.count == 0 ? counted.older : counted.older &+ baseEstimate(home, in: counters)
    let observation = Observation(prior: older &+ counted.before, count: older &+ counted.after, .counted)
    settledEvents &+= 1
    totals[newest] &+= UInt64(weight)
    histogram.add(observation.prior, generation: newest)
    // A key that this generation has is among its different keys; in count-min it may be there by chance.
    if counted.before == 0 || shape.backend == .countMin { distinctKeys.add(key, generation: newest) }
    learning.note(isNew: observation.isNew, events: settledEvents, seen: clock.seen)
    probeCountdown &-= 1
    if probeCountdown == 0 { probe() }
    beginBatch()
    return top.note(key, observation.count) || observation.isNew ? finish(observation, of: key) : observation
  }

  /// What is said of a key that is not counted: one that was counted in this slot, and a new one whose owner has no quota left.
  /// What is refused is in no figure: a flood must not move the percentiles of others either.
  @inline(never)
  private mutating func refuse(_ key: KeyHash, _ weight: UInt32, _ owner: OwnerHash?) -> Observation? {
    let full = fullEstimate(key)
    if hasFilter {
      if filter.contains(key) { return Self.repetition(full) }
      filter.insert(key)
    }
    guard hasQuota, let owner, full == 0, !quotas.admits(owner, seen: clock.seen) else { return nil }
    settledHealth.refusals &+= 1
    var refused = Observation(prior: 0, count: UInt64(weight))
    refused.flags = .burst
    return refused
  }

  /// The text of a key whose observation wanted it.
  package mutating func name(_ key: KeyHash, _ observation: Observation, text: Span<UInt8>) {
    top.insert(key, observation.count, text: text)
    if observation.isNew, learning.isOpen { recent.insert(key, time: clock.last, text: text) }
  }

  // MARK: What the counts are worth

  /// Asks the canaries, as is done by itself with every 65 536th event.
  package mutating func probe() {
    settle()
    probeCountdown = Self.probeInterval
    guard key != nil else { return }
    for index in 0..<NoiseCanaries.count { canaries.note(fullEstimate(canaries.key(index)), index) }
    noise = canaries.floor
  }

  /// Of a thousand other events that were counted, how many had a key with a prior count like this one or less.
  package func percentile(_ observation: Observation) -> UInt16 {
    histogram.perMille(observation.prior, without: observation.isCounted ? 1 : 0, with: batch)
  }

  package func tag(_ observation: Observation) -> SketchTag {
    if !learning.isOpen { return .learning }
    if observation.isNew { return .new }
    let tags = definition.tags
    return observation.prior < tags.common && percentile(observation) <= tags.rarePerMille ? .rare : .common
  }

  /// Whether "counted less than `threshold`" means anything: enough was learned, and keys that were never counted do not look
  /// as if they were.
  package func isTrusted(below threshold: UInt64) -> Bool { learning.isOpen && noise.percentile99 < threshold }

  /// Different keys in the window.
  package var distinct: UInt64 { distinctKeys.estimate }

  /// The sum of all weights in the window: N of ε·N.
  package var total: UInt64 {
    var sum: UInt64 = 0
    for generation in 0..<shape.generations { sum &+= total(of: generation) }
    return sum
  }

  func total(of generation: Int) -> UInt64 { totals[generation] &+ (generation == newest ? UInt64(batch.count) : 0) }

  /// Events that were counted, ever.
  package var events: UInt64 { settledEvents &+ UInt64(batch.count) }

  /// Events until the canaries are asked again.
  var untilProbe: UInt64 { probeCountdown &- UInt64(batch.count) }

  package var health: SketchHealth {
    var health = settledHealth
    health.saturations &+= batch.saturations
    return health
  }

  /// How much of the seen time the window covers, in nanoseconds.
  package var age: UInt64 {
    if definition.halves { return clock.seen }
    var oldest = clock.seen
    for generation in 0..<shape.generations { oldest = min(oldest, starts[generation]) }
    return clock.seen - oldest
  }

  /// Of the events in the window, how many had a key that had been counted less than 2^`power` times.
  package func events(below power: Int) -> UInt64 { histogram.below(power: power, with: batch) }

  /// Events in the window.
  package var eventsInWindow: UInt64 { histogram.total &+ UInt64(batch.count) }

  /// Those that are counted most, most first.
  package var topKeys: [TopKey] {
    (0..<top.count).map { TopKey(key: top.key($0), count: top.count($0), text: top.text($0)) }
      .sorted { ($1.count, $0.key.rawValue) < ($0.count, $1.key.rawValue) }
  }

  /// Those that were new last, the last first.
  package var recentKeys: [RecentKey] {
    (0..<recent.count).map {
      RecentKey(key: recent.key($0), time: recent.time($0), count: fullEstimate(recent.key($0)), text: recent.text($0))
    }
  }

  // MARK: Baseline

  /// Adds what `other` counted to every estimate from now on. Nothing that is counted here changes it.
  package mutating func setBaseline(_ other: borrowing Sketch) throws(SketchMismatch) {
    try requireSame(other)
    endBatch()
    baseline = Cells(words: cells.count)
    baseline.copy(other.cells)
    if other.learning.isOpen { learning.isOpen = true }
  }
}
