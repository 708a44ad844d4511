/// A table of fingerprints with counters, in lines of 64 bytes: tags of 16 bits, and behind them for each generation the counts of all
/// tags, 16 bits too. As many fit as there are: 16 with one generation, ten with two. Whatever is known of a key comes from memory at
/// once.
///
/// A key stands in its own line, or where that is full in the line's partner for it. The partner follows from the line and the
/// tag, and the line from the partner, so that entries can be put elsewhere without their keys; that is done where both lines of a
/// new key are full. Where nothing can be put elsewhere, what is counted least makes room. So estimates are too low rather than too
/// high under overload, and a key that was never counted meets one of 32 tags by chance in at most 32 of 65 535 cases.
struct FingerprintTable: KeyCounting {
  /// Where the entry of a key may stand.
  struct Home: BitwiseCopyable {
    /// No entry has tag 0: it marks free places.
    fileprivate let tag: UInt16
    fileprivate let line: Int
  }

  /// In a table with one generation or two: how far behind a tag its counts stand, the present one's and the other's.
  struct GenerationView: BitwiseCopyable {
    fileprivate let newest: Int
    fileprivate let older: Int
    /// No bits where there is no other.
    fileprivate let olderMask: UInt64

    static let none = GenerationView(newest: 0, older: 0, olderMask: 0)
  }

  /// An even number.
  private let lines: Int
  private let slots: Int
  /// Of `Slots`.
  private let slotBits: UInt64
  private let generations: Int

  @inline(__always)
  init(_ shape: SketchShape) {
    lines = shape.width
    slots = shape.slots
    slotBits = shape.slotBits
    generations = shape.generations
  }

  @inline(__always)
  func home(_ key: KeyHash) -> Home {
    Home(
      tag: max(UInt16(truncatingIfNeeded: key.rawValue >> 48), 1), line: scaled(UInt32(truncatingIfNeeded: key.rawValue)))
  }

  /// A line and its partner add up to an odd number, modulo the number of lines: so the way from one to the other leads back too,
  /// and no line is its own partner.
  @inline(__always)
  private func partner(_ tag: UInt16, _ line: Int) -> Int {
    let difference = (scaled(UInt32(tag) &* 0x5BD1_E995) | 1) &- line
    return difference < 0 ? difference &+ lines : difference
  }

  /// To a line, in proportion.
  @inline(__always)
  private func scaled(_ number: UInt32) -> Int {
    Int(truncatingIfNeeded: (UInt64(number) &* UInt64(truncatingIfNeeded: lines)) >> 32)
  }

  /// Places are in numbers of 16 bits.
  @inline(__always)
  private func tagPlace(_ line: Int, _ slot: Int) -> Int { line &* SketchShape.lineCounts &+ slot }

  @inline(__always)
  private func countPlace(_ line: Int, _ slot: Int, _ generation: Int) -> Int {
    tagPlace(line, slot) &+ slots &* (generation &+ 1)
  }

  // MARK: Search

  /// The slots of a line that have a tag: of 16 bits with number l, bit 0 is for slot l, bits 4, 8 and 12 for 4 + l, 8 + l and 12 + l.
  struct Slots {
    fileprivate let bits: UInt64

    /// Of the first slots.
    static func bits(of count: Int) -> UInt64 {
      var bits: UInt64 = 0
      for slot in 0..<count { bits |= 1 << UInt64(slot % 4 * 16 + slot / 4 * 4) }
      return bits
    }

    @inline(__always)
    fileprivate var isEmpty: Bool { bits == 0 }
    fileprivate var count: Int { bits.nonzeroBitCount }

    /// - Precondition: there is one.
    @inline(__always)
    fileprivate var first: Int {
      let bit = bits.trailingZeroBitCount
      return bit &>> 4 &+ bit & 12
    }
  }

  /// Without a branch for each slot, that could be guessed wrong.
  @inline(__always)
  private func slots(_ tag: UInt16, _ line: Int, in cells: borrowing Cells) -> Slots {
    // Safe: all lines lie in the cells.
    let tags = unsafe cells.half(uncheckedAt: tagPlace(line, 0))
    let wanted = SIMD8(repeating: tag)
    let words = ((tags.0 .== wanted).bits(0x0001, 0x0010) | (tags.1 .== wanted).bits(0x0100, 0x1000)).words
    // Behind the tags stand counts.
    return Slots(bits: (words.0 | words.1) & slotBits)
  }

