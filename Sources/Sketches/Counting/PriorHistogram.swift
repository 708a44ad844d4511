/// How many events had a key of which prior count, by powers of two, for each generation: what a percentile is read from.
///
/// Bucket 0 is for new keys, bucket b for prior counts of b bits.
struct PriorHistogram: ~Copyable {
  static let bucketCount = 65
  /// Of events that follow each other, each goes to another part: most have the same bucket, and would wait for each other there.
  private static let partCount = 4

  /// All parts, one behind the other.
  private var parts: Cells
  /// All generations together.
  private(set) var total: UInt64 = 0
  private let generations: Int

  init(generations: Int) {
    self.generations = generations
    parts = Cells(words: Self.partCount * generations * Self.bucketCount)
  }

  /// Buckets of all generations.
  var count: Int { generations * Self.bucketCount }

  subscript(bucket: Int) -> UInt64 {
    var sum: UInt64 = 0
    for part in 0..<Self.partCount { sum &+= parts[part * count + bucket] }
    return sum
  }

  @inline(__always)
  private static func bucket(_ prior: UInt64) -> Int { 64 &- prior.leadingZeroBitCount }

  mutating func add(_ prior: UInt64, generation: Int) {
    parts[generation &* Self.bucketCount &+ Self.bucket(prior)] &+= 1
    total &+= 1
  }

  mutating func add(_ events: borrowing EventBatch, generation: Int) {
    precondition(generation >= 0 && generation < generations, "a generation that there is not")
    for event in 0..<events.count {
      let part = (event & (Self.partCount &- 1)) &* count
      // Safe: each part has all buckets of all generations.
      unsafe parts.add(1, uncheckedAt: part &+ generation &* Self.bucketCount &+ Self.bucket(events.prior(event)))
    }
    total &+= UInt64(events.count)
  }

  /// Of a thousand events, rounded down, how many had a prior count in the bucket of this one or below. An alert for at most p
  /// per mille therefore meets at most p + 1 per mille of what was counted.
  ///
  /// - Parameters:
  ///   - own: how many of those counted are the event that asks.
  ///   - others: events that are counted and not here yet.
  func perMille(_ prior: UInt64, without own: UInt64, with others: borrowing EventBatch) -> UInt16 {
    let counted = self.total &+ UInt64(others.count)
    guard counted > own else { return 0 }
    let total = counted - own
    var below = sum(through: Self.bucket(prior), with: others)
    // A window may have ended since the event was counted.
    below -= min(own, below)
    let (product, overflow) = below.multipliedReportingOverflow(by: 1000)
    return UInt16(truncatingIfNeeded: overflow ? below / (total / 1000) : product / total)
  }

  /// Events whose key had a prior count of less than 2^`power`.
  func below(power: Int, with others: borrowing EventBatch) -> UInt64 {
    sum(through: min(power, Self.bucketCount - 1), with: others)
  }

  private func sum(through last: Int, with others: borrowing EventBatch) -> UInt64 {
    var sum: UInt64 = 0
    for row in 0..<Self.partCount &* generations {
      for bucket in 0...last { sum &+= parts[row &* Self.bucketCount &+ bucket] }
    }
    for event in 0..<others.count { sum &+= Self.bucket(others.prior(event)) <= last ? 1 : 0 }
    return sum
  }

  /// All buckets, generation by generation.
  func buckets(with others: borrowing EventBatch, in generation: Int) -> Cells {
    var buckets = Cells(words: count)
    for bucket in 0..<count { buckets[bucket] = self[bucket] }
    for event in 0..<others.count { buckets[generation * Self.bucketCount + Self.bucket(others.prior(event))] &+= 1 }
    return buckets
  }

  mutating func halve(_ times: Int) {
    for bucket in 0..<count { set(bucket, self[bucket] >> UInt64(times)) }
    rebuild()
  }

  mutating func clear(generation: Int) {
    for bucket in generation * Self.bucketCount..<(generation + 1) * Self.bucketCount { set(bucket, 0) }
    rebuild()
  }

  private mutating func set(_ bucket: Int, _ events: UInt64) {
    for part in 0..<Self.partCount { parts[part * count + bucket] = part == 0 ? events : 0 }
  }

  private mutating func rebuild() {
    total = 0
    for place in 0..<parts.count { total &+= parts[place] }
  }

  mutating func merge(_ other: borrowing PriorHistogram, from source: Int, into generation: Int) {
    for bucket in 0..<Self.bucketCount {
      parts[generation * Self.bucketCount + bucket] &+= other[source * Self.bucketCount + bucket]
    }
    rebuild()
  }

  mutating func read(from reader: inout ByteReader) throws(ByteReader.Failure) {
    var buckets = Cells(words: count)
    try reader.words(into: &buckets)
    for bucket in 0..<count { set(bucket, buckets[bucket]) }
    rebuild()
  }
}
