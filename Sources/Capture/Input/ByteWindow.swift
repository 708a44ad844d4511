/// The part of an input that a reader looks at: some bytes from the reader's place on, decompressed.
///
/// A plain file is read into a buffer of our own. A gzip file comes in the buffers of an `InflateThread`, which are lent
/// out as they are; what is left of one is copied in front of the next. Whatever is longer than a buffer is put together
/// in our own, which grows with the bytes that are really there, never by what a length field promises.
@safe
struct ByteWindow: ~Copyable {
  /// The second-level cache holds it beside what the reader needs; larger buffers made reading slower.
  private static let bufferSize = 256 << 10

  /// Holds bytes `start..<end`: `own`, or a lent buffer.
  private var base: UnsafeMutablePointer<UInt8>
  private var start = 0
  private var end = 0
  /// Offset in the input of the byte behind the window.
  private var endOffset: UInt64 = 0

  private var own: UnsafeMutablePointer<UInt8>
  private var ownCapacity: Int
  /// `base` is a buffer of the thread's, to be given back.
  private var isLent = false
  private var file: InputFile?
  private let thread: InflateThread?

  init(_ file: consuming InputFile) throws(CaptureError) {
    var file = file
    let isCompressed = try file.peek(2) == [0x1F, 0x8B]
    if isCompressed {
      thread = try InflateThread(file)
      ownCapacity = 0
    } else {
      self.file = consume file
      thread = nil
      ownCapacity = Self.bufferSize
    }
    unsafe own = .allocate(capacity: ownCapacity)
    unsafe base = own
  }

  deinit {
    thread?.stop()
    unsafe own.deallocate()
  }

  /// How many bytes are there.
  var count: Int { end - start }

  /// Offset in the input of the first of them.
  var offset: UInt64 { endOffset - UInt64(end - start) }

  /// The bytes, for a reader that looks at them before it fills the window again.
  ///
  /// The compiler does not hold it to that: the lifetime of what it hands on is for the reader to declare.
  @unsafe
  @_lifetime(immortal)
  func unboundBytes() -> Span<UInt8> {
    let span = unsafe Span(_unsafeStart: UnsafePointer(base) + start, count: end &- start)
    return unsafe _overrideLifetime(span, copying: ())
  }

  /// Steps over the first bytes.
  mutating func skip(_ count: Int) {
    precondition(count >= 0 && count <= end - start, "a step beyond the window")
    start += count
  }

  /// Gets more input until `wanted` bytes are there.
  ///
  /// - Returns: false at the end of the input, when fewer are left.
  mutating func fill(to wanted: Int) throws(CaptureError) -> Bool {
    while count < wanted {
      guard try thread == nil ? readMore(wanted) : takeMore() else { return false }
    }
    return true
  }

  // MARK: Plain files

  private mutating func readMore(_ wanted: Int) throws(CaptureError) -> Bool {
    if start > 0 { moveToOwn(room: 0) }
    if end == ownCapacity { moveToOwn(room: min(wanted, 2 * ownCapacity) - ownCapacity) }
    let read = try unsafe file?.take(into: base + end, count: min(ownCapacity - end, Self.bufferSize)) ?? 0
    end += read
    endOffset += UInt64(read)
    return read > 0
  }

  // MARK: Compressed files

  private mutating func takeMore() throws(CaptureError) -> Bool {
    guard let thread else { return false }
    switch thread.next() {
    case .end: return false
    case .failed(let error): throw CaptureError(error.cause, offset: offset, error.problem)
    case .bytes(let chunk, let size):
      let rest = count
      if rest <= InflateThread.headroom {
        let place = InflateThread.headroom - rest
        unsafe (chunk + place).update(from: base + start, count: rest)
        if isLent { thread.release() }
        unsafe base = chunk
        isLent = true
        start = place
        end = InflateThread.headroom + size
        if ownCapacity > 0 { releaseOwn() }
      } else {
        moveToOwn(room: size)
        unsafe (base + end).update(from: chunk + InflateThread.headroom, count: size)
        end += size
        thread.release()
      }
      endOffset += UInt64(size)
      return true
    }
  }

  /// Moves what is left to the begin of our own buffer, with room for as much more.
  private mutating func moveToOwn(room: Int) {
    let rest = count
    let oldOwn = unsafe own
    let old = unsafe base + start
    let isLarger = rest + room > ownCapacity
    if isLarger {
      ownCapacity = max(rest + room, 2 * ownCapacity)
      unsafe own = .allocate(capacity: ownCapacity)
    }
    unsafe own.update(from: old, count: rest)
    if isLarger { unsafe oldOwn.deallocate() }
    if isLent { thread?.release() }
    isLent = false
    unsafe base = own
    start = 0
    end = rest
  }

  private mutating func releaseOwn() {
    unsafe own.deallocate()
    ownCapacity = 0
    unsafe own = .allocate(capacity: 0)
  }
}
