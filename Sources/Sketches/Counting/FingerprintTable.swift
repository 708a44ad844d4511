/// A table of fingerprints with counters in one generation of cells: lines of 64 bytes, 16 tags of 16 bits and behind them
/// their 16 counts. A key may stand in two lines; the second follows from the first and the tag, and the first from the second,
/// so that entries can be put elsewhere without their keys.
///
/// Where both lines are full, what is counted least makes room. So estimates are too low rather than too high under overload,
/// and a key that was never counted meets one of 32 tags by chance in at most 32 of 65 535 cases.
struct FingerprintTable: KeyCounting {
  /// Where the entry of a key may stand.
  struct Home: BitwiseCopyable {
    /// No entry has tag 0: it marks free places.
    fileprivate let tag: UInt16
    fileprivate let line: Int
    fileprivate let partner: Int
  }

  private let mask: Int

  @inline(__always)
  init(_ shape: SketchShape) { mask = shape.width &- 1 }

  @inline(__always)
  func home(_ key: KeyHash) -> Home {
    home(max(UInt16(truncatingIfNeeded: key.rawValue >> 48), 1), Int(truncatingIfNeeded: key.rawValue) & mask)
  }

  /// The way from one line to its partner leads back too. It never is the line itself, since what is flipped is odd.
  @inline(__always)
  private func home(_ tag: UInt16, _ line: Int) -> Home {
    Home(tag: tag, line: line, partner: line ^ (Int(truncatingIfNeeded: UInt32(tag) &* 0x5BD1_E995 | 1) & mask))
  }

  /// Places are counted in numbers of 16 bits from the begin of the cells.
  @inline(__always)
  private func tagPlace(_ line: Int, _ slot: Int, _ start: Int) -> Int { (start &+ line &* SketchShape.lineWords) &* 4 &+ slot }

  @inline(__always)
  private func countPlace(_ line: Int, _ slot: Int, _ start: Int) -> Int { tagPlace(line, slot, start) &+ SketchShape.slotsPerLine }

  /// Which slots of the lines have the tag, a bit for each, without a branch that could be guessed wrong. In groups of 16 bits with
  /// number l, bit 7 is for slot l, bit 15 for 8 + l, bits 5 and 13 for 4 + l and 12 + l: of the first line. Those of the second
  /// are one lower. Both lines come from memory at the same time.
  @inline(__always)
  private func matches(_ tag: UInt16, _ home: Home, _ start: Int, in cells: borrowing Cells) -> UInt64 {
    precondition(start >= 0 && start <= cells.count &- (mask &+ 1) &* SketchShape.lineWords, "a generation outside the cells")
    // Safe: both lines lie in the generation, which lies in the cells.
    let (first, second) = unsafe (
      cells.tags(uncheckedAt: start &+ home.line &* SketchShape.lineWords),
      cells.tags(uncheckedAt: start &+ home.partner &* SketchShape.lineWords)
    )
    let wanted = SIMD8(repeating: tag)
    let own = (first.0 ^ wanted).zeroLanes &>> 8 | (first.1 ^ wanted).zeroLanes
    let partners = (second.0 ^ wanted).zeroLanes &>> 8 | (second.1 ^ wanted).zeroLanes
    let words = (own | partners &>> 1).words
    return words.0 | words.1 >> 2
  }

  private static let firstLine: UInt64 = 0xA0A0_A0A0_A0A0_A0A0

  /// Of the first match, where the count stands.
  ///
  /// - Precondition: there is one.
  @inline(__always)
  private func countPlace(_ matches: UInt64, _ home: Home, _ start: Int) -> Int {
    let bit = matches.trailingZeroBitCount
    let slot = bit >> 4 &+ bit & 8 &+ (~bit & 2) &* 2
    return countPlace(bit & 1 == 1 ? home.line : home.partner, slot, start)
  }

  @inline(__always)
  func estimate(_ home: Home, _ start: Int, in cells: borrowing Cells) -> UInt64 {
    let matches = matches(home.tag, home, start, in: cells)
    if matches == 0 { return 0 }
    return UInt64(cells.load(countPlace(matches, home, start), as: UInt16.self))
  }

