import SystemPackage

/// A place where alerts go. Each sink runs on a thread of its own, behind an `AlertQueue`, so it may block.
protocol AlertSink: Sendable {
  /// What it is called in messages: "standard output".
  var name: String { get }

  /// Delivers all lines of a batch, in their order, or throws; after a failure it is not called again.
  mutating func write(_ batch: AlertBatch) throws(SinkFailure)
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
  private let descriptor: FileDescriptor

  static let standardOutput = DescriptorSink(name: "standard output", descriptor: .standardOutput)

  private init(name: String, descriptor: FileDescriptor) {
    self.name = name
    self.descriptor = descriptor
  }

  /// Opens at once, so that a path that cannot be written is known before any event is read.
  init(appendingTo path: String) throws(CommandFailure) {
    name = "'\(path)'"
    do {
      descriptor = try FileDescriptor.open(
        FilePath(path), .writeOnly, options: [.create, .append, .closeOnExec],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
    } catch {
      throw CommandFailure(message: "cannot write '\(path)': \(error)")
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
