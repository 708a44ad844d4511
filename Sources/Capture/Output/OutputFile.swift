#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that is written once from begin to end, through a buffer, compressed or not; `-` is standard output.
struct OutputFile: ~Copyable {
  private static let bufferSize = 256 << 10

  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private let deflater: Deflater?

  /// Creates the file, or empties one that is there.
  init(path: String, isCompressed: Bool) throws(CaptureError) {
    let opened =
      path == "-" ? STDOUT_FILENO : unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard opened >= 0 else { throw CaptureError(.unwritable, SystemCall.failure(errno)) }
    descriptor = opened
    deflater = isCompressed ? Deflater() : nil
    buffer.reserveCapacity(Self.bufferSize)
  }

  /// Without `finish`, what is in the buffer is lost.
  deinit {
    if descriptor != STDOUT_FILENO { close(descriptor) }
  }

  mutating func write(_ bytes: [UInt8]) throws(CaptureError) {
    var start = 0
    while start < bytes.count {
      let part = min(bytes.count - start, Self.bufferSize - buffer.count)
      buffer += bytes[start..<start + part]
      start += part
      if buffer.count == Self.bufferSize { try flush(isEnd: false) }
    }
  }

  /// Writes what is left, and closes the stream. The file is whole only after this.
  mutating func finish() throws(CaptureError) {
    try flush(isEnd: true)
  }

  private mutating func flush(isEnd: Bool) throws(CaptureError) {
    if let deflater {
      try writeAll(deflater.deflate(&buffer, isEnd: isEnd))
    } else {
      try writeAll(buffer)
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private func writeAll(_ bytes: [UInt8]) throws(CaptureError) {
    var start = 0
    while start < bytes.count {
      let count = unsafe bytes.withUnsafeBufferPointer { unsafe SystemCall.write(descriptor, $0, from: start) }
      guard count > 0 else { throw CaptureError(.unwritable, SystemCall.failure(errno)) }
      start += count
    }
  }
}

extension [UInt8] {
  mutating func append(_ bytes: Span<UInt8>) {
    // Safe: the buffer is read before the call ends.
    unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}
