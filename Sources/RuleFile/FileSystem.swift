#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reading from the file system. The only place that calls the operating system.
enum FileSystem {
  enum Kind { case regular, directory, other }

  /// Why something could not be read, in the system's words ("No such file or directory") or ours.
  struct Failure: Error {
    var reason: String
    fileprivate init(_ reason: String) { self.reason = reason }
    fileprivate init(code: Int32) {
      // strerror's text is valid until the next call on this thread; it is copied at once.
      reason = unsafe String(cString: strerror(code))
    }
    static let tooLarge = Failure("too large")
    var isTooLarge: Bool { reason == Self.tooLarge.reason }
  }

  /// Bytes of one input. Rule files have a few hundred KiB; what they expand to in memory has to stay bounded.
  static let sizeLimit = 64 << 20

  /// What makes two paths lead to the same file.
  struct Identity: Hashable {
    var device: UInt64
    var inode: UInt64
  }

  /// What a path leads to, through symbolic links.
  static func status(of path: String) throws(Failure) -> (kind: Kind, identity: Identity) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw Failure(code: errno) }
    return (kind(status), Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino)))
  }

  private static func kind(_ status: stat) -> Kind {
    switch status.st_mode & S_IFMT {
    case S_IFREG: .regular
    case S_IFDIR: .directory
    default: .other
    }
  }

  /// The names in a directory, sorted by bytes.
  static func names(in path: String) throws(Failure) -> [String] {
    guard let directory = unsafe opendir(path) else { throw Failure(code: errno) }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while true {
      // The end and a failure look alike but for errno.
      errno = 0
      let entry = unsafe readdir(directory)
      guard let entry = unsafe entry else {
        guard errno == 0 else { throw Failure(code: errno) }
        return names.sortedByBytes()
      }
      // d_name is an array in the entry, ended by NUL; it is copied before the next call.
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 1) { unsafe String(cString: $0) }
      }
      names.append(name)
    }
  }

  static func readFile(_ path: String) throws(Failure) -> [UInt8] {
    // Without O_NONBLOCK a FIFO put in place of the file would block here for ever.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Failure(code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw Failure(code: errno) }
    guard kind(status) == .regular else {
      throw Failure("not a regular file; to read from a pipe or a device, pass '-' and redirect standard input")
    }
    guard status.st_size <= sizeLimit else { throw Failure.tooLarge }
    return try readAll(descriptor, expecting: Int(status.st_size))
  }

  static func readStandardInput() throws(Failure) -> [UInt8] {
    try readAll(STDIN_FILENO, expecting: 0)
  }

  private static func readAll(_ descriptor: Int32, expecting size: Int) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let known = bytes.count
      // One byte more than expected. Whoever has read what was expected most likely meets the end.
      let room = known < size ? size - known + 1 : size > 0 ? 1 << 10 : 1 << 16
      guard known <= sizeLimit else { throw Failure.tooLarge }
      var count = 0
      // read() fills at most `room` bytes of the room reserved behind what is known.
      let part = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, initialized in
        repeat { count = unsafe read(descriptor, buffer.baseAddress, room) } while count < 0 && errno == EINTR
        initialized = max(count, 0)
      }
      guard count >= 0 else { throw Failure(code: errno) }
      if count == 0 { return bytes }
      if known == 0 { bytes = part } else { bytes += part }
    }
  }
}
