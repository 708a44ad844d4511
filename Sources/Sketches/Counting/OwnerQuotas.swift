/// How many new keys an owner may bring.
package struct NewKeyQuota: BitwiseCopyable, Sendable, Equatable {
  package var newKeys: UInt64
  /// Nanoseconds of seen time.
  package var period: UInt64

  package init(newKeys: UInt64, period: UInt64) {
    self.newKeys = newKeys
    self.period = max(period, 1)
  }
}

/// How many new keys each owner has brought in the present period, in a table of fixed size: four places for an owner, by its
/// hash. Who finds no place takes that of the owner with the fewest.
struct OwnerQuotas: ~Copyable {
  private static let buckets = 256
  private static let places = 4
  /// Of a place: owner, period, new keys.
  private static let words = 3

  private var entries = Cells(words: Self.buckets * Self.places * Self.words)
  private let limit: NewKeyQuota

  init(_ limit: NewKeyQuota) { self.limit = limit }

  /// Whether one more new key of the owner is counted.
  mutating func admits(_ owner: OwnerHash, seen: UInt64) -> Bool {
    // From 1, so that an empty place is of no period.
    let period = seen / limit.period &+ 1
    let bucket = Int(truncatingIfNeeded: owner.rawValue >> 32) & (Self.buckets - 1)
    var target = -1
    var fewest = UInt64.max
    for place in 0..<Self.places {
      let entry = (bucket * Self.places + place) * Self.words
      let isPresent = entries[entry + 1] == period
      if isPresent && entries[entry] == owner.rawValue {
        if entries[entry + 2] >= limit.newKeys { return false }
        entries[entry + 2] += 1
        return true
      }
      let count = isPresent ? entries[entry + 2] : 0
      if target < 0 || count < fewest { (target, fewest) = (entry, count) }
    }
    guard limit.newKeys > 0 else { return false }
    entries[target] = owner.rawValue
    entries[target + 1] = period
    entries[target + 2] = 1
    return true
  }
}
