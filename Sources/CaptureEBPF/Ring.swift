import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A ring buffer of the kernel, as its reader sees it: a page with the reader's position, one with the writers', and the
/// data, mapped twice so that no record is split.
///
/// A record: its length with two flags (4 bytes), 4 bytes for the kernel, then the data; padded to 8.
@safe
final class Ring {
  let size: Int
  private let own: UnsafeMutableRawPointer
  private let shared: UnsafeMutableRawPointer
  private let data: UnsafeRawPointer
  private let pageSize: Int

  private static let headerSize = 8
  /// The head of a block, the event's header, and the block's end.
  private static let leastLength = 40
  private static let isBusy: UInt32 = 1 << 31
  private static let isDiscarded: UInt32 = 1 << 30

  init?(descriptor: Int32, size: Int) {
    pageSize = Int(getpagesize())
    self.size = size
    guard let own = unsafe mmap(nil, pageSize, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0), unsafe own != MAP_FAILED else {
      return nil
    }
    guard let shared = unsafe mmap(nil, pageSize + 2 * size, PROT_READ, MAP_SHARED, descriptor, off_t(pageSize)),
      unsafe shared != MAP_FAILED
    else {
      unsafe munmap(own, pageSize)
      return nil
    }
    unsafe self.own = own
    unsafe self.shared = shared
    unsafe data = UnsafeRawPointer(shared + pageSize)
  }

  deinit {
    unsafe munmap(own, pageSize)
    unsafe munmap(shared, pageSize + 2 * size)
  }

  /// What lies before `position` is free for writers again.
  func release(to position: UInt) {
    // Safe: the page is mapped, and begins with the position.
    unsafe own.assumingMemoryBound(to: Atomic<UInt>.self).pointee.store(position, ordering: .releasing)
  }

  /// Where the next record will begin.
  var end: UInt {
    // Safe: as above.
    unsafe shared.assumingMemoryBound(to: Atomic<UInt>.self).pointee.load(ordering: .acquiring)
  }

  /// What stands at a position before `end`. Waits while it is being written: a program in the kernel does not sleep.
  func record(at position: UInt) -> Record {
    let start = unsafe data + Int(position & UInt(size - 1))
    var header: UInt32
    var rounds = 0
    while true {
      // Safe: headers are 8-byte aligned, and the kernel writes the flags and the length as one word.
      header = unsafe UnsafeMutableRawPointer(mutating: start).assumingMemoryBound(to: Atomic<UInt32>.self).pointee.load(
        ordering: .acquiring)
      if header & Self.isBusy == 0 { break }
      rounds += 1
      if rounds & 0xFF == 0 { sched_yield() }
    }
    let length = Int(header & ~(Self.isBusy | Self.isDiscarded))
    let isEvent = header & Self.isDiscarded == 0 && length >= Self.leastLength
    // Safe: a record of this length is whole, and holds a block up to the event's time.
    let time = isEvent ? unsafe start.loadUnaligned(fromByteOffset: Self.headerSize + 10, as: UInt64.self) : 0
    return Record(
      time: time, position: position, length: isEvent ? length : 0,
      next: position &+ UInt((length + Self.headerSize + 7) & ~7))
  }

  /// A block with an event (`EventRun`).
  struct Record: BitwiseCopyable {
    /// When the event began.
    let time: UInt64
    let position: UInt
    /// 0 for a record that was given up.
    let length: Int
    /// Where the next one begins.
    let next: UInt
  }

  /// Adds the bytes of a record that was not released yet.
  func append(_ record: Record, to bytes: inout [UInt8]) {
    // Safe: the data is mapped twice, so that a record lies in one piece.
    unsafe bytes.append(
      contentsOf: UnsafeRawBufferPointer(
        start: data + Int(record.position & UInt(size - 1)) + Self.headerSize, count: record.length))
  }
}
