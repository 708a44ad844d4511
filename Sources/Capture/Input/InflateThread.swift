#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A thread that reads and decompresses a file ahead of its reader, into a small ring of buffers.
///
/// Memory is fixed: the reader holds one buffer at most, the thread fills the others and then waits.
@safe
final class InflateThread: @unchecked Sendable {  // Everything shared is touched under `mutex` only; see below.
  /// Decompressed bytes in one buffer. Small enough to stay in the second-level cache on its way from core to core.
  static let bufferSize = 256 << 10
  /// Free room in front of the bytes of a buffer, for the rest of the buffer before it. Any event but those of types
  /// with large payloads fits.
  static let headroom = 68 << 10
  private static let bufferCount = 4

  /// What `next` gives; nil bytes at the end.
  @safe
  enum Chunk {
    /// `count` bytes at `headroom` behind `base`; to be given back with `release`.
    case bytes(base: UnsafeMutablePointer<UInt8>, count: Int)
    case end
    case failed(CaptureError)
  }

  // The buffers themselves belong to the thread from `emptied` up to `filled`, and to the reader between; the numbers
  // count buffers from the begin and never fall.
  private let buffers: [UnsafeMutablePointer<UInt8>]
  private var counts = [Int](repeating: 0, count: bufferCount)
  private var filled = 0
  private var taken = 0
  private var emptied = 0
  private var outcome: Chunk?
  private var isStopped = false

  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  /// Signalled when `filled`, `emptied`, `outcome` or `isStopped` changes.
  private let change: UnsafeMutablePointer<pthread_cond_t>
  /// Readable once the thread shall stop: wakes it where it waits for a pipe.
  private var wake: (read: Int32, write: Int32) = (-1, -1)
  private var file: InputFile?
  private var thread: pthread_t?

  init(_ file: consuming InputFile) throws(CaptureError) {
    unsafe buffers = (0..<Self.bufferCount).map { _ in .allocate(capacity: Self.headroom + Self.bufferSize) }
    unsafe mutex = .allocate(capacity: 1)
    unsafe change = .allocate(capacity: 1)
    unsafe pthread_mutex_init(mutex, nil)
    unsafe pthread_cond_init(change, nil)
    var ends: [Int32] = [-1, -1]
    let mayBlock = file.mayBlock
    self.file = consume file
    if mayBlock {
      guard unsafe pipe(&ends) == 0 else { throw CaptureError(.unreadable, SystemCall.failure(errno)) }
      wake = (ends[0], ends[1])
    }
    try start()
  }

  /// The thread has ended when this runs: `stop` comes first.
  deinit {
    unsafe pthread_cond_destroy(change)
    unsafe pthread_mutex_destroy(mutex)
    unsafe change.deallocate()
    unsafe mutex.deallocate()
    for unsafe buffer in unsafe buffers { unsafe buffer.deallocate() }
    if wake.read >= 0 {
      close(wake.read)
      close(wake.write)
    }
  }

  private func start() throws(CaptureError) {
    // The thread gives this reference back at its end.
    let context = unsafe Unmanaged.passRetained(self).toOpaque()
    #if canImport(Darwin)
      var handle: pthread_t?
      let result = unsafe pthread_create(&handle, nil, { unsafe InflateThread.run($0) }, context)
    #else
      var handle = pthread_t()
      let result = unsafe pthread_create(&handle, nil, { unsafe InflateThread.run($0!) }, context)
    #endif
    guard result == 0 else {
      unsafe Unmanaged<InflateThread>.fromOpaque(context).release()
      throw CaptureError(.unreadable, "no thread to decompress with: \(SystemCall.failure(result))")
    }
    thread = handle
  }

  /// Ends the thread and waits for it. The reader's last call.
  func stop() {
    locked { isStopped = true }
    if wake.write >= 0 {
      var byte: UInt8 = 0
      unsafe _ = write(wake.write, &byte, 1)
    }
    if let thread { pthread_join(thread, nil) }
    thread = nil
  }

