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
  /// The first bytes, read ahead to see what the file is, or all bytes in memory; and how many of them were handed out.
  private var head: [UInt8] = []
  private var headRead = 0

  /// `-` is standard input.
  init(path: String) throws(CaptureError) {
    let isStandardInput = path == "-"
    let opened = isStandardInput ? STDIN_FILENO : unsafe open(path, O_RDONLY | O_CLOEXEC)
    var status = stat()
    var problem = opened < 0 || (unsafe fstat(opened, &status)) != 0 ? errno : 0
    if problem == 0, status.st_mode & S_IFMT == S_IFDIR { problem = EISDIR }
    guard problem == 0 else {
      if opened > STDIN_FILENO { close(opened) }
      throw CaptureError(.unreadable, SystemCall.failure(problem))
    }
    descriptor = opened
    mayBlock = status.st_mode & S_IFMT != S_IFREG
  }

  init(bytes: [UInt8]) {
    descriptor = -1
    mayBlock = false
    head = bytes
  }

  deinit {
    if descriptor > STDIN_FILENO { close(descriptor) }
  }

  /// The first bytes, as many of `count` as there are, without taking them.
  mutating func peek(_ count: Int) throws(CaptureError) -> [UInt8] {
    while head.count < count, descriptor >= 0 {
      var part = [UInt8](repeating: 0, count: count - head.count)
      let read = unsafe SystemCall.read(descriptor, &part, part.count)
      guard read >= 0 else { throw failure }
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
    if descriptor < 0 { return 0 }
    let read = unsafe SystemCall.read(descriptor, target, count)
    guard read >= 0 else { throw failure }
    return read
  }

  private var failure: CaptureError { CaptureError(.unreadable, SystemCall.failure(errno)) }

  /// Waits until there is something to read; false when `wake` became readable instead.
  func wait(orFor wake: Int32) -> Bool {
    guard headRead == head.count else { return true }
    var waits = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0), pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
    ]
    while unsafe poll(&waits, 2, -1) < 0, errno == EINTR {}
    return waits[1].revents == 0
  }
}