  @inline(__always)
  private func check(_ cells: borrowing Cells) {
    precondition(lines &* SketchShape.lineWords <= cells.count, "lines outside the cells")
  }

  /// Where the count of a key in the first generation stands; nil where there is none.
  @inline(__always)
  private func find(_ home: Home, in cells: borrowing Cells) -> Int? {
    check(cells)
    let own = slots(home.tag, home.line, in: cells)
    if !own.isEmpty { return countPlace(home.line, own.first, 0) }
    let partner = partner(home.tag, home.line)
    let others = slots(home.tag, partner, in: cells)
    return others.isEmpty ? nil : countPlace(partner, others.first, 0)
  }

  @inline(__always)
  func estimate(_ home: Home, in cells: borrowing Cells) -> UInt64 {
    guard let place = find(home, in: cells) else { return 0 }
    return sum(place, in: cells)
  }

  /// Of all generations.
  private func sum(_ place: Int, in cells: borrowing Cells) -> UInt64 {
    var sum: UInt64 = 0
    for generation in 0..<generations { sum &+= UInt64(cells.load(place &+ generation &* slots) as UInt16) }
    return sum
  }

  // MARK: Counting

  /// Adds 1 for a key that stands in its own line and was counted in the present generation before, as nearly all are; nil for
  /// others, of which nothing is changed. It branches on nothing else.
  @inline(__always)
  func addToKnown(_ home: Home, _ view: GenerationView, to cells: inout Cells) -> KeyCount? {
    let own = slots(home.tag, home.line, in: cells)
    if own.isEmpty { return nil }
    // Safe: `view` was given for these cells, and the line lies in them, with the counts of all generations of the slot.
    let place = tagPlace(home.line, own.first)
    let before = UInt64(unsafe cells.load(uncheckedAt: place &+ view.newest) as UInt16)
    let older = UInt64(unsafe cells.load(uncheckedAt: place &+ view.older) as UInt16) & view.olderMask
    if before == 0 { return nil }
    let after = min(before &+ 1, UInt64(UInt16.max))
    unsafe cells.store(UInt16(truncatingIfNeeded: after), uncheckedAt: place &+ view.newest)
    return KeyCount(before: before, after: after, older: older)
  }

  /// Where the counts of the generations stand behind the tags, of one or two; nil for more.
  func view(_ newest: Int, of cells: borrowing Cells) -> GenerationView? {
    check(cells)
    guard generations <= 2 else { return nil }
    return GenerationView(
      newest: slots * (newest + 1), older: generations == 2 ? slots * (2 - newest) : 0, olderMask: generations == 2 ? .max : 0)
  }

  func add(_ weight: UInt32, _ home: Home, _ generation: Int, to cells: inout Cells, _ health: inout SketchHealth) -> KeyCount {
    precondition(generation >= 0 && generation < generations, "a generation that there is not")
    guard let first = find(home, in: cells) else {
      let count = UInt16(clamping: weight)
      insert(count, home, generation, to: &cells, &health)
      return KeyCount(before: 0, after: UInt64(count), older: 0)
    }
    let place = first &+ generation &* slots
    let before = UInt64(cells.load(place) as UInt16)
    let after = min(before &+ UInt64(weight), UInt64(UInt16.max))
    if after == UInt64(UInt16.max) { health.saturations &+= 1 }
    let older = sum(first, in: cells) &- before
    cells.store(UInt16(truncatingIfNeeded: after), place)
    return KeyCount(before: before, after: after, older: older)
  }

  private func insert(_ count: UInt16, _ home: Home, _ generation: Int, to cells: inout Cells, _ health: inout SketchHealth) {
    guard count > 0 else { return }
    let (line, slot) = room(home, in: &cells, &health)
    cells.store(home.tag, tagPlace(line, slot))
    for other in 0..<generations { cells.store(other == generation ? count : 0, countPlace(line, slot, other)) }
  }

  /// A place for a new entry. The last place of a line is kept for those who find the other one no better: lines fill up together,
  /// and nearly all keys are found in their own.
  private func room(_ home: Home, in cells: inout Cells, _ health: inout SketchHealth) -> (line: Int, slot: Int) {
    let own = slots(0, home.line, in: cells)
    if own.count > 1 { return (home.line, own.first) }
    let partner = partner(home.tag, home.line)
    let others = slots(0, partner, in: cells)
    if others.count > own.count { return (partner, others.first) }
    if !own.isEmpty { return (home.line, own.first) }
    if let place = makeRoom(home.line, in: &cells) ?? makeRoom(partner, in: &cells) { return place }
    health.evictions &+= 1
    return leastCounted(home.line, partner, in: cells)
  }

