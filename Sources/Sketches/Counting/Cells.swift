#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Memory of a fixed size for counters, zero at first, on its own cache lines.
///
/// Words of 64 bits, or the same memory as numbers of 16 or 32. The order of the small ones within a word is the machine's;
/// files hold words, so on a machine that is not little-endian they would be read as something else.
@safe @usableFromInline struct Cells: ~Copyable {
  @usableFromInline let base: UnsafeMutableRawPointer
  let count: Int

  private static let cacheLine = 64

  /// From so many bytes on the system gives whole pages, which are zero and take no memory before they are written to: a test of rules
  /// makes all sketches anew and counts a few events.
  private static let mappedSize = 1 << 17
  private let isMapped: Bool

  init(words count: Int) {
    precondition(count >= 0, "a negative number of words")
    self.count = count
    let size = max(count, 1) * 8
    if size >= Self.mappedSize, let pages = unsafe Self.pages(size) {
      isMapped = true
      unsafe base = pages
    } else {
      isMapped = false
      unsafe base = .allocate(byteCount: size, alignment: Self.cacheLine)
      unsafe base.initializeMemory(as: UInt64.self, repeating: 0, count: max(count, 1))
    }
  }

  deinit {
    if isMapped { unsafe munmap(base, max(count, 1) * 8) } else { unsafe base.deallocate() }
  }

  private static func pages(_ size: Int) -> UnsafeMutableRawPointer? {
    let pages = unsafe mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
    return unsafe pages == MAP_FAILED ? nil : pages
  }

  var byteCount: Int { count * 8 }

  /// By words.
  subscript(index: Int) -> UInt64 {
    @inline(__always) get { load(index) }
    @inline(__always) set { store(newValue, index) }
  }

  @inline(__always)
  func load<T: FixedWidthInteger & BitwiseCopyable>(_ index: Int, as type: T.Type = T.self) -> T {
    precondition(contains(index, T.self), "index outside the cells")
    // Safe: the place was checked, all memory is initialized, and any bit pattern is a number.
    return unsafe base.load(fromByteOffset: index &* MemoryLayout<T>.size, as: T.self)
  }

  @inline(__always)
  mutating func store<T: FixedWidthInteger & BitwiseCopyable>(_ value: T, _ index: Int) {
    precondition(contains(index, T.self), "index outside the cells")
    // Safe: as in `load`.
    unsafe base.storeBytes(of: value, toByteOffset: index &* MemoryLayout<T>.size, as: T.self)
  }

  @inline(__always)
  private func contains<T>(_ index: Int, _: T.Type) -> Bool {
    UInt(bitPattern: index) < UInt(bitPattern: count &* 8) / UInt(bitPattern: MemoryLayout<T>.size)
  }

  /// The same where the caller knows that the place is inside.
  @unsafe
  @inlinable
  @inline(__always)
  func load<T: FixedWidthInteger & BitwiseCopyable>(uncheckedAt index: Int) -> T {
    // All memory is initialized, and any bit pattern is a number.
    unsafe base.load(fromByteOffset: index &* MemoryLayout<T>.size, as: T.self)
  }

  @unsafe
  @inline(__always)
  mutating func store<T: FixedWidthInteger & BitwiseCopyable>(_ value: T, uncheckedAt index: Int) {
    unsafe base.storeBytes(of: value, toByteOffset: index &* MemoryLayout<T>.size, as: T.self)
  }

  /// To a word, wrapping.
  @unsafe
  @inline(__always)
  mutating func add(_ number: UInt64, uncheckedAt index: Int) {
    unsafe store(load(uncheckedAt: index) &+ number, uncheckedAt: index)
  }

  /// The first half of the cache line that begins at a number of 16 bits, where the caller knows that it is inside.
  @unsafe
  @inline(__always)
  func half(uncheckedAt index: Int) -> (SIMD8<UInt16>, SIMD8<UInt16>) {
    unsafe (
      base.load(fromByteOffset: index &* 2, as: SIMD8<UInt16>.self),
      base.load(fromByteOffset: index &* 2 &+ 16, as: SIMD8<UInt16>.self)
    )
  }

  mutating func clear(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "range outside the cells")
    // Safe: the range was checked.
    unsafe (base + range.lowerBound * 8).initializeMemory(as: UInt64.self, repeating: 0, count: range.count)
  }

  /// All of it, as numbers of one width.
  mutating func halve<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type, _ times: Int) {
    for index in 0..<byteCount / MemoryLayout<T>.size { store(load(index, as: T.self) >> times, index) }
  }

  mutating func copy(_ other: borrowing Cells) {
    precondition(other.count == count, "cells of the same size")
    for index in 0..<count { self[index] = other[index] }
  }
}