  // MARK: Reader

  /// The next buffer, when it is there.
  func next() -> Chunk {
    locked {
      while taken == filled {
        if let outcome { return outcome }
        unsafe pthread_cond_wait(change, mutex)
      }
      let index = taken % Self.bufferCount
      taken += 1
      return unsafe .bytes(base: buffers[index], count: counts[index])
    }
  }

  /// Gives the oldest buffer back.
  func release() {
    locked { emptied += 1 }
  }

  // MARK: Thread

  private static func run(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    let ring = unsafe Unmanaged<InflateThread>.fromOpaque(context).takeRetainedValue()
    ring.work()
    return nil
  }

  private func work() {
    guard var file = file.take() else { return }
    var inflater = Inflater()
    let input = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: Self.bufferSize)
    defer { unsafe input.deallocate() }
    var rest = unsafe UnsafeMutableBufferPointer(rebasing: input[..<0])
    while let index = emptyBuffer() {
      let target = unsafe UnsafeMutableBufferPointer(start: buffers[index] + Self.headroom, count: Self.bufferSize)
      var count = 0
      let outcome = unsafe fill(target, &count, from: &file, &inflater, input, &rest)
      publish(index, count, outcome)
      if outcome != nil { return }
    }
  }

  /// The number of a buffer that the reader does not hold; nil when the thread shall stop.
  private func emptyBuffer() -> Int? {
    locked {
      while filled - emptied == Self.bufferCount, !isStopped { unsafe pthread_cond_wait(change, mutex) }
      return isStopped ? nil : filled % Self.bufferCount
    }
  }

  private func publish(_ index: Int, _ count: Int, _ outcome: Chunk?) {
    locked {
      if count > 0 {
        counts[index] = count
        filled += 1
      }
      self.outcome = outcome
    }
  }

  /// Fills `target`, with less at the end or where more is long in coming; what the end is, if it is reached.
  private func fill(
    _ target: UnsafeMutableBufferPointer<UInt8>, _ count: inout Int, from file: inout InputFile,
    _ inflater: inout Inflater, _ input: UnsafeMutableBufferPointer<UInt8>,
    _ rest: inout UnsafeMutableBufferPointer<UInt8>
  ) -> Chunk? {
    while count < target.count {
      if rest.isEmpty {
        do throws(CaptureError) {
          if file.mayBlock {
            // What is there already does not wait with us.
            switch file.wait(orFor: wake.read, count > 0 ? 0 : -1) {
            case .input: break
            case .nothing: return nil
            case .wake: return .end
            case .stop: return .failed(file.stopped)
            }
          }
          guard let base = input.baseAddress else { return .end }
          let read = try unsafe file.take(into: base, count: input.count)
          unsafe rest = UnsafeMutableBufferPointer(rebasing: input[..<read])
        } catch {
          return .failed(error)
        }
        if rest.isEmpty {
          if case .betweenMembers = inflater.status { return .end }
          return .failed(CaptureError(.damaged, "the compressed data break off"))
        }
      }
      if case .betweenMembers = inflater.status {
        // Zeros between and behind members are padding, as on tapes.
        while unsafe rest.first == 0 { unsafe rest = UnsafeMutableBufferPointer(rebasing: rest.dropFirst()) }
        if rest.isEmpty { continue }
      }
      let room = unsafe UnsafeMutableBufferPointer(rebasing: target[count...])
      let (taken, made) = unsafe inflater.inflate(rest, to: room)
      unsafe rest = UnsafeMutableBufferPointer(rebasing: rest[taken...])
      count += made
      if case .damaged(let words) = inflater.status {
        return .failed(CaptureError(.damaged, "the compressed data are damaged (\(words))"))
      }
    }
    return nil
  }

  private func locked<Result>(_ body: () -> Result) -> Result {
    unsafe pthread_mutex_lock(mutex)
    defer {
      unsafe pthread_cond_broadcast(change)
      unsafe pthread_mutex_unlock(mutex)
    }
    return body()
  }
}
