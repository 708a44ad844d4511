import CZlib

/// The bytes of a file, decompressed if they begin as gzip does.
package enum Inflate {
  package struct Failure: Error, Hashable {
    /// Offset in the compressed bytes.
    package let offset: Int
  }

  package static func plain(_ bytes: [UInt8]) throws(Failure) -> [UInt8] {
    guard bytes.starts(with: [0x1F, 0x8B]) else { return bytes }
    var stream = unsafe z_stream()
    // 15 bits of window; 16 more ask for a gzip header.
    guard unsafe inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw Failure(offset: 0)
    }
    defer { unsafe _ = inflateEnd(&stream) }
    var output: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    var status = Z_OK
    var input = bytes
    // Safe: zlib reads and writes only within the counts given, and the buffers outlive the calls.
    unsafe input.withUnsafeMutableBufferPointer { source in
      unsafe stream.next_in = source.baseAddress
      unsafe stream.avail_in = UInt32(source.count)
      while status == Z_OK {
        unsafe chunk.withUnsafeMutableBufferPointer { target in
          unsafe stream.next_out = target.baseAddress
          unsafe stream.avail_out = UInt32(target.count)
          status = unsafe inflate(&stream, Z_NO_FLUSH)
        }
        unsafe output.append(contentsOf: chunk[..<(chunk.count - Int(stream.avail_out))])
      }
    }
    guard status == Z_STREAM_END else { throw unsafe Failure(offset: bytes.count - Int(stream.avail_in)) }
    return output
  }
}
