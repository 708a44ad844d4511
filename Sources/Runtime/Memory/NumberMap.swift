/// Numbers to places: open addressing, linear probing, removal by moving followers back, so that there are no
/// tombstones and look-ups stay short however long it runs.
struct NumberMap: ~Copyable {
  struct Slot: BitwiseCopyable {
    var key: Int64
    /// `unused` marks an empty slot.
    var value: UInt32
  }

  private static let unused = UInt32.max

  private var slots: Pool<Slot>
  private let hash = KeyedHash()
  private(set) var count = 0
  private var mask: Int

  init(minimumCapacity: Int = 64) {
    var capacity = 64
    while capacity < minimumCapacity { capacity *= 2 }
    slots = Pool(minimumCapacity: capacity)
    slots.append(repeating: Slot(key: 0, value: Self.unused), count: capacity)
    mask = capacity - 1
  }

  var byteCount: Int { slots.byteCount }

  private func home(_ key: Int64) -> Int { Int(truncatingIfNeeded: hash(UInt64(bitPattern: key))) & mask }

  subscript(key: Int64) -> UInt32? {
    var index = home(key)
    while true {
      let slot = slots[index]
      if slot.value == Self.unused { return nil }
      if slot.key == key { return slot.value }
      index = (index + 1) & mask
    }
  }

  /// Adds a key or gives it another value.
  mutating func set(_ key: Int64, _ value: UInt32) {
    precondition(value != Self.unused, "the largest value marks empty slots")
    if (count + 1) * 4 > (mask + 1) * 3 { grow() }
    var index = home(key)
    while slots[index].value != Self.unused {
      if slots[index].key == key {
        slots[index].value = value
        return
      }
      index = (index + 1) & mask
    }
    slots[index] = Slot(key: key, value: value)
    count += 1
  }

  mutating func remove(_ key: Int64) {
    var hole = home(key)
    while true {
      if slots[hole].value == Self.unused { return }
      if slots[hole].key == key { break }
      hole = (hole + 1) & mask
    }
    count -= 1
    var next = (hole + 1) & mask
    while slots[next].value != Self.unused {
      // A follower may fill the hole unless its home lies behind the hole.
      if (next &- home(slots[next].key)) & mask >= (next &- hole) & mask {
        slots[hole] = slots[next]
        hole = next
      }
      next = (next + 1) & mask
    }
    slots[hole].value = Self.unused
  }

  mutating func removeAll() {
    slots.fill(0..<slots.count, with: Slot(key: 0, value: Self.unused))
    count = 0
  }

  /// Calls `body` with every value, in no particular order.
  func forEach(_ body: (UInt32) -> Void) {
    for index in 0..<slots.count where slots[index].value != Self.unused { body(slots[index].value) }
  }

  private mutating func grow() {
    let old = slots.count
    var larger = Pool<Slot>(minimumCapacity: old * 2)
    larger.append(repeating: Slot(key: 0, value: Self.unused), count: old * 2)
    mask = old * 2 - 1
    for index in 0..<old where slots[index].value != Self.unused {
      var target = home(slots[index].key)
      while larger[target].value != Self.unused { target = (target + 1) & mask }
      larger[target] = slots[index]
    }
    slots = larger
  }
}
