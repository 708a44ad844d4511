/// A table of fingerprints with counters in one generation of cells: lines of 64 bytes, 16 tags of 16 bits and behind them
/// their 16 counts. A key may stand in two lines; the second follows from the first and the tag, and the first from the second,
/// so that entries can be put elsewhere without their keys.
///
/// Where both lines are full, what is counted least makes room. So estimates are too low rather than too high under overload,
/// and a key that was never counted meets one of 32 tags by chance in at most 32 of 65 535 cases.
struct FingerprintTable {
  /// No entry has tag 0: it marks free places.
  private struct Tag {
    let rawValue: UInt16
    @inline(__always) var repeated: UInt64 { UInt64(rawValue) &* 0x0001_0001_0001_0001 }
  }

  private let mask: Int
  /// The first word of the generation.
  private let start: Int

  @inline(__always)
  init(_ shape: SketchShape, generation: Int) {
    mask = shape.width &- 1
    start = generation &* shape.words
  }

  @inline(__always)
  private func tag(_ key: KeyHash) -> Tag { Tag(rawValue: max(UInt16(truncatingIfNeeded: key.rawValue >> 48), 1)) }

  @inline(__always)
  private func line(_ key: KeyHash) -> Int { Int(truncatingIfNeeded: key.rawValue) & mask }

  /// Its own inverse; never the line itself, since what it flips is odd.
  @inline(__always)
  private func partner(_ line: Int, _ tag: Tag) -> Int { line ^ (Int(truncatingIfNeeded: UInt32(tag.rawValue) &* 0x5BD1_E995 | 1) & mask) }

  /// Places are counted in numbers of 16 bits from the begin of the cells.
  @inline(__always)
  private func tagPlace(_ line: Int, _ slot: Int) -> Int { (start &+ line &* SketchShape.lineWords) &* 4 &+ slot }

  @inline(__always)
  private func countPlace(_ line: Int, _ slot: Int) -> Int { tagPlace(line, slot) &+ SketchShape.slotsPerLine }

  /// Which slots of the line have the tag, slot 4·w + l at bit 16·l + w: all 16 in one go, without a branch that could be
  /// guessed wrong.
  @inline(__always)
  private func matches(_ tag: UInt64, _ line: Int, in cells: borrowing Cells) -> UInt64 {
    let tags = cells.half(ofLineAt: start &+ line &* SketchShape.lineWords)
    return (tags.0 ^ tag).zeroLanes >> 15 | (tags.1 ^ tag).zeroLanes >> 14 | (tags.2 ^ tag).zeroLanes >> 13
      | (tags.3 ^ tag).zeroLanes >> 12
  }

  /// - Precondition: there is one.
  @inline(__always)
  private func firstSlot(_ matches: UInt64) -> Int {
    let bit = matches.trailingZeroBitCount
    return (bit & 15) &* 4 &+ bit >> 4
  }

  @inline(__always)
  private func freeSlots(_ line: Int, in cells: borrowing Cells) -> Int { matches(0, line, in: cells).nonzeroBitCount }

  @inline(__always)
  func estimate(_ key: KeyHash, in cells: borrowing Cells) -> UInt64 {
    let tag = tag(key)
    let line = line(key)
    guard let place = countPlace(of: tag, line, in: cells) else { return 0 }
    return UInt64(cells.load(place, as: UInt16.self))
  }

  @inline(__always)
  private func countPlace(of tag: Tag, _ line: Int, in cells: borrowing Cells) -> Int? {
    let other = partner(line, tag)
    // Both before either is looked at: the two come from memory at the same time.
    let (here, there) = (matches(tag.repeated, line, in: cells), matches(tag.repeated, other, in: cells))
    if here | there == 0 { return nil }
    return countPlace(here != 0 ? line : other, firstSlot(here != 0 ? here : there))
  }

  /// Adds and says what the estimate was before.
  @inline(__always)
  func add(_ weight: UInt32, _ key: KeyHash, to cells: inout Cells, _ health: inout SketchHealth) -> UInt64 {
    add(weight, tag(key), line(key), to: &cells, &health)
  }

  @inline(__always)
  private func add(_ weight: UInt32, _ tag: Tag, _ line: Int, to cells: inout Cells, _ health: inout SketchHealth) -> UInt64 {
    let added = UInt64(weight)
    guard let place = countPlace(of: tag, line, in: cells) else {
      insert(UInt16(truncatingIfNeeded: min(added, UInt64(UInt16.max))), tag, line, to: &cells, &health)
      return 0
    }
    let before = UInt64(cells.load(place, as: UInt16.self))
    let after = min(before &+ added, UInt64(UInt16.max))
    if after == UInt64(UInt16.max) { health.saturations &+= 1 }
    cells.store(UInt16(truncatingIfNeeded: after), place)
    return before
  }

  /// Into the line that has more room, so that both fill up together.
  private func insert(_ count: UInt16, _ tag: Tag, _ line: Int, to cells: inout Cells, _ health: inout SketchHealth) {
    guard count > 0 else { return }
    let other = partner(line, tag)
    let room = freeSlots(line, in: cells)
    let otherRoom = freeSlots(other, in: cells)
    var target = otherRoom > room ? other : line
    let slot: Int
    if room == 0 && otherRoom == 0 {
      (target, slot) = leastCounted(line, other, in: cells)
      health.evictions &+= 1
    } else {
      slot = firstSlot(matches(0, target, in: cells))
    }
    cells.store(tag.rawValue, tagPlace(target, slot))
    cells.store(count, countPlace(target, slot))
  }

  /// The first of those that are counted least: a flood of new keys displaces its own before it displaces anything else.
  private func leastCounted(_ line: Int, _ other: Int, in cells: borrowing Cells) -> (line: Int, slot: Int) {
    var least = (line: line, slot: 0)
    var count = UInt16.max
    for slot in 0..<SketchShape.slotsPerLine {
      let own: UInt16 = cells.load(countPlace(line, slot))
      if own < count { (least, count) = ((line, slot), own) }
    }
    for slot in 0..<SketchShape.slotsPerLine {
      let own: UInt16 = cells.load(countPlace(other, slot))
      if own < count { (least, count) = ((other, slot), own) }
    }
    return least
  }

  // MARK: Without keys

  /// Puts in what another table of the same size counted.
  ///
  /// - Parameter weight: what an entry of a count adds.
  func merge(
    _ table: FingerprintTable, _ source: borrowing Cells, to cells: inout Cells, _ health: inout SketchHealth,
    weight: (UInt16) -> UInt32 = { UInt32($0) }
  ) {
    for line in 0...mask {
      for slot in 0..<SketchShape.slotsPerLine {
        let tag: UInt16 = source.load(table.tagPlace(line, slot))
        let added = weight(source.load(table.countPlace(line, slot)))
        if tag != 0, added > 0 { _ = add(added, Tag(rawValue: tag), line, to: &cells, &health) }
      }
    }
  }

  /// Places in use.
  func fill(of cells: borrowing Cells) -> Int {
    (0...mask).reduce(0) { $0 + SketchShape.slotsPerLine - freeSlots($1, in: cells) }
  }
}

extension UInt64 {
  /// The highest bit of each group of 16 that is zero. No carry leaves a group: at most 0x7FFF and 0x7FFF are added.
  @inline(__always)
  fileprivate var zeroLanes: UInt64 {
    let low: UInt64 = 0x7FFF_7FFF_7FFF_7FFF
    return ~((self & low) &+ low | self | low)
  }
}
