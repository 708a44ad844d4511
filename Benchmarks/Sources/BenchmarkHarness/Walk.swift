#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The yardstick: what it costs to look at every event of a capture, and nothing more. A loop over the blocks of the
/// mapped file that looks up each thread in a table and adds up the lengths of the parameters.
///
/// It uses nothing of the product, so that it stays the same while the product changes. Raw pointers, because a plain loop
/// is what others are compared with.
@safe
struct Walk {
  private(set) var events = 0
  private(set) var bytes = 0
  private var threads = ThreadCounts()

  /// An event of version 2 without flags: nearly all blocks.
  private static let eventBlock: UInt32 = 0x216

  /// Walks the file at `path`, decompressed. The time is of a second walk: faults of the mapping are left out, which others
  /// do not have.
  static func measure(_ path: String) throws(HarnessFailure) -> (nanoseconds: Double, events: Int) {
    let descriptor = unsafe open(path, O_RDONLY)
    guard descriptor >= 0 else { throw HarnessFailure(message: "cannot open \(path)") }
    defer { close(descriptor) }
    let size = Int(lseek(descriptor, 0, SEEK_END))
    guard size > 0, let base = unsafe mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), unsafe base != MAP_FAILED
    else { throw HarnessFailure(message: "cannot map \(path)") }
    defer { unsafe munmap(base, size) }
    var walk = Walk()
    unsafe walk.walk(UnsafeRawPointer(base), size)
    consume(walk.bytes)
    walk = Walk()
    let start = ProcessUsage.processor
    unsafe walk.walk(UnsafeRawPointer(base), size)
    let nanoseconds = ProcessUsage.processor - start
    consume(walk.bytes)
    consume(walk.threads.count)
    guard walk.events > 0 else { throw HarnessFailure(message: "\(path) has no events: is it a decompressed capture?") }
    return (nanoseconds, walk.events)
  }

  /// A block (scap-format.md §1): id, length of all of it, processor (2 bytes), event, length. An event: time, thread,
  /// length, type (2 bytes), number of parameters, their lengths (2 bytes each), parameters.
  @unsafe
  private mutating func walk(_ base: UnsafeRawPointer, _ size: Int) {
    var place = 0
    while place + 40 <= size {
      let block = unsafe base + place
      let total = unsafe Int(block.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
      guard total >= 12, place + total <= size else { return }
      if unsafe block.loadUnaligned(as: UInt32.self) == Self.eventBlock {
        events += 1
        unsafe threads.add(block.loadUnaligned(fromByteOffset: 18, as: UInt64.self))
        let count = unsafe Int(block.loadUnaligned(fromByteOffset: 32, as: UInt32.self))
        var length = 36
        let end = min(length + 2 * count, total)
        while length + 2 <= end {
          unsafe bytes += Int(block.loadUnaligned(fromByteOffset: length, as: UInt16.self))
          length += 2
        }
      }
      place += total
    }
  }
}

/// Events by thread: open addressing, linear probing.
private struct ThreadCounts {
  private struct Slot: BitwiseCopyable {
    /// Plus one; 0 marks an empty slot.
    var key: UInt64
    var count: UInt64
  }

  private var slots = [Slot](repeating: Slot(key: 0, count: 0), count: 1 << 12)
  private(set) var count = 0

  @inline(__always)
  mutating func add(_ thread: UInt64) {
    let place = place(of: thread &+ 1)
    if slots[place].key == 0 { return insert(thread &+ 1, at: place) }
    slots[place].count &+= 1
  }

  /// Of the key, or of the empty slot where it would be.
  @inline(__always)
  private func place(of key: UInt64) -> Int {
    let mask = slots.count - 1
    // Fibonacci hashing: the high bits of a product with 2⁶⁴ divided by the golden ratio.
    var place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while slots[place].key != key, slots[place].key != 0 { place = (place &+ 1) & mask }
    return place
  }

  @inline(never)
  private mutating func insert(_ key: UInt64, at place: Int) {
    slots[place] = Slot(key: key, count: 1)
    count += 1
    guard count * 2 > slots.count else { return }
    let old = slots
    slots = [Slot](repeating: Slot(key: 0, count: 0), count: old.count * 2)
    for slot in old where slot.key != 0 { slots[self.place(of: slot.key)] = slot }
  }
}
