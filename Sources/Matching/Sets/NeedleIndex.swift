/// Many constant texts that a value may be, begin with, end with or contain, looked up at once.
///
/// It tells which of them may apply, never leaves one out, and costs what the value is long, not how many there are:
/// whole texts, beginnings and ends are hashed by length; of a text that may stand anywhere, one run of four bytes is looked
/// for, the one that the fewest others have.
///
/// Needles have subjects: a text is looked up among those of one subject. All subjects share the tables, so that there is
/// one index, which nobody has to copy to get at it.
package struct NeedleIndex: Sendable {
  package enum Place: Sendable {
    case whole, start, end, anywhere
    /// Anywhere, in whichever case; ASCII letters only.
    case anywhereIgnoringCase
  }

  package struct Needle: Sendable {
    package var place: Place
    package var bytes: [UInt8]
    /// What is told when it may apply.
    package var id: UInt32
    /// From 0 on, without gaps.
    package var subject: Int

    package init(_ place: Place, _ bytes: [UInt8], id: UInt32, subject: Int = 0) {
      self.place = place
      self.bytes = bytes
      self.id = id
      self.subject = subject
    }
  }

  /// What there is for a subject.
  private struct Subject: BitwiseCopyable, Sendable {
    /// Of beginnings, whole texts not among them, and of ends.
    var startLengths = LengthSet()
    var endLengths = LengthSet()
    var hasWholes = false
    var hasGrams = false
    var hasFoldedGrams = false
    var isAlways = false
  }

  private var starts = HashedIDs()
  private var ends = HashedIDs()
  private var wholes = HashedIDs()
  private var grams = HashedIDs()
  private var foldedGrams = HashedIDs()
  private var subjects: [Subject] = []
  /// Too short to be told apart.
  private var always: [(subject: Int, id: UInt32)] = []

  private static let gramLength = 4

  package init(_ needles: [Needle]) {
    var counts: [UInt32: Int] = [:]
    for needle in needles {
      switch needle.place {
      case .anywhere: for gram in Self.grams(of: needle.bytes) { counts[gram, default: 0] += 1 }
      case .anywhereIgnoringCase: for gram in Self.grams(of: needle.bytes.map { Self.folded($0) }) { counts[gram, default: 0] += 1 }
      case .whole, .start, .end: break
      }
    }
    for needle in needles {
      while subjects.count <= needle.subject { subjects.append(Subject()) }
      add(needle, counts)
    }
  }

  private mutating func add(_ needle: Needle, _ counts: [UInt32: Int]) {
    let bytes = needle.bytes
    let subject = needle.subject
    let seed = Self.seed(subject)
    switch needle.place {
    case .whole:
      wholes.insert(needle.id, for: Self.hash(bytes, seed))
      subjects[subject].hasWholes = true
    case .start:
      if bytes.isEmpty { return addAlways(needle) }
      starts.insert(needle.id, for: Self.hash(bytes, seed))
      subjects[subject].startLengths.insert(bytes.count)
    case .end:
      if bytes.isEmpty { return addAlways(needle) }
      ends.insert(needle.id, for: Self.hash(bytes.reversed(), seed))
      subjects[subject].endLengths.insert(bytes.count)
    case .anywhere:
      guard let gram = Self.rarest(Self.grams(of: bytes), counts) else { return addAlways(needle) }
      grams.insert(needle.id, for: Self.mixed(gram, seed))
      subjects[subject].hasGrams = true
    case .anywhereIgnoringCase:
      guard let gram = Self.rarest(Self.grams(of: bytes.map { Self.folded($0) }), counts) else { return addAlways(needle) }
      foldedGrams.insert(needle.id, for: Self.mixed(gram, seed))
      subjects[subject].hasFoldedGrams = true
    }
  }

  private mutating func addAlways(_ needle: Needle) {
    always.append((needle.subject, needle.id))
    subjects[needle.subject].isAlways = true
  }

  /// Appends the ids of all needles of a subject that may apply, some perhaps more than once.
  package func append(candidatesIn text: Span<UInt8>, subject number: Int = 0, to ids: inout [UInt32]) {
    guard number < subjects.count else { return }
    let subject = subjects[number]
    let seed = Self.seed(number)
    if subject.isAlways { for needle in always where needle.subject == number { ids.append(needle.id) } }
    if subject.hasWholes || subject.startLengths.longest > 0 { appendStarts(text, subject, seed, to: &ids) }
    if subject.endLengths.longest > 0 { appendEnds(text, subject, seed, to: &ids) }
    if subject.hasGrams { appendGrams(text, grams, seed, isFolded: false, to: &ids) }
    if subject.hasFoldedGrams { appendGrams(text, foldedGrams, seed, isFolded: true, to: &ids) }
  }

  private func appendStarts(_ text: Span<UInt8>, _ subject: Subject, _ seed: UInt64, to ids: inout [UInt32]) {
    var hash = seed
    let end = subject.hasWholes ? text.count : min(text.count, subject.startLengths.longest)
    for index in 0..<end {
      hash = Self.step(hash, text[index])
      if subject.startLengths.contains(index + 1) { starts.append(idsFor: hash, to: &ids) }
    }
    if subject.hasWholes { wholes.append(idsFor: hash, to: &ids) }
  }

  private func appendEnds(_ text: Span<UInt8>, _ subject: Subject, _ seed: UInt64, to ids: inout [UInt32]) {
    var hash = seed
    var length = 0
    while length < min(text.count, subject.endLengths.longest) {
      length += 1
      hash = Self.step(hash, text[text.count - length])
      if subject.endLengths.contains(length) { ends.append(idsFor: hash, to: &ids) }
    }
  }

  private func appendGrams(
    _ text: Span<UInt8>, _ table: borrowing HashedIDs, _ seed: UInt64, isFolded: Bool, to ids: inout [UInt32]
  ) {
    var gram: UInt32 = 0
    for index in text.indices {
      gram = gram << 8 | UInt32(isFolded ? Self.folded(text[index]) : text[index])
      if index >= Self.gramLength - 1 { table.append(idsFor: Self.mixed(gram, seed), to: &ids) }
    }
  }

  // MARK: Hashes

  @inline(__always)
  private static func seed(_ subject: Int) -> UInt64 {
    0xCBF2_9CE4_8422_2325 ^ UInt64(truncatingIfNeeded: subject) &* 0x9E37_79B9_7F4A_7C15
  }

  @inline(__always)
  private static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }

  private static func hash(_ bytes: some Sequence<UInt8>, _ seed: UInt64) -> UInt64 { bytes.reduce(seed) { step($0, $1) } }

  @inline(__always)
  private static func mixed(_ gram: UInt32, _ seed: UInt64) -> UInt64 { (UInt64(gram) ^ seed) &* 0x9E37_79B9_7F4A_7C15 }

  @inline(__always)
  private static func folded(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

  private static func grams(of bytes: [UInt8]) -> [UInt32] {
    guard bytes.count >= gramLength else { return [] }
    return (0...bytes.count - gramLength).map { start in bytes[start..<start + gramLength].reduce(0) { $0 << 8 | UInt32($1) } }
  }

  private static func rarest(_ grams: [UInt32], _ counts: [UInt32: Int]) -> UInt32? {
    grams.min { (counts[$0] ?? 0) < (counts[$1] ?? 0) }
  }
}

