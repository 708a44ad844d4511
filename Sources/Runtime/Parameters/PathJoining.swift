/// Paths of events joined to a base in scratch memory (state-engine.md §4.2). Which base is each field's own affair.
enum PathJoining {
  /// Seen from a directory that is named without a slash behind it; an unnamed one is no base.
  static func append(directory: Span<UInt8>, _ path: Span<UInt8>, to scratch: inout Scratch) {
    scratch.write { text in
      let start = text.count
      text.append(directory)
      if text.count > start, text[text.count - 1] != UInt8(ascii: "/") { text.append(UInt8(ascii: "/")) }
      PathText.join(path, toBaseAt: start, in: &text)
    }
  }

  static func append(base: Span<UInt8>, _ path: Span<UInt8>, to scratch: inout Scratch) {
    scratch.write { PathText.join(base, path, into: &$0) }
  }
}
