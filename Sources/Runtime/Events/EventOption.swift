/// What stands behind the event in its block: options, as pcapng has them (scap-format.md §3), which other readers skip.
///
/// An option begins at a multiple of four bytes from the block's begin: its code (2 bytes), the length of its value (2),
/// the value, padding to four bytes. One is ours: the path by which the kernel knows the file that an open reached. The
/// live source writes it where it differs from the caller's path (`bpf/resolved.h`).
@usableFromInline
package enum EventOption {
  /// Codes with the highest bit are for whoever writes them.
  package static let resolvedPathCode: UInt16 = 0x8001
  /// Of an option with a value of one byte.
  @usableFromInline static var leastSize: Int { 8 }
  private static let headSize = 4

  /// The event's header stands ten bytes behind the block's begin, or fourteen: both are two more than a multiple of four.
  package static func start(behind length: Int) -> Int { ((length &+ 5) & ~3) &- 2 }

  /// Where our option ends; the event's own end if there is none. Options in front of it are few: comments.
  @usableFromInline
  @inline(never)
  static func end(in bytes: Span<UInt8>, behind length: Int) -> Int {
    resolvedPath(in: bytes, from: start(behind: length))?.bounds.upperBound ?? length
  }

  static func resolvedPath(in bytes: Span<UInt8>, from first: Int) -> ByteRange? {
    var start = first
    while start &+ headSize <= bytes.count {
      let code = bytes.littleEndian(at: start, as: UInt16.self)
      let count = Int(bytes.littleEndian(at: start &+ 2, as: UInt16.self))
      guard code != 0, start &+ headSize &+ count <= bytes.count else { return nil }
      if code == resolvedPathCode { return count == 0 ? nil : ByteRange(start: start &+ headSize, count: count) }
      start &+= headSize &+ (count &+ 3) & ~3
    }
    return nil
  }
}