/// Lengths that occur; long ones share a place.
private struct LengthSet: BitwiseCopyable, Sendable {
  private var bits: (UInt64, UInt64) = (0, 0)
  private(set) var longest = 0

  mutating func insert(_ length: Int) {
    longest = max(longest, length)
    let bit = min(length, 127)
    if bit < 64 { bits.0 |= 1 << UInt64(bit) } else { bits.1 |= 1 << UInt64(bit - 64) }
  }

  @inline(__always)
  func contains(_ length: Int) -> Bool {
    guard length <= longest else { return false }
    let bit = UInt64(truncatingIfNeeded: min(length, 127))
    return (bit < 64 ? bits.0 >> bit : bits.1 >> (bit &- 64)) & 1 == 1
  }
}

/// Ids by hash: an open-addressing table, at most half full, in front of which a bit for each hash's upper bits says that
/// there is nothing. Equal hashes are told apart by whoever asks.
private struct HashedIDs: Sendable {
  private var slots: [(hash: UInt64, id: UInt32, isUsed: Bool)] = []
  private var count = 0
  private var filter = Array(repeating: UInt64(0), count: 1 << 8)

    mutating func insert(_ id: UInt32, for hash: UInt64) {
    if 2 * (count + 1) > slots.count { grow() }
    place(hash, id)
    count += 1
    let bit = hash >> 50
    filter[Int(bit >> 6)] |= 1 << (bit & 63)
  }

  @inline(__always)
  func append(idsFor hash: UInt64, to ids: inout [UInt32]) {
    let bit = hash >> 50
    guard filter[Int(bit >> 6)] >> (bit & 63) & 1 == 1 else { return }
    var index = Int(truncatingIfNeeded: hash >> 20) & (slots.count - 1)
    while slots[index].isUsed {
      if slots[index].hash == hash { ids.append(slots[index].id) }
      index = (index + 1) & (slots.count - 1)
    }
  }

  private mutating func place(_ hash: UInt64, _ id: UInt32) {
    var index = Int(truncatingIfNeeded: hash >> 20) & (slots.count - 1)
    while slots[index].isUsed { index = (index + 1) & (slots.count - 1) }
    slots[index] = (hash, id, true)
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: (0, 0, false), count: max(16, 2 * old.count))
    for slot in old where slot.isUsed { place(slot.hash, slot.id) }
  }
}
