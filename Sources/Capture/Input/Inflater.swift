import CZlib

/// zlib's inflate over a sequence of gzip members. The only place that calls it.
@safe
struct Inflater: ~Copyable {
  enum Status {
    /// Wants more input, or more room.
    case running
    /// The last member is complete; what follows has to be another member.
    case betweenMembers
    /// The bytes are no gzip stream, or fail its checksum; zlib's words.
    case damaged(String)
  }

  /// On the heap, because zlib's own state points back to it.
  private let stream: UnsafeMutablePointer<z_stream>
  private(set) var status = Status.betweenMembers

  init() {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // 15 bits of window; 16 more ask for a gzip header.
    let result = unsafe inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(result == Z_OK, "zlib cannot allocate its window")
  }

  deinit {
    unsafe _ = inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Decompresses from `input` to `output` until one of them is used up or a member ends.
  ///
  /// - Returns: how many bytes were taken and made.
  mutating func inflate(
    _ input: UnsafeMutableBufferPointer<UInt8>, to output: UnsafeMutableBufferPointer<UInt8>
  ) -> (taken: Int, made: Int) {
    unsafe stream.pointee.next_in = input.baseAddress
    unsafe stream.pointee.avail_in = UInt32(input.count)
    unsafe stream.pointee.next_out = output.baseAddress
    unsafe stream.pointee.avail_out = UInt32(output.count)
    let result = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
    let taken = unsafe input.count - Int(stream.pointee.avail_in)
    let made = unsafe output.count - Int(stream.pointee.avail_out)
    switch result {
    case Z_STREAM_END:
      unsafe inflateReset(stream)
      status = .betweenMembers
    // Z_BUF_ERROR: nothing could be done, for want of input or of room.
    case Z_OK, Z_BUF_ERROR: status = .running
    default:
      let words = unsafe stream.pointee.msg.map { unsafe String(cString: $0) }
      status = .damaged(words ?? "error \(result)")
    }
    return (taken, made)
  }
}
