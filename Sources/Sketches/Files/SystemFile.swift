#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Files that must be whole and belong to us: read at once, and replaced so that a crash at any moment leaves the one before
/// or the new one.
enum SystemFile {
  /// Who may have written a file that is read.
  enum Trust {
    /// Nobody but us and root: no link, and not writable by group or others.
    case own
    /// As `own`, and nobody else may read it.
    case secret
    /// Anybody: for files that were handed over.
    case any
  }

  /// A system call that failed, or a file that is not to be used.
  struct Failure: Error {
    let problem: String
    var isMissing = false

    init(_ problem: String) { self.problem = problem }

    /// The error number first: making the text may change it.
    init(_ code: Int32, calling what: String) {
      // strerror's text is valid until the next call on this thread; it is copied at once.
      problem = unsafe "cannot \(what): \(String(cString: strerror(code)))"
      isMissing = code == ENOENT
    }
  }

  // MARK: Reading

  static func read(_ path: String, limit: Int, trust: Trust) throws(Failure) -> [UInt8] {
    let links = trust == .any ? 0 : O_NOFOLLOW
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | links)
    if file < 0 { throw Failure(errno, calling: "open it") }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0 else { throw Failure(errno, calling: "look at it") }
    guard status.st_mode & S_IFMT == S_IFREG else { throw Failure("it is no regular file") }
    try check(status, trust)
    guard status.st_size <= limit else { throw Failure("it has \(status.st_size) bytes, more than the limit of \(limit)") }
    return try read(file, count: Int(status.st_size))
  }

  private static func check(_ status: stat, _ trust: Trust) throws(Failure) {
    if trust == .any { return }
    let mode = status.st_mode & 0o777
    guard status.st_uid == geteuid() || status.st_uid == 0 else {
      throw Failure("it belongs to user \(status.st_uid), not to us (\(geteuid())) or root")
    }
    guard mode & 0o022 == 0 else { throw Failure("others may write to it (mode \(octal(mode)))") }
    guard trust == .own || mode & 0o077 == 0 else {
      throw Failure("others may read it (mode \(octal(mode))); it holds a secret and must have mode 0600")
    }
  }

  private static func octal(_ mode: mode_t) -> String { "0" + String(mode, radix: 8) }

  /// At most `count` bytes; fewer where the file ends.
  private static func read(_ file: Int32, count: Int) throws(Failure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let result = unsafe bytes.withUnsafeMutableBytes { buffer in
        // Safe: `done` is less than the buffer's count, so it has an address and that much room.
        unsafe pread(file, buffer.baseAddress.map { unsafe $0 + done }, count - done, off_t(done))
      }
      if result < 0 && errno == EINTR { continue }
      if result < 0 { throw Failure(errno, calling: "read it") }
      if result == 0 { break }
      done += result
    }
    bytes.removeLast(count - done)
    return bytes
  }

  // MARK: Writing

  /// Writes the bytes beside `path`, makes sure that they are on the disk, keeps what was there as `previous`, and puts the new
  /// file in its place. At every moment there is a whole file at `path` once there was one. Only one may write at a time.
  static func replace(_ path: String, keeping previous: String?, with bytes: [UInt8]) throws(Failure) {
    let new = path + ".new"
    _ = unsafe unlink(new)
    try create(new, bytes)
    if let previous { try keep(path, as: previous) }
    guard unsafe rename(new, path) == 0 else { throw Failure(errno, calling: "put it in place") }
    try syncFolder(of: path)
  }

  /// Makes a file unless there is one.
  ///
  /// - Returns: whether it was made; whole or not at all.
  static func createNew(_ path: String, _ bytes: [UInt8]) throws(Failure) -> Bool {
    let new = "\(path).new.\(getpid())"
    _ = unsafe unlink(new)
    try create(new, bytes)
    defer { unsafe unlink(new) }
    if unsafe link(new, path) == 0 {
      try syncFolder(of: path)
      return true
    }
    if errno == EEXIST { return false }
    throw Failure(errno, calling: "create it")
  }

  private static func create(_ path: String, _ bytes: [UInt8]) throws(Failure) {
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    if file < 0 { throw Failure(errno, calling: "create \(path)") }
    defer { close(file) }
    // Whatever the process takes away from new files.
    guard fchmod(file, 0o600) == 0 else { throw Failure(errno, calling: "set the mode of \(path)") }
    var done = 0
    while done < bytes.count {
      let result = unsafe bytes.withUnsafeBytes { buffer in
        // Safe: as in `read`.
        unsafe write(file, buffer.baseAddress.map { unsafe $0 + done }, bytes.count - done)
      }
      if result < 0 && errno == EINTR { continue }
      if result < 0 { throw Failure(errno, calling: "write \(path)") }
      done += result
    }
    guard fsync(file) == 0 else { throw Failure(errno, calling: "write \(path) to the disk") }
  }

  /// A second name for what is at `path`, put over the old one: `path` is never without a file.
  private static func keep(_ path: String, as previous: String) throws(Failure) {
    let second = previous + ".new"
    _ = unsafe unlink(second)
    if unsafe link(path, second) != 0 {
      if errno == ENOENT { return }
      throw Failure(errno, calling: "keep the one before")
    }
    guard unsafe rename(second, previous) == 0 else { throw Failure(errno, calling: "keep the one before") }
  }

  /// A new name is on the disk when its folder is.
  private static func syncFolder(of path: String) throws(Failure) {
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "."
    let file = unsafe open(String(folder), O_RDONLY | O_CLOEXEC | O_DIRECTORY)
    if file < 0 { throw Failure(errno, calling: "open the folder \(folder)") }
    defer { close(file) }
    guard fsync(file) == 0 else { throw Failure(errno, calling: "write the folder \(folder) to the disk") }
  }
}
