/// Count-Min (Cormode and Muthukrishnan) with conservative update (Estan and Varghese) in each generation. An estimate is never
/// below the true count, unless a counter is full.
///
/// One hash for all rows: row i takes the highest bits of h + i·g, g odd and made of h. Rows lie one behind the other; of a column
/// the counters of all generations.
struct CountMin<Counter: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>: KeyCounting {
  private let rows: Int
  private let widthBits: UInt64
  private let generations: Int
  private let isConservative: Bool

  @inline(__always)
  init(_ shape: SketchShape) {
    rows = shape.rows
    widthBits = UInt64(truncatingIfNeeded: shape.widthBits)
    generations = shape.generations
    isConservative = shape.isConservative
  }

  struct Home: BitwiseCopyable {
    fileprivate let hash: UInt64
    fileprivate let step: UInt64
  }

  @inline(__always)
  func home(_ key: KeyHash) -> Home { Home(hash: key.rawValue, step: remixed(key.rawValue) | 1) }

  /// All rows.
  private var count: Int { rows &* generations &<< Int(truncatingIfNeeded: widthBits) }

  @inline(__always)
  private func check(_ cells: borrowing Cells) {
    precondition(count <= cells.count &* (8 / MemoryLayout<Counter>.size), "counters outside the cells")
  }

  /// Of a key in each row, the first of its counters.
  @inline(__always)
  private func forEachPlace(_ home: Home, _ body: (Int) -> Void) {
    if rows == 4 {
      // Nearly all have as many: their places are found once for all that is done with them.
      body(place(0, home.hash))
      body(place(1, home.hash &+ home.step))
      body(place(2, home.hash &+ 2 &* home.step))
      body(place(3, home.hash &+ 3 &* home.step))
    } else {
      var hash = home.hash
      for row in 0..<rows {
        body(place(row, hash))
        hash &+= home.step
      }
    }
  }

  @inline(__always)
  private func place(_ row: Int, _ hash: UInt64) -> Int {
    (row &<< Int(truncatingIfNeeded: widthBits) &+ Int(truncatingIfNeeded: hash &>> (64 &- widthBits))) &* generations
  }

  @inline(__always)
  private func least(_ home: Home, _ generation: Int, in cells: borrowing Cells) -> UInt64 {
    var least = Counter.max
    // Safe here and below: a column lies in its row, and all rows in the cells.
    forEachPlace(home) { least = min(least, unsafe cells.load(uncheckedAt: $0 &+ generation)) }
    return UInt64(least)
  }

  @inline(__always)
  func estimate(_ home: Home, in cells: borrowing Cells) -> UInt64 {
    check(cells)
    var sum: UInt64 = 0
    for generation in 0..<generations { sum &+= least(home, generation, in: cells) }
    return sum
  }

  @inline(__always)
  func add(_ weight: UInt32, _ home: Home, _ generation: Int, to cells: inout Cells, _ health: inout SketchHealth) -> KeyCount {
    check(cells)
    precondition(generation >= 0 && generation < generations, "a generation that there is not")
    var older: UInt64 = 0
    if generations == 2 {
      older = least(home, 1 &- generation, in: cells)
    } else {
      for other in 0..<generations where other != generation { older &+= least(home, other, in: cells) }
    }
    let before = least(home, generation, in: cells)
    let target = min(before &+ UInt64(weight), UInt64(Counter.max))
    if target == UInt64(Counter.max) { health.saturations &+= 1 }
    if isConservative {
      let least = Counter(truncatingIfNeeded: target)
      forEachPlace(home) { unsafe cells.store(max(cells.load(uncheckedAt: $0 &+ generation), least), uncheckedAt: $0 &+ generation) }
    } else {
      forEachPlace(home) {
        let raised = min(UInt64(unsafe cells.load(uncheckedAt: $0 &+ generation) as Counter) &+ UInt64(weight), UInt64(Counter.max))
        unsafe cells.store(Counter(truncatingIfNeeded: raised), uncheckedAt: $0 &+ generation)
      }
    }
    return KeyCount(before: before, after: target, older: older)
  }

  // MARK: Without keys

  func clear(_ generation: Int, in cells: inout Cells) {
    for column in stride(from: generation, to: count, by: generations) { cells.store(0 as Counter, column) }
  }

