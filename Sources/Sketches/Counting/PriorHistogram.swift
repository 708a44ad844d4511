/// How many events had a key of which prior count, by powers of two, for each generation: what a percentile is read from.
///
/// Bucket 0 is for new keys, bucket b for prior counts of b bits.
struct PriorHistogram: ~Copyable {
  static let bucketCount = 65

  private(set) var buckets: Cells
  /// All generations together.
  private(set) var total: UInt64 = 0
  private let generations: Int

  init(generations: Int) {
    self.generations = generations
    buckets = Cells(words: generations * Self.bucketCount)
  }

  @inline(__always)
  private static func bucket(_ prior: UInt64) -> Int { 64 &- prior.leadingZeroBitCount }

  @inline(__always)
  mutating func add(_ prior: UInt64, generation: Int) {
    buckets[generation &* Self.bucketCount &+ Self.bucket(prior)] &+= 1
    total &+= 1
  }

  /// Of a thousand events, rounded down, how many had a prior count in the bucket of this one or below. An alert for at most p
  /// per mille therefore meets at most p + 1 per mille of what was counted.
  ///
  /// - Parameter own: how many of those counted are the event that asks.
  func perMille(_ prior: UInt64, without own: UInt64) -> UInt16 {
    guard self.total > own else { return 0 }
    let total = self.total - own
    var below = sum(through: Self.bucket(prior))
    // A window may have ended since the event was counted.
    below -= min(own, below)
    let (product, overflow) = below.multipliedReportingOverflow(by: 1000)
    return UInt16(truncatingIfNeeded: overflow ? below / (total / 1000) : product / total)
  }

  /// Events whose key had a prior count of less than 2^`power`.
  func below(power: Int) -> UInt64 { sum(through: min(power, Self.bucketCount - 1)) }

  private func sum(through last: Int) -> UInt64 {
    var sum: UInt64 = 0
    for generation in 0..<generations {
      for bucket in 0...last { sum &+= buckets[generation &* Self.bucketCount &+ bucket] }
    }
    return sum
  }

  mutating func halve(_ times: Int) {
    for index in 0..<buckets.count { buckets[index] >>= UInt64(times) }
    rebuild()
  }

  mutating func clear(generation: Int) {
    buckets.clear(generation * Self.bucketCount..<(generation + 1) * Self.bucketCount)
    rebuild()
  }

  private mutating func rebuild() { total = sum(through: Self.bucketCount - 1) }

  mutating func merge(_ other: borrowing PriorHistogram, from source: Int, into generation: Int) {
    for bucket in 0..<Self.bucketCount {
      buckets[generation * Self.bucketCount + bucket] &+= other.buckets[source * Self.bucketCount + bucket]
    }
    rebuild()
  }

  mutating func read(from reader: inout ByteReader) throws(ByteReader.Failure) {
    try reader.words(into: &buckets)
    rebuild()
  }
}
