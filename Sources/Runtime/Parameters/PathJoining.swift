extension Scratch {
  /// Appends a path seen from `base`, which is taken as it stands (state-engine.md §4.2).
  mutating func append(path: Span<UInt8>, from base: Span<UInt8>) {
    write { PathText.join(base, path, into: &$0) }
  }

  /// Appends a path seen from a directory, whose name has no slash at its end; without a name it is no base.
  mutating func append(path: Span<UInt8>, fromDirectory name: Span<UInt8>) {
    write { text in
      let start = text.count
      text.append(name)
      if name.count > 0, name[name.count - 1] != UInt8(ascii: "/") { text.append(UInt8(ascii: "/")) }
      PathText.join(path, toBaseAt: start, in: &text)
    }
  }
}
