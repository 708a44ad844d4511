/// The descriptors of all processes: for each a small table from number to entry, and the entries in one pool.
///
/// A fork copies the table of numbers only; entries are shared and counted, and copied before they change. Tables lie in
/// one arena in powers of two, so a fork allocates nothing once a table of the size has been freed.
package struct DescriptorTables: ~Copyable {
  private let place = InPlace()
  struct Entry: BitwiseCopyable {
    var descriptor: Descriptor
    /// Tables that name it.
    var holders: UInt32
  }

  struct Table: BitwiseCopyable {
    /// Where its slots begin; `sizeClass` is the logarithm of their number.
    var start: Int
    var sizeClass: Int
    var count = 0
    /// Threads that use it.
    var holders: UInt32 = 1
  }

  private static let smallestClass = 3

  private var entries = SlotPool<Entry>(minimumCapacity: 1 << 12)
  private var tables = SlotPool<Table>(minimumCapacity: 1 << 8)
  /// Number + 1 in the high half, entry in the low half; 0 is empty. Linear probing; removal moves followers back.
  private var slots = Pool<UInt64>(minimumCapacity: 1 << 14)
  /// By size class: one more than the start of the first free block, which holds the same about the next; 0 for none.
  private var free = Pool<UInt64>(minimumCapacity: 32)
  private let hash = KeyedHash()

  /// Descriptors of one process beyond this number are not kept.
  var limit: Int
  package private(set) var dropped: UInt64 = 0
  /// In all tables; those that processes share after a fork count for each.
  package private(set) var count = 0

  package init(limit: Int = 4096) {
    self.limit = limit
    free.append(repeating: 0, count: 32)
  }

  var byteCount: Int { entries.byteCount + tables.byteCount + slots.byteCount }

  /// - Precondition of writing: only one table names the entry (`makeUnique`).
  package subscript(index: DescriptorIndex) -> Descriptor {
    @inline(__always) _read { yield entries[index.rawValue].descriptor }
    @inline(__always) _modify { yield &entries[index.rawValue].descriptor }
  }

  // MARK: Look-up

  /// Numbers that the kernel gives fit in 31 bits; others name nothing.
  private static func key(_ number: Int64) -> UInt64? {
    UInt64(bitPattern: number) < 1 << 31 ? UInt64(bitPattern: number) + 1 : nil
  }

  /// Small numbers stay side by side, as they are handed out; a process that picks larger ones cannot choose where they
  /// fall together.
  private func home(_ key: UInt64, _ mask: Int) -> Int {
    let number = Int(truncatingIfNeeded: key &- 1)
    if number < 1 << 10 { return number & mask }
    return Int(truncatingIfNeeded: hash(key)) & mask
  }

  package func find(_ number: Int64, in table: DescriptorTableIndex) -> DescriptorIndex? {
    guard let key = Self.key(number) else { return nil }
    let start = tables[table.rawValue].start
    let mask = 1 << tables[table.rawValue].sizeClass - 1
    var place = home(key, mask)
    while true {
      let slot = slots[start + place]
      if slot == 0 { return nil }
      if slot >> 32 == key { return DescriptorIndex(rawValue: UInt32(truncatingIfNeeded: slot)) }
      place = (place + 1) & mask
    }
  }

  package func count(in table: DescriptorTableIndex) -> Int { tables[table.rawValue].count }

  /// Calls `body` with every open descriptor of a table, in no particular order.
  package func forEach(in table: DescriptorTableIndex, _ body: (Int64, DescriptorIndex) -> Void) {
    let start = tables[table.rawValue].start
    for place in start..<start + 1 << tables[table.rawValue].sizeClass where slots[place] != 0 {
      body(Int64(slots[place] >> 32) - 1, DescriptorIndex(rawValue: UInt32(truncatingIfNeeded: slots[place])))
    }
  }

  // MARK: Tables

  mutating func makeTable() -> DescriptorTableIndex {
    let start = allocate(Self.smallestClass)
    return DescriptorTableIndex(rawValue: tables.insert(Table(start: start, sizeClass: Self.smallestClass)))
  }

  /// Whether more than one thread uses the table.
  func isShared(_ table: DescriptorTableIndex) -> Bool { tables[table.rawValue].holders > 1 }

  mutating func retain(_ table: DescriptorTableIndex) { tables[table.rawValue].holders += 1 }

  /// The last user gone, the table goes with all its descriptors.
  mutating func release(_ table: DescriptorTableIndex, _ symbols: inout SymbolTable) {
    tables[table.rawValue].holders -= 1
    guard tables[table.rawValue].holders == 0 else { return }
    let start = tables[table.rawValue].start
    let sizeClass = tables[table.rawValue].sizeClass
    for place in start..<start + 1 << sizeClass where slots[place] != 0 {
      release(UInt32(truncatingIfNeeded: slots[place]), &symbols)
    }
    count -= tables[table.rawValue].count
    free(start, sizeClass)
    tables.remove(table.rawValue)
  }

  /// A table with the same descriptors: what a new process gets.
  mutating func copy(_ table: DescriptorTableIndex) -> DescriptorTableIndex {
    let sizeClass = tables[table.rawValue].sizeClass
    let start = allocate(sizeClass)
    let source = tables[table.rawValue].start
    slots.copy(1 << sizeClass, from: source, to: start)
    for place in start..<start + 1 << sizeClass where slots[place] != 0 {
      entries[UInt32(truncatingIfNeeded: slots[place])].holders += 1
    }
    let copied = tables[table.rawValue].count
    count += copied
    return DescriptorTableIndex(rawValue: tables.insert(Table(start: start, sizeClass: sizeClass, count: copied)))
  }

  // MARK: Descriptors

  /// Opens a number, in place of what it named before. The table takes over the symbols that `descriptor` holds.
  ///
  /// - Returns: nil where the table is full or the number is none; the symbols are released then.
  @discardableResult
  mutating func open(
    _ number: Int64, _ descriptor: Descriptor, in table: DescriptorTableIndex, _ symbols: inout SymbolTable
  ) -> DescriptorIndex? {
    let index = insert(number, in: table, &symbols) { $0.insert(Entry(descriptor: descriptor, holders: 1)) }
    if index == nil { Self.releaseSymbols(of: descriptor, &symbols) }
    return index
  }

  /// Lets a number name an entry that another number or process names too.
  @discardableResult
  mutating func share(
    _ entry: DescriptorIndex, as number: Int64, in table: DescriptorTableIndex, _ symbols: inout SymbolTable
  ) -> DescriptorIndex? {
    insert(number, in: table, &symbols) { entries in
      entries[entry.rawValue].holders += 1
      return entry.rawValue
    }
  }

  private mutating func insert(
    _ number: Int64, in table: DescriptorTableIndex, _ symbols: inout SymbolTable,
    _ makeEntry: (inout SlotPool<Entry>) -> UInt32
  ) -> DescriptorIndex? {
    guard let key = Self.key(number) else { return nil }
    let used = tables[table.rawValue].count
    if used >= limit && find(number, in: table) == nil {
      dropped &+= 1
      return nil
    }
    if (used + 1) * 4 > 3 << tables[table.rawValue].sizeClass { grow(table) }
    let start = tables[table.rawValue].start
    let mask = 1 << tables[table.rawValue].sizeClass - 1
    var place = home(key, mask)
    while slots[start + place] != 0 {
      if slots[start + place] >> 32 == key {
        // The new entry first: it may be the old one.
        let entry = makeEntry(&entries)
        release(UInt32(truncatingIfNeeded: slots[start + place]), &symbols)
        slots[start + place] = key << 32 | UInt64(entry)
        return DescriptorIndex(rawValue: entry)
      }
      place = (place + 1) & mask
    }
    let entry = makeEntry(&entries)
    slots[start + place] = key << 32 | UInt64(entry)
    tables[table.rawValue].count = used + 1
    count += 1
    return DescriptorIndex(rawValue: entry)
  }

  mutating func close(_ number: Int64, in table: DescriptorTableIndex, _ symbols: inout SymbolTable) {
    guard let key = Self.key(number) else { return }
    let start = tables[table.rawValue].start
    let mask = 1 << tables[table.rawValue].sizeClass - 1
    var hole = home(key, mask)
    while slots[start + hole] >> 32 != key {
      if slots[start + hole] == 0 { return }
      hole = (hole + 1) & mask
    }
    release(UInt32(truncatingIfNeeded: slots[start + hole]), &symbols)
    var next = (hole + 1) & mask
    while slots[start + next] != 0 {
      // A follower may fill the hole unless its home lies behind the hole.
      if (next &- home(slots[start + next] >> 32, mask)) & mask >= (next &- hole) & mask {
        slots[start + hole] = slots[start + next]
        hole = next
      }
      next = (next + 1) & mask
    }
    slots[start + hole] = 0
    tables[table.rawValue].count -= 1
    count -= 1
  }

  /// Closes every descriptor that `isClosed` says so of.
  mutating func close(
    in table: DescriptorTableIndex, _ symbols: inout SymbolTable, where isClosed: (Int64, Descriptor) -> Bool
  ) {
    let start = tables[table.rawValue].start
    let size = 1 << tables[table.rawValue].sizeClass
    var place = 0
    while place < size {
      let slot = slots[start + place]
      let number = Int64(slot >> 32) - 1
      if slot != 0 && isClosed(number, entries[UInt32(truncatingIfNeeded: slot)].descriptor) {
        // A follower may move to this place: look at it again. One that moves from the begin of the table to its end
        // was looked at already.
        close(number, in: table, &symbols)
      } else {
        place += 1
      }
    }
  }

  /// Marks the numbers of a range to be closed by the next exec.
  mutating func setCloseOnExec(
    in table: DescriptorTableIndex, _ range: ClosedRange<Int64>, _ symbols: inout SymbolTable
  ) {
    let size = 1 << tables[table.rawValue].sizeClass
    for place in 0..<size {
      // Making an entry unique changes what a slot names, never where it stands.
      let slot = slots[tables[table.rawValue].start + place]
      let number = Int64(slot >> 32) - 1
      guard slot != 0, range.contains(number), let index = makeUnique(number, in: table, &symbols) else { continue }
      self[index].openFlags |= OpenFlag.closeOnExec
    }
  }

  /// An entry that no other number or process names, with the same contents: what a change has to be made in.
  mutating func makeUnique(
    _ number: Int64, in table: DescriptorTableIndex, _ symbols: inout SymbolTable
  ) -> DescriptorIndex? {
    guard let index = find(number, in: table) else { return nil }
    if entries[index.rawValue].holders == 1 { return index }
    let copy = entries[index.rawValue].descriptor
    symbols.retain(copy.name)
    symbols.retain(copy.rawName)
    symbols.retain(copy.tuple)
    return open(number, copy, in: table, &symbols)
  }

  /// Whether an entry may be changed as it is.
  func isUnique(_ index: DescriptorIndex) -> Bool { entries[index.rawValue].holders == 1 }

  private mutating func release(_ entry: UInt32, _ symbols: inout SymbolTable) {
    let holders = entries[entry].holders
    if holders > 1 {
      entries[entry].holders = holders - 1
      return
    }
    Self.releaseSymbols(of: entries[entry].descriptor, &symbols)
    entries.remove(entry)
  }

  static func releaseSymbols(of descriptor: Descriptor, _ symbols: inout SymbolTable) {
    symbols.release(descriptor.name)
    symbols.release(descriptor.rawName)
    symbols.release(descriptor.tuple)
  }

  // MARK: Blocks of slots

  private mutating func allocate(_ sizeClass: Int) -> Int {
    let first = free[sizeClass]
    if first == 0 {
      let start = slots.count
      slots.append(repeating: 0, count: 1 << sizeClass)
      return start
    }
    let start = Int(first) - 1
    free[sizeClass] = slots[start]
    slots.fill(start..<start + 1 << sizeClass, with: 0)
    return start
  }

  private mutating func free(_ start: Int, _ sizeClass: Int) {
    slots[start] = free[sizeClass]
    free[sizeClass] = UInt64(start) + 1
  }

  private mutating func grow(_ table: DescriptorTableIndex) {
    let oldStart = tables[table.rawValue].start
    let oldClass = tables[table.rawValue].sizeClass
    let start = allocate(oldClass + 1)
    let mask = 2 << oldClass - 1
    for place in oldStart..<oldStart + 1 << oldClass where slots[place] != 0 {
      var target = home(slots[place] >> 32, mask)
      while slots[start + target] != 0 { target = (target + 1) & mask }
      slots[start + target] = slots[place]
    }
    free(oldStart, oldClass)
    tables[table.rawValue].start = start
    tables[table.rawValue].sizeClass = oldClass + 1
  }
}
