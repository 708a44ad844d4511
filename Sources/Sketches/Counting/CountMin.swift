/// Count-Min (Cormode and Muthukrishnan) with conservative update (Estan and Varghese) in one generation of cells. An estimate
/// is never below the true count, unless a counter is full.
///
/// One hash for all rows: row i takes the highest bits of h + i·g, g odd and made of h. Rows lie one behind the other.
struct CountMin<Counter: FixedWidthInteger & UnsignedInteger & BitwiseCopyable> {
  private let rows: Int
  private let widthBits: Int
  /// The first counter of the generation.
  private let start: Int

  @inline(__always)
  init(_ shape: SketchShape, generation: Int) {
    rows = shape.rows
    widthBits = shape.widthBits
    start = generation &* shape.rows << shape.widthBits
  }

  @inline(__always)
  private func place(_ row: Int, _ key: KeyHash, _ step: UInt64) -> Int {
    let column = (key.rawValue &+ UInt64(truncatingIfNeeded: row) &* step) >> UInt64(64 &- widthBits)
    return start &+ row << widthBits &+ Int(truncatingIfNeeded: column)
  }

  @inline(__always)
  private func step(_ key: KeyHash) -> UInt64 { remixed(key.rawValue) | 1 }

  @inline(__always)
  func estimate(_ key: KeyHash, in cells: borrowing Cells) -> UInt64 {
    let step = step(key)
    var least = Counter.max
    for row in 0..<rows { least = min(least, cells.load(place(row, key, step))) }
    return UInt64(least)
  }

  /// Adds and says what the estimate was before.
  @inline(__always)
  func add(_ weight: UInt32, _ key: KeyHash, to cells: inout Cells, conservatively: Bool, _ health: inout SketchHealth) -> UInt64 {
    let before = estimate(key, in: cells)
    let step = step(key)
    let target = min(before &+ UInt64(weight), UInt64(Counter.max))
    if target == UInt64(Counter.max) { health.saturations &+= 1 }
    for row in 0..<rows {
      let place = place(row, key, step)
      let value: Counter = cells.load(place)
      if conservatively {
        if UInt64(value) < target { cells.store(Counter(truncatingIfNeeded: target), place) }
      } else {
        cells.store(Counter(truncatingIfNeeded: min(UInt64(value) &+ UInt64(weight), UInt64(Counter.max))), place)
      }
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
