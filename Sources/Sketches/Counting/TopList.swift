/// The keys with the greatest estimates, with their texts.
///
/// Counts are the sketch's own; the list only remembers whose they are. A key comes in with an event that takes its estimate
/// above the least of the list, and its text is asked for then only. So whichever key was counted most is in the list with its
/// last event, and a longer list costs nothing per event.
struct TopList: ~Copyable {
  /// Longer texts are cut off.
  static let textLimit = 240
  /// The longest list.
  static let maximumCapacity = 1 << 14

  let capacity: Int
  private(set) var count = 0
  /// One more than entries, of which the first is none.
  private var hashes: Cells
  private var counts: Cells
  /// Bytes, `textLimit` for each entry.
  private var texts: Cells
  private var lengths: Cells
  /// Entry + 1 by hash, numbers of 16 bits; linear probing, removal moves followers back.
  private var index: Cells
  private let mask: Int
  /// No key with a count up to the first comes in: what was once the least count of the list. The second is for those in it. In
  /// memory, so that one is taken by its number and not by a branch.
  private var bounds = Cells(words: 2)
  private var threshold: UInt64 {
    get { bounds[0] }
    set { bounds[0] = newValue }
  }

  init(capacity: Int) {
    self.capacity = min(max(capacity, 0), Self.maximumCapacity)
    hashes = Cells(words: self.capacity + 1)
    counts = Cells(words: self.capacity + 1)
    texts = Cells(words: self.capacity * Self.textLimit / 8)
    lengths = Cells(words: self.capacity)
    var slots = 8
    while slots < self.capacity * 4 { slots *= 2 }
    mask = slots - 1
    index = Cells(words: slots / 4)
    bounds[0] = self.capacity == 0 ? .max : 0
    bounds[1] = .max
  }

  var byteCount: Int { hashes.byteCount + counts.byteCount + texts.byteCount + lengths.byteCount + index.byteCount }

  func key(_ entry: Int) -> KeyHash { KeyHash(rawValue: hashes[entry + 1]) }
  func count(_ entry: Int) -> UInt64 { counts[entry + 1] }

  func text(_ entry: Int) -> [UInt8] {
    (0..<Int(lengths[entry])).map { texts.load(entry * Self.textLimit + $0) }
  }

  @inline(__always)
  private func home(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash) & mask }

  /// The number of an entry in `hashes` and `counts`.
  private func find(_ hash: UInt64) -> Int? {
    var slot = home(hash)
    while true {
      let number: UInt16 = index.load(slot)
      if number == 0 { return nil }
      if hashes[Int(number)] == hash { return Int(number) }
      slot = (slot &+ 1) & mask
    }
  }

  /// Takes the count of a key that is in the list, where it is found at once.
  ///
  /// - Returns: whether `wants` has to be asked.
  @inline(__always)
  mutating func note(_ key: KeyHash, _ count: UInt64) -> Bool {
    // Nearly all keys of the list are found where they are looked for first, and what follows branches on none of them: which event
    // is of such a key cannot be guessed. Keys that are not there write to the place before all.
    // Safe: there is a place for each number of an entry.
    let number = unsafe Int(index.load(uncheckedAt: home(key.rawValue)) as UInt16)
    let isFirst = unsafe hashes.load(uncheckedAt: number) == key.rawValue
    unsafe counts.store(count, uncheckedAt: isFirst ? number : 0)
    // Nothing in the list is counted less: a key's count goes up with its every event, and `threshold` down with a window.
    return unsafe count > bounds.load(uncheckedAt: isFirst ? 1 : 0)
  }

  /// Takes the count of a key that is in the list.
  ///
  /// - Returns: whether the key is to be put in.
  mutating func wants(_ key: KeyHash, _ count: UInt64) -> Bool {
    guard let number = find(key.rawValue) else { return count > threshold }
    counts[number] = count
    return false
  }

  /// Puts a key in, if it still belongs there; the least makes room.
  mutating func insert(_ key: KeyHash, _ count: UInt64, text: Span<UInt8>) {
    guard capacity > 0, find(key.rawValue) == nil else { return }
    var entry = self.count
    if entry == capacity {
      entry = leastEntry
      threshold = counts[entry + 1]
      guard count > threshold else { return }
      remove(hashes[entry + 1])
    } else {
      self.count += 1
    }
    hashes[entry + 1] = key.rawValue
    counts[entry + 1] = count
    let length = min(text.count, Self.textLimit)
    lengths[entry] = UInt64(length)
    for byte in 0..<length { texts.store(text[byte], entry * Self.textLimit + byte) }
    var slot = home(key.rawValue)
    while index.load(slot, as: UInt16.self) != 0 { slot = (slot + 1) & mask }
    index.store(UInt16(entry + 1), slot)
    if self.count == capacity { threshold = counts[leastEntry + 1] }
  }

  private var leastEntry: Int {
    var least = 0
    for entry in 1..<max(count, 1) where counts[entry + 1] < counts[least + 1] { least = entry }
    return least
  }

  /// After a window has ended: what the sketch estimates now.
  mutating func recount(_ entry: Int, _ count: UInt64) {
    counts[entry + 1] = count
    threshold = min(threshold, count)
  }

  private mutating func remove(_ hash: UInt64) {
    var hole = home(hash)
    while true {
      let number: UInt16 = index.load(hole)
      if number == 0 { return }
      if hashes[Int(number)] == hash { break }
      hole = (hole + 1) & mask
    }
    var next = (hole + 1) & mask
    while true {
      let number: UInt16 = index.load(next)
      if number == 0 { break }
      // A follower may fill the hole unless its home lies behind the hole.
      if (next &- home(hashes[Int(number)])) & mask >= (next &- hole) & mask {
        index.store(number, hole)
        hole = next
      }
      next = (next + 1) & mask
    }
    index.store(0 as UInt16, hole)
  }
}

/// A line of the list of keys that are counted most.
package struct TopKey: Sendable, Equatable {
  package let key: KeyHash
  package let count: UInt64
  /// The key's text; nothing where it was not saved.
  package let text: [UInt8]
}
