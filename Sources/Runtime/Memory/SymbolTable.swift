import Matching

/// Byte strings that records share, each once. Counts holders; takes back what none holds.
///
/// A string that loses its last holder is not gone at once: it waits in a short queue, so that a file that is opened
/// and closed again and again keeps its symbol, and with it whatever is remembered about it.
package struct SymbolTable: ~Copyable {
  private let place = InPlace()
  struct Entry: BitwiseCopyable {
    var place: ByteArena.Place
    var count: UInt32
    /// `permanent` is never counted.
    var holders: UInt32
    /// The low half of the hash: finds the slot again when the entry goes.
    var hash: UInt32
    /// Goes up when the id is given to another string.
    var generation: UInt32 = 0
    var isQueued = false
    /// Was held while in the queue: goes to its end once more instead of away.
    var wasUsed = false
  }

  private static let permanent = UInt32.max
  /// How many strings, and how many bytes of them, may wait unheld.
  private static let queueCapacity = 4096
  private static let queueByteLimit = 1 << 20

  private let hash = KeyedHash()
  private var arena = ByteArena()
  private var entries: SlotPool<Entry>
  /// Hash in the high half, id + 1 in the low half; 0 is empty. Linear probing; removal moves followers back.
  private var slots: Pool<UInt64>
  private var mask: Int
  /// A ring of symbols that lost their last holder, oldest at `queueStart`.
  private var queue: Pool<UInt32>
  private var queueStart = 0
  private var queueCount = 0
  private var queueBytes = 0

  package init() {
    entries = SlotPool(minimumCapacity: 1 << 10)
    slots = Pool(minimumCapacity: 1 << 11)
    slots.append(repeating: 0, count: 1 << 11)
    mask = (1 << 11) - 1
    queue = Pool(minimumCapacity: Self.queueCapacity)
    queue.append(repeating: 0, count: Self.queueCapacity)
    for known in WellKnown.allCases {
      let text = known.text
      // Safe: a static string's bytes live as long as the program.
      let bytes = unsafe Span(_unsafeStart: text.utf8Start, count: text.utf8CodeUnitCount)
      let symbol = intern(permanent: bytes)
      precondition(symbol == Symbol(known), "well-known symbols come first, in order")
    }
  }

  /// Strings that are known, held or waiting.
  package var count: Int { entries.count }
  package var byteCount: Int { arena.byteCount + entries.byteCount + slots.byteCount + queue.byteCount }
  /// One more than the largest id: the length that an array by symbol needs.
  package var endIndex: Int { entries.endIndex }

  /// Tells whether what was remembered about a symbol is about the string that it names now.
  package func generation(of symbol: Symbol) -> UInt32 { entries[symbol.rawValue].generation }

  // MARK: Look-up

  /// The symbol of these bytes, held once more.
  package mutating func intern(_ bytes: Span<UInt8>) -> Symbol {
    let hash = UInt32(truncatingIfNeeded: hash(bytes))
    if let symbol = find(bytes, hash) {
      retain(symbol)
      return symbol
    }
    return insert(bytes, hash, holders: 1)
  }

  /// A symbol that is never taken back: for the constants of a program.
  package mutating func intern(permanent bytes: Span<UInt8>) -> Symbol {
    let hash = UInt32(truncatingIfNeeded: hash(bytes))
    if let symbol = find(bytes, hash) {
      entries[symbol.rawValue].holders = Self.permanent
      return symbol
    }
    return insert(bytes, hash, holders: Self.permanent)
  }

  /// The symbol of these bytes if there is one; holds nothing.
  package func find(_ bytes: Span<UInt8>) -> Symbol? { find(bytes, UInt32(truncatingIfNeeded: hash(bytes))) }

  @_lifetime(borrow self)
  package func bytes(_ symbol: Symbol) -> Span<UInt8> {
    let place = entries[symbol.rawValue].place
    let count = entries[symbol.rawValue].count
    return arena.bytes(at: place, count: Int(count))
  }

  private func find(_ bytes: Span<UInt8>, _ hash: UInt32) -> Symbol? {
    var index = Int(hash) & mask
    while true {
      let slot = slots[index]
      if slot == 0 { return nil }
      if UInt32(truncatingIfNeeded: slot >> 32) == hash {
        let symbol = Symbol(rawValue: UInt32(truncatingIfNeeded: slot) - 1)
        if self.bytes(symbol).equals(bytes) { return symbol }
      }
      index = (index + 1) & mask
    }
  }

  private mutating func insert(_ bytes: Span<UInt8>, _ hash: UInt32, holders: UInt32) -> Symbol {
    if (entries.count + 1) * 4 > (mask + 1) * 3 { grow() }
    let place = arena.insert(bytes)
    let id = entries.insert(
      Entry(place: place, count: UInt32(bytes.count), holders: holders, hash: hash, generation: nextGeneration))
    nextGeneration &+= 1
    occupy(hash, id)
    return Symbol(rawValue: id)
  }

  /// Every string gets the next number, so no two that use the same id have the same.
  private var nextGeneration: UInt32 = 0

  private mutating func occupy(_ hash: UInt32, _ id: UInt32) {
    var index = Int(hash) & mask
    while slots[index] != 0 { index = (index + 1) & mask }
    slots[index] = UInt64(hash) << 32 | UInt64(id + 1)
  }

  private mutating func grow() {
    let old = slots.count
    var previous = Pool<UInt64>(minimumCapacity: old * 2)
    previous.append(repeating: 0, count: old * 2)
    swap(&slots, &previous)
    mask = old * 2 - 1
    for index in 0..<old where previous[index] != 0 {
      occupy(UInt32(truncatingIfNeeded: previous[index] >> 32), UInt32(truncatingIfNeeded: previous[index]) - 1)
    }
  }

  // MARK: Holders

  /// One more holder. A count that reaches its limit stays there: the string is then permanent.
  package mutating func retain(_ symbol: Symbol) {
    let holders = entries[symbol.rawValue].holders
    if holders == Self.permanent { return }
    if holders == 0 { entries[symbol.rawValue].wasUsed = true }
    entries[symbol.rawValue].holders = holders + 1
  }

  /// - Precondition: the caller held it.
  package mutating func release(_ symbol: Symbol) {
    let holders = entries[symbol.rawValue].holders
    if holders == Self.permanent { return }
    precondition(holders > 0, "released more often than held")
    entries[symbol.rawValue].holders = holders - 1
    if holders == 1 && !entries[symbol.rawValue].isQueued { enqueue(symbol.rawValue) }
  }

  /// Puts a symbol that the caller holds in the place of one that `field` held.
  package mutating func replace(_ field: inout Symbol, with symbol: Symbol) {
    release(field)
    field = symbol
  }

  private mutating func enqueue(_ id: UInt32) {
    while queueCount == Self.queueCapacity || (queueBytes > Self.queueByteLimit && queueCount > 0) { dequeue() }
    append(id)
  }

  private mutating func append(_ id: UInt32) {
    queue[(queueStart + queueCount) & (Self.queueCapacity - 1)] = id
    queueCount += 1
    queueBytes += Int(entries[id].count)
    entries[id].isQueued = true
    entries[id].wasUsed = false
  }

  /// Takes the oldest out of the queue: away if nothing holds it and nothing did while it waited.
  private mutating func dequeue() {
    let id = queue[queueStart]
    queueStart = (queueStart + 1) & (Self.queueCapacity - 1)
    queueCount -= 1
    queueBytes -= Int(entries[id].count)
    entries[id].isQueued = false
    if entries[id].holders > 0 { return }
    if entries[id].wasUsed {
      append(id)
    } else {
      remove(id)
    }
  }

  private mutating func remove(_ id: UInt32) {
    let entry = entries[id]
    arena.remove(entry.place, count: Int(entry.count))
    var hole = Int(entry.hash) & mask
    let wanted = UInt64(entry.hash) << 32 | UInt64(id + 1)
    while slots[hole] != wanted { hole = (hole + 1) & mask }
    var next = (hole + 1) & mask
    while slots[next] != 0 {
      let home = Int(truncatingIfNeeded: slots[next] >> 32) & mask
      // A follower may fill the hole unless its home lies behind the hole.
      if (next &- home) & mask >= (next &- hole) & mask {
        slots[hole] = slots[next]
        hole = next
      }
      next = (next + 1) & mask
    }
    slots[hole] = 0
    entries.remove(id)
  }
}
