/// Elements in one allocation that grows by doubling.
///
/// An array would do the same with a reference count that every write has to ask. `BitwiseCopyable` elements need no
/// clean-up, so freeing the memory is all there is to do at the end.
@safe package struct Pool<Element: BitwiseCopyable>: ~Copyable {
  /// Elements 0..<count are initialized.
  private var base: UnsafeMutablePointer<Element>
  package private(set) var count = 0
  private var capacity: Int

  package init(minimumCapacity: Int = 16) {
    capacity = max(minimumCapacity, 1)
    unsafe base = .allocate(capacity: capacity)
  }

  package init(repeating element: Element, count: Int) {
    self.init(minimumCapacity: count)
    append(repeating: element, count: count)
  }

  package init(copying elements: Span<Element>) {
    self.init(minimumCapacity: elements.count)
    for index in elements.indices { append(elements[index]) }
  }

  deinit { unsafe base.deallocate() }

  package var byteCount: Int { capacity * MemoryLayout<Element>.stride }

  /// Addresses, not `_read` and `_modify`: one field of a large element is then read or written in place without a copy
  /// of the element, also in unoptimized builds and through several layers of subscripts. The index is always checked.
  package subscript(index: Int) -> Element {
    @inline(__always) unsafeAddress { unsafe address(of: index) }
    @inline(__always) unsafeMutableAddress { unsafe mutableAddress(of: index) }
  }

  /// For subscripts of what is built on pools.
  @unsafe @inline(__always) func address(of index: Int) -> UnsafePointer<Element> {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "index outside the pool")
    return unsafe UnsafePointer(base + index)
  }

  @unsafe @inline(__always) mutating func mutableAddress(of index: Int) -> UnsafeMutablePointer<Element> {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "index outside the pool")
    return unsafe base + index
  }

  package mutating func append(_ element: Element) {
    reserve(1)
    unsafe (base + count).initialize(to: element)
    count += 1
  }

  package mutating func append(repeating element: Element, count added: Int) {
    reserve(added)
    unsafe (base + count).initialize(repeating: element, count: added)
    count += added
  }

  package mutating func removeLast() -> Element {
    precondition(count > 0, "nothing to remove")
    count -= 1
    return unsafe base[count]
  }

  package mutating func removeAll() { count = 0 }

  /// Copies `length` elements to another place of the pool; the two do not overlap.
  package mutating func copy(_ length: Int, from source: Int, to target: Int) {
    precondition(length >= 0 && source >= 0 && target >= 0 && source <= count - length && target <= count - length)
    unsafe (base + target).update(from: base + source, count: length)
  }

  package mutating func fill(_ range: Range<Int>, with element: Element) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "range outside the pool")
    unsafe (base + range.lowerBound).update(repeating: element, count: range.count)
  }

  /// Makes room for `added` more.
  package mutating func reserve(_ added: Int) {
    guard added > capacity - count else { return }
    let larger = max(capacity * 2, count + added)
    let grown = UnsafeMutablePointer<Element>.allocate(capacity: larger)
    unsafe grown.moveInitialize(from: base, count: count)
    unsafe base.deallocate()
    unsafe base = grown
    capacity = larger
  }

  @_lifetime(borrow self)
  package func span(_ range: Range<Int>) -> Span<Element> {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "range outside the pool")
    // Safe: the elements are initialized and stay where they are while `self` is borrowed.
    let span = unsafe Span(_unsafeStart: base + range.lowerBound, count: range.count)
    return unsafe _overrideLifetime(span, borrowing: self)
  }
}

extension Pool where Element == UInt8 {
  /// Writes bytes over what lies at `offset`.
  mutating func write(_ bytes: Span<UInt8>, at offset: Int) {
    precondition(offset >= 0 && offset <= count - bytes.count, "bytes outside the pool")
    unsafe bytes.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      // Safe: the target was checked, and bytes borrowed from elsewhere cannot lie in a pool that is being written.
      unsafe (base + offset).update(from: start, count: source.count)
    }
  }
}

/// A pool whose places are used again after removal.
package struct SlotPool<Element: BitwiseCopyable>: ~Copyable {
  private var elements: Pool<Element>
  private var free: Pool<UInt32>

  package init(minimumCapacity: Int = 16) {
    elements = Pool(minimumCapacity: minimumCapacity)
    free = Pool(minimumCapacity: minimumCapacity)
  }

  /// Elements that are in use.
  package var count: Int { elements.count - free.count }
  /// One more than the highest place ever used.
  package var endIndex: Int { elements.count }
  package var byteCount: Int { elements.byteCount + free.byteCount }

  package subscript(index: UInt32) -> Element {
    @inline(__always) unsafeAddress { unsafe elements.address(of: Int(index)) }
    @inline(__always) unsafeMutableAddress { unsafe elements.mutableAddress(of: Int(index)) }
  }

  @unsafe @inline(__always) func address(of index: UInt32) -> UnsafePointer<Element> {
    unsafe elements.address(of: Int(index))
  }

  @unsafe @inline(__always) mutating func mutableAddress(of index: UInt32) -> UnsafeMutablePointer<Element> {
    unsafe elements.mutableAddress(of: Int(index))
  }

  package mutating func insert(_ element: Element) -> UInt32 {
    if free.count > 0 {
      let index = free.removeLast()
      elements[Int(index)] = element
      return index
    }
    elements.append(element)
    return UInt32(elements.count - 1)
  }

  /// - Precondition: the place is in use.
  package mutating func remove(_ index: UInt32) { free.append(index) }
}