  /// Puts an entry of a full line into its other one.
  private func makeRoom(_ line: Int, in cells: inout Cells) -> (line: Int, slot: Int)? {
    for slot in 0..<slots {
      let tag: UInt16 = cells.load(tagPlace(line, slot))
      let target = partner(tag, line)
      let free = slots(0, target, in: cells)
      if free.isEmpty { continue }
      cells.store(tag, tagPlace(target, free.first))
      for generation in 0..<generations {
        cells.store(cells.load(countPlace(line, slot, generation)) as UInt16, countPlace(target, free.first, generation))
      }
      return (line, slot)
    }
    return nil
  }

  /// The first of those that are counted least: a flood of new keys displaces its own before it displaces anything else.
  private func leastCounted(_ line: Int, _ partner: Int, in cells: borrowing Cells) -> (line: Int, slot: Int) {
    var least = (line: line, slot: 0)
    var count = UInt64.max
    for turn in 0..<2 * slots {
      let (line, slot) = turn < slots ? (line, turn) : (partner, turn - slots)
      let own = sum(countPlace(line, slot, 0), in: cells)
      if own < count { (least, count) = ((line, slot), own) }
    }
    return least
  }

  // MARK: Without keys

  /// Puts in what other cells hold, which counted in the same shape.
  ///
  /// - Parameter generations: those of the other, and into which of these they go.
  func merge(
    _ source: borrowing Cells, _ generations: [(from: Int, into: Int)], to cells: inout Cells, _ health: inout SketchHealth
  ) {
    for line in 0..<lines {
      for slot in 0..<slots {
        let tag: UInt16 = source.load(tagPlace(line, slot))
        if tag == 0 { continue }
        for (from, into) in generations {
          let count: UInt16 = source.load(countPlace(line, slot, from))
          if count > 0 { _ = add(UInt32(count), Home(tag: tag, line: line), into, to: &cells, &health) }
        }
      }
    }
  }

  /// Adds 1 for each entry of other cells that is counted `least` times or more.
  func mergePrevalence(_ source: borrowing Cells, _ least: UInt64, to cells: inout Cells, _ generation: Int, _ health: inout SketchHealth) {
    for line in 0..<lines {
      for slot in 0..<slots {
        let tag: UInt16 = source.load(tagPlace(line, slot))
        if tag != 0, sum(countPlace(line, slot, 0), in: source) >= least { _ = add(1, Home(tag: tag, line: line), generation, to: &cells, &health) }
      }
    }
  }

  /// What has no count left in any generation makes room.
  func clear(_ generation: Int, in cells: inout Cells) { change(generation, in: &cells) { _ in 0 } }

  /// Halves all counts of the only generation so many times; what has none left makes room.
  func halve(_ cells: inout Cells, _ times: Int) { change(0, in: &cells) { $0 >> times } }

  private func change(_ generation: Int, in cells: inout Cells, _ changed: (UInt16) -> UInt16) {
    for line in 0..<lines {
      for slot in 0..<slots {
        let place = countPlace(line, slot, generation)
        cells.store(changed(cells.load(place)), place)
        if sum(countPlace(line, slot, 0), in: cells) == 0 { cells.store(0 as UInt16, tagPlace(line, slot)) }
      }
    }
  }

  /// Places in use.
  func fill(of cells: borrowing Cells) -> Int {
    var fill = 0
    for line in 0..<lines {
      for slot in 0..<slots where cells.load(tagPlace(line, slot), as: UInt16.self) != 0 { fill += 1 }
    }
    return fill
  }
}

extension SIMDMask<SIMD8<Int16>> {
  /// In each lane that is true, of the first four and of the last.
  @inline(__always)
  fileprivate func bits(_ first: UInt16, _ last: UInt16) -> SIMD8<UInt16> {
    // Safe: a mask is stored as lanes of all ones or none.
    unsafe unsafeBitCast(self, to: SIMD8<UInt16>.self) & SIMD8(first, first, first, first, last, last, last, last)
  }
}

extension SIMD8<UInt16> {
  @inline(__always)
  fileprivate var words: (UInt64, UInt64) {
    // Safe: both have 16 bytes, and any bit pattern is a number.
    let words = unsafe unsafeBitCast(self, to: SIMD2<UInt64>.self)
    return (words[0], words[1])
  }
}
