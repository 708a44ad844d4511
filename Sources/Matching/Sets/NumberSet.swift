/// A fixed set of 64-bit patterns: numbers of either sign, ports, symbols. Bits where the numbers lie close together, a
/// sorted array where they do not.
package struct NumberSet: Sendable {
  private var base: UInt64 = 0
  /// Bit `n` is the number `base + n`; empty when `sorted` is used.
  private var bits: [UInt64] = []
  private var sorted: [UInt64] = []

  package init(_ numbers: some Sequence<UInt64>) {
    let numbers = Set(numbers).sorted()
    guard let first = numbers.first, let last = numbers.last else { return }
    let words = (last - first) / 64 + 1
    // At most as large as the sorted array, or 512 bytes.
    guard words <= max(64, UInt64(numbers.count)) else {
      sorted = numbers
      return
    }
    base = first
    bits = Array(repeating: 0, count: Int(words))
    for number in numbers { bits[Int((number - first) / 64)] |= 1 << ((number - first) % 64) }
  }

  package func contains(_ number: UInt64) -> Bool {
    guard sorted.isEmpty else { return sorted.sortedContains(number) }
    let offset = number &- base
    let word = offset / 64
    return word < UInt64(bits.count) && bits[Int(word)] >> (offset % 64) & 1 == 1
  }
}

extension Array where Element: Comparable {
  /// Binary search. Inlined, so that it is specialised where it is used.
  @inline(__always)
  func sortedContains(_ element: Element) -> Bool {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle] == element { return true }
      if self[middle] < element { low = middle + 1 } else { high = middle }
    }
    return false
  }
}