  /// Adds the counters of a generation of other cells, which counted in the same shape, to those of one of these.
  func merge(_ source: borrowing Cells, from sourceGeneration: Int, to cells: inout Cells, _ generation: Int, _ health: inout SketchHealth) {
    for column in stride(from: 0, to: count, by: generations) {
      let theirs: Counter = source.load(column + sourceGeneration)
      let (sum, overflow) = cells.load(column + generation, as: Counter.self).addingReportingOverflow(theirs)
      cells.store(overflow ? .max : sum, column + generation)
      if overflow { health.saturations &+= 1 }
    }
  }

  /// Adds 1 to the counters of a generation where those of other cells, over all their generations, have `least` or more: such a
  /// counter tells of a key if it has at least as many as counted the key.
  func mergePrevalence(_ source: borrowing Cells, _ least: UInt64, to cells: inout Cells, _ generation: Int) {
    for column in stride(from: 0, to: count, by: generations) {
      var sum: UInt64 = 0
      for other in 0..<generations { sum &+= UInt64(source.load(column + other, as: Counter.self)) }
      let own: Counter = cells.load(column + generation)
      if sum >= least, own < .max { cells.store(own + 1, column + generation) }
    }
  }
}

extension CountMin<UInt16> {
  /// Whether `addToPairs` is there for cells.
  func hasPairs(in cells: borrowing Cells) -> Bool {
    check(cells)
    return rows == 4 && generations == 2 && isConservative
  }

  /// Adds 1. With two generations the counters of a column are a number of 32 bits, and those of the four rows fit in a register:
  /// least and greatest of all are found together, without a branch.
  @inline(__always)
  func addToPairs(_ home: Home, _ generation: Int, to cells: inout Cells) -> KeyCount {
    let (first, second) = (pair(0, home.hash), pair(1, home.hash &+ home.step))
    let (third, fourth) = (pair(2, home.hash &+ 2 &* home.step), pair(3, home.hash &+ 3 &* home.step))
    // Safe: `hasPairs` was asked for these cells, and the columns lie in them.
    let pairs = unsafe SIMD4<UInt32>(
      cells.load(uncheckedAt: first), cells.load(uncheckedAt: second), cells.load(uncheckedAt: third), cells.load(uncheckedAt: fourth))
    let halves = pointwiseMin(pairs.counters, SIMD4<UInt32>(pairs.z, pairs.w, pairs.x, pairs.y).counters).pairs
    let least = pointwiseMin(halves.counters, SIMD4<UInt32>(halves.y, halves.x, halves.w, halves.z).counters).pairs.x
    let shift = UInt32(truncatingIfNeeded: generation) &* 16
    let (before, older) = (UInt64(least &>> shift & 0xFFFF), UInt64(least &>> (16 &- shift) & 0xFFFF))
    let after = min(before &+ 1, UInt64(UInt16.max))
    let raised = pointwiseMax(pairs.counters, SIMD4<UInt32>(repeating: UInt32(truncatingIfNeeded: after) &<< shift).counters).pairs
    unsafe cells.store(raised.x, uncheckedAt: first)
    unsafe cells.store(raised.y, uncheckedAt: second)
    unsafe cells.store(raised.z, uncheckedAt: third)
    unsafe cells.store(raised.w, uncheckedAt: fourth)
    return KeyCount(before: before, after: after, older: older)
  }

  /// By its number among those of 32 bits.
  @inline(__always)
  private func pair(_ row: Int, _ hash: UInt64) -> Int {
    row &<< Int(truncatingIfNeeded: widthBits) &+ Int(truncatingIfNeeded: hash &>> (64 &- widthBits))
  }
}

extension SIMD4<UInt32> {
  @inline(__always)
  fileprivate var counters: SIMD8<UInt16> {
    // Safe: both have 16 bytes, and any bit pattern is a number.
    unsafe unsafeBitCast(self, to: SIMD8<UInt16>.self)
  }
}

extension SIMD8<UInt16> {
  @inline(__always)
  fileprivate var pairs: SIMD4<UInt32> {
    // Safe: as above.
    unsafe unsafeBitCast(self, to: SIMD4<UInt32>.self)
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
