import SystemPackage

/// A place where alerts go. Each sink runs on a thread of its own, behind an `AlertQueue`, so it may block.
protocol AlertSink: Sendable {
  /// What it is called in messages: "standard output".
  var name: String { get }

  /// Delivers all lines of a batch, in their order, or throws; after a failure it is not called again.
  mutating func write(_ batch: AlertBatch) throws(SinkFailure)

  /// Opens its file anew, which was moved away.
  mutating func reopen() throws(SinkFailure)
}

extension AlertSink {
  /// Without a file there is nothing to do.
  mutating func reopen() throws(SinkFailure) {}
}

/// Alerts as lines, each with its line feed.
struct AlertBatch {
  fileprivate(set) var bytes: [UInt8] = []
  /// Where each line ends in `bytes`: for sinks that send alerts one by one.
  fileprivate(set) var ends: [Int] = []

  mutating func append(_ line: Span<UInt8>) {
    // Safe: the buffer is only read inside the closure.
    unsafe line.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    ends.append(bytes.count)
  }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }
}

/// Why a sink cannot go on, in the system's words.
struct SinkFailure: Error {
  let reason: String
}

/// Standard output, or a file that alerts are appended to.
struct DescriptorSink: AlertSink {
  let name: String
  /// Nil for standard output.
  private let path: FilePath?
  private var descriptor: FileDescriptor

  static let standardOutput = DescriptorSink(name: "standard output", path: nil, descriptor: .standardOutput)

  private init(name: String, path: FilePath?, descriptor: FileDescriptor) {
    self.name = name
    self.path = path
    self.descriptor = descriptor
  }

  /// Opens at once, so that a path that cannot be written is known before any event is read.
  init(appendingTo path: String) throws(CommandFailure) {
    name = "'\(path)'"
    self.path = FilePath(path)
    do {
      descriptor = try Self.open(FilePath(path))
    } catch {
      throw CommandFailure(message: "cannot write '\(path)': \(error)")
    }
  }

  private static func open(_ path: FilePath) throws -> FileDescriptor {
    try FileDescriptor.open(
      path, .writeOnly, options: [.create, .append, .closeOnExec], permissions: [.ownerReadWrite, .groupRead, .otherRead])
  }

  mutating func reopen() throws(SinkFailure) {
    guard let path else { return }
    do {
      let opened = try Self.open(path)
      try? descriptor.close()
      descriptor = opened
    } catch {
      throw SinkFailure(reason: "\(error)")
    }
  }

  mutating func write(_ batch: AlertBatch) throws(SinkFailure) {
    do {
      try descriptor.writeAll(batch.bytes)
    } catch {
      throw SinkFailure(reason: "\(error)")
    }
  }
}
