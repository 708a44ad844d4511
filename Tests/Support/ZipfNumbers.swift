/// Numbers from 0 on, the first of which come most often: number i with a share of 1 / rank(i + 1).
package struct ZipfNumbers: Sendable {
  /// Of the shares up to each number.
  private let sums: [Double]

  /// - Parameter rank: `{ $0 }` for Zipf's law, steeper where it grows faster.
  package init(_ count: Int, rank: (Double) -> Double) {
    var (sums, sum): ([Double], Double) = ([], 0)
    for number in 1...count {
      sum += 1 / rank(Double(number))
      sums.append(sum)
    }
    self.sums = sums
  }

  package func next(using random: inout SplitMix64) -> Int {
    let target = Double.random(in: 0..<(sums.last ?? 0), using: &random)
    var (low, high) = (0, sums.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] < target { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// What grows as the 1.25th power.
  package static func steep(_ number: Double) -> Double { number * number.squareRoot().squareRoot() }
}
