#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that is read once from begin to end, standard input, or bytes in memory; closed when it goes.
struct InputFile: ~Copyable {
  /// Negative for bytes in memory.
  private let descriptor: Int32
  /// Reading may wait for somebody else to write: a pipe or a terminal.
  let mayBlock: Bool
  /// Ends the waiting.
  private let stop: ReadingStop?
  /// The first bytes, read ahead to see what the file is, or all bytes in memory; and how many of them were handed out.
  private var head: [UInt8] = []
  private var headRead = 0

  /// `-` is standard input.
  init(path: String, stop: ReadingStop? = nil) throws(CaptureError) {
    let isStandardInput = path == "-"
    var flags = O_RDONLY | O_CLOEXEC
    #if os(Linux)
      // So that opening a named pipe waits for no writer: `wait` does, and can be ended.
      if stop != nil { flags |= O_NONBLOCK }
    #endif
    let opened = isStandardInput ? STDIN_FILENO : unsafe open(path, flags)
    if opened >= 0, flags & O_NONBLOCK != 0, !isStandardInput { _ = fcntl(opened, F_SETFL, 0) }
    var status = stat()
    var problem = opened < 0 || (unsafe fstat(opened, &status)) != 0 ? errno : 0
    if problem == 0, status.st_mode & S_IFMT == S_IFDIR { problem = EISDIR }
    guard problem == 0 else {
      if opened > STDIN_FILENO { close(opened) }
      throw CaptureError(.unreadable, SystemCall.failure(problem))
    }
    descriptor = opened
    self.stop = stop
    mayBlock = status.st_mode & S_IFMT != S_IFREG
  }

  init(bytes: [UInt8]) {
    descriptor = -1
    mayBlock = false
    stop = nil
    head = bytes
  }

  deinit {
    if descriptor > STDIN_FILENO { close(descriptor) }
  }

  /// The first bytes, as many of `count` as there are, without taking them.
  mutating func peek(_ count: Int) throws(CaptureError) -> [UInt8] {
    while head.count < count, descriptor >= 0 {
      var part = [UInt8](repeating: 0, count: count - head.count)
      let read = try unsafe read(into: &part, count: part.count)
      if read == 0 { break }
      head += part[..<read]
    }
    return Array(head.prefix(count))
  }

  /// Takes at most `count` bytes; 0 at the end.
  mutating func take(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(CaptureError) -> Int {
    if headRead < head.count {
      let part = min(count, head.count - headRead)
      // The target has room for `count` bytes, and the array is not touched meanwhile.
      unsafe head.withUnsafeBufferPointer { bytes in
        if let base = bytes.baseAddress { unsafe target.update(from: base + headRead, count: part) }
      }
      headRead += part
      return part
    }
    return descriptor < 0 ? 0 : try unsafe read(into: target, count: count)
  }

  private func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(CaptureError) -> Int {
    if mayBlock, stop != nil, wait() == .stop { throw stopped }
    let read = unsafe SystemCall.read(descriptor, target, count)
    guard read >= 0 else { throw failure }
    return read
  }

  /// What a reader fails with that was to stop.
  var stopped: CaptureError { CaptureError(.stopped, "it was to be read no further") }

  private var failure: CaptureError { CaptureError(.unreadable, SystemCall.failure(errno)) }

  enum Waking { case input, wake, stop, nothing }

  /// Waits until there is something to read, `wake` became readable, or reading is to stop: input comes last. Negative descriptors
  /// never wake anybody.
  ///
  /// - Parameter milliseconds: then `nothing` happened; negative for ever.
  func wait(orFor wake: Int32 = -1, _ milliseconds: Int32 = -1) -> Waking {
    guard headRead == head.count else { return .input }
    var waits = [descriptor, wake, stop?.readable ?? -1].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    while unsafe poll(&waits, 3, milliseconds) < 0, errno == EINTR {}
    if waits[1].revents != 0 { return .wake }
    if waits[2].revents != 0 { return .stop }
    return waits[0].revents != 0 ? .input : .nothing
  }
}
