/// What a sketch answers for keys that were never counted, measured: 256 canaries, made from the secret, that nobody can count.
struct NoiseCanaries: ~Copyable {
  static let count = 256

  private var keys = Cells(words: Self.count)
  private var estimates = Cells(words: Self.count)

  init(_ key: SketchKey) {
    let hash = key.hash(for: .canaries)
    for index in 0..<Self.count { keys[index] = hash(UInt64(index), 0) }
  }

  func key(_ index: Int) -> KeyHash { KeyHash(rawValue: keys[index]) }

  mutating func note(_ estimate: UInt64, _ index: Int) {
    // Sorted as they come in; nearly all are equal.
    var place = index
    while place > 0, estimates[place - 1] > estimate {
      estimates[place] = estimates[place - 1]
      place -= 1
    }
    estimates[place] = estimate
  }

  /// - Precondition: all were noted.
  var floor: NoiseFloor { NoiseFloor(median: estimates[Self.count / 2 - 1], percentile99: estimates[Self.count * 99 / 100]) }
}

/// Half of all keys that were never counted, and 99 of a hundred of them, have at most this estimate.
package struct NoiseFloor: BitwiseCopyable, Sendable, Equatable {
  package let median: UInt64
  package let percentile99: UInt64

  static let none = NoiseFloor(median: 0, percentile99: 0)
}