  @inline(__always)
  func add(_ weight: UInt32, _ home: Home, _ start: Int, to cells: inout Cells, _ health: inout SketchHealth) -> UInt64 {
    let matches = matches(home.tag, home, start, in: cells)
    if matches == 0 {
      insert(UInt16(clamping: weight), home, start, to: &cells, &health)
      return 0
    }
    let place = countPlace(matches, home, start)
    let before = UInt64(cells.load(place, as: UInt16.self))
    let after = min(before &+ UInt64(weight), UInt64(UInt16.max))
    if after == UInt64(UInt16.max) { health.saturations &+= 1 }
    cells.store(UInt16(truncatingIfNeeded: after), place)
    return before
  }

  /// Into the line that has more room, so that both fill up together.
  @inline(never)
  private func insert(_ count: UInt16, _ home: Home, _ start: Int, to cells: inout Cells, _ health: inout SketchHealth) {
    guard count > 0 else { return }
    let free = matches(0, home, start, in: cells)
    let (own, partners) = (free & Self.firstLine, free & ~Self.firstLine)
    var place: Int
    if free == 0 {
      place = leastCounted(home, start, in: cells)
      health.evictions &+= 1
    } else {
      place = countPlace(partners.nonzeroBitCount > own.nonzeroBitCount ? partners : own, home, start)
    }
    cells.store(count, place)
    place -= SketchShape.slotsPerLine
    cells.store(home.tag, place)
  }

  /// Where the first of those that are counted least is counted: a flood of new keys displaces its own before it displaces
  /// anything else.
  private func leastCounted(_ home: Home, _ start: Int, in cells: borrowing Cells) -> Int {
    var least = countPlace(home.line, 0, start)
    var count = UInt16.max
    for turn in 0..<2 * SketchShape.slotsPerLine {
      let line = turn < SketchShape.slotsPerLine ? home.line : home.partner
      let place = countPlace(line, turn % SketchShape.slotsPerLine, start)
      let own: UInt16 = cells.load(place)
      if own < count { (least, count) = (place, own) }
    }
    return least
  }

  // MARK: Without keys

  /// Puts in what a generation of other cells holds, which counted in the same shape.
  ///
  /// - Parameter weight: what an entry of a count adds.
  func merge(
    _ source: borrowing Cells, from sourceStart: Int, to cells: inout Cells, at start: Int, _ health: inout SketchHealth,
    weight: (UInt16) -> UInt32 = { UInt32($0) }
  ) {
    for line in 0...mask {
      for slot in 0..<SketchShape.slotsPerLine {
        let tag: UInt16 = source.load(tagPlace(line, slot, sourceStart))
        let added = weight(source.load(countPlace(line, slot, sourceStart)))
        if tag != 0, added > 0 { _ = add(added, home(tag, line), start, to: &cells, &health) }
      }
    }
  }

  /// Halves all counts so many times; what has none left makes room.
  func halve(_ cells: inout Cells, _ times: Int) {
    for line in 0...mask {
      for slot in 0..<SketchShape.slotsPerLine {
        let place = countPlace(line, slot, 0)
        let count = cells.load(place, as: UInt16.self) >> times
        cells.store(count, place)
        if count == 0 { cells.store(0 as UInt16, tagPlace(line, slot, 0)) }
      }
    }
  }

  /// Places in use in the generation that begins at the word `start`.
  func fill(of cells: borrowing Cells, at start: Int) -> Int {
    var fill = 0
    for line in 0...mask {
      for slot in 0..<SketchShape.slotsPerLine where cells.load(tagPlace(line, slot, start), as: UInt16.self) != 0 { fill += 1 }
    }
    return fill
  }
}

extension SIMD8<UInt16> {
  /// The highest bit of each lane that is zero.
  @inline(__always)
  fileprivate var zeroLanes: SIMD8<UInt16> { (self &- SIMD8(repeating: 1)) & ~self & SIMD8(repeating: 0x8000) }

  @inline(__always)
  fileprivate var words: (UInt64, UInt64) {
    // Safe: both have 16 bytes, and any bit pattern is a number.
    let words = unsafe unsafeBitCast(self, to: SIMD2<UInt64>.self)
    return (words[0], words[1])
  }
}
