/// Count-Min (Cormode and Muthukrishnan) with conservative update (Estan and Varghese) in one generation of cells. An estimate
/// is never below the true count, unless a counter is full.
///
/// One hash for all rows: row i takes the highest bits of h + i·g, g odd and made of h. Rows lie one behind the other.
struct CountMin<Counter: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>: KeyCounting {
  private let rows: Int
  private let widthBits: UInt64
  private let isConservative: Bool

  @inline(__always)
  init(_ shape: SketchShape) {
    rows = shape.rows
    widthBits = UInt64(truncatingIfNeeded: shape.widthBits)
    isConservative = shape.isConservative
  }

  /// Where the rows of a generation begin, in counters.
  @inline(__always)
  private func first(_ start: Int, in cells: borrowing Cells) -> Int {
    let first = start &* (8 / MemoryLayout<Counter>.size)
    precondition(
      start >= 0 && first &+ rows &<< Int(truncatingIfNeeded: widthBits) <= cells.count &* (8 / MemoryLayout<Counter>.size),
      "a generation outside the cells")
    return first
  }

  @inline(__always)
  private func column(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash &>> (64 &- widthBits)) }

  struct Home: BitwiseCopyable {
    fileprivate let hash: UInt64
    fileprivate let step: UInt64
  }

  @inline(__always)
  func home(_ key: KeyHash) -> Home { Home(hash: key.rawValue, step: remixed(key.rawValue) | 1) }

  @inline(__always)
  func estimate(_ home: Home, _ start: Int, in cells: borrowing Cells) -> UInt64 {
    var least = Counter.max
    var (row, hash) = (first(start, in: cells), home.hash)
    for _ in 0..<rows {
      // Safe here and below: a column lies in its row, and all rows in the cells.
      least = min(least, unsafe cells.load(uncheckedAt: row &+ column(hash)))
      row &+= 1 &<< Int(truncatingIfNeeded: widthBits)
      hash &+= home.step
    }
    return UInt64(least)
  }

  @inline(__always)
  func add(_ weight: UInt32, _ home: Home, _ start: Int, to cells: inout Cells, _ health: inout SketchHealth) -> UInt64 {
    let before = estimate(home, start, in: cells)
    let target = min(before &+ UInt64(weight), UInt64(Counter.max))
    if target == UInt64(Counter.max) { health.saturations &+= 1 }
    var (row, hash) = (first(start, in: cells), home.hash)
    for _ in 0..<rows {
      let place = row &+ column(hash)
      let value: Counter = unsafe cells.load(uncheckedAt: place)
      let raised = isConservative ? max(UInt64(value), target) : min(UInt64(value) &+ UInt64(weight), UInt64(Counter.max))
      unsafe cells.store(Counter(truncatingIfNeeded: raised), uncheckedAt: place)
      row &+= 1 &<< Int(truncatingIfNeeded: widthBits)
      hash &+= home.step
    }
    return before
  }
}

/// What happened in a sketch that it was too small for.
package struct SketchHealth: BitwiseCopyable, Sendable, Equatable {
  /// Updates that met a counter at its greatest value.
  package internal(set) var saturations: UInt64 = 0
  /// Keys that a table forgot to make room for others.
  package internal(set) var evictions: UInt64 = 0
  /// New keys that were not counted because their owner had used up its quota.
  package internal(set) var refusals: UInt64 = 0
}
