/// Which container a process is in, from the paths of its control groups (state-engine.md §12).
enum ContainerID {
  /// Ids are shown and compared with this many characters.
  private static let length = 12
  private static let fullLength = 64

  /// Where the id stands in a path, as the first engine that knows the path as one of its own says.
  static func range(inPath path: Span<UInt8>) -> Range<Int>? {
    for (prefix, suffix) in layouts {
      if let range = path.hexID(after: prefix, before: suffix) { return range.lowerBound..<range.lowerBound + length }
    }
    return containerd(path) ?? lxc(path) ?? libvirt(path) ?? bpm(path)
  }

  /// Of runc and its relatives: what stands in front of and behind 64 hex digits. In the order of the matchers.
  private static let layouts: [(prefix: StaticString, suffix: StaticString)] = [
    ("/libpod-", ".scope"), ("/libpod-", ".scope/container"), ("/libpod-", ""), ("/libpod-payload-", ".scope"),
    ("/libpod-payload-", ".scope/container"), ("/libpod-payload-", ""), ("/", ""), ("/docker-", ".scope"),
    ("/crio-", ""), ("/cri-containerd-", ".scope"), ("/crio-", ".scope"), (":cri-containerd:", ""),
    ("/nerdctl-", ".scope"),
  ]

  /// `/namespace/id`, for any namespace and an id of up to 64 characters.
  private static func containerd(_ path: Span<UInt8>) -> Range<Int>? {
    if path.hasSuffix(".service") || path.hasSuffix(".slice") || path.hasSuffix(".scope") { return nil }
    guard var start = path.firstPlace(of: slash, from: 0) else { return nil }
    while start < path.count {
      guard let end = path.firstPlace(of: slash, from: start + 1) else { return nil }
      if isNamespace(path.extracting(start + 1..<end)) {
        let rest = path.count - end - 1
        // The reference takes whatever is behind. No id has a slash, and paths of LXC do.
        guard (1...fullLength).contains(rest), path.firstPlace(of: slash, from: end + 1) == nil else { return nil }
        return end + 1..<end + 1 + min(rest, length)
      }
      start = end
    }
    return nil
  }

  /// Letters and digits with single `.`, `_` or `-` between them.
  private static func isNamespace(_ name: Span<UInt8>) -> Bool {
    var isAfterLetter = false
    for index in name.indices {
      let isLetter = name[index].isLetterOrDigit
      if !isLetter && !(isAfterLetter && name[index].isSeparator) { return false }
      isAfterLetter = isLetter
    }
    return isAfterLetter
  }

  private static func lxc(_ path: Span<UInt8>) -> Range<Int>? {
    for prefix: StaticString in ["/lxc/", "/lxc.payload/", "/lxc.payload."] {
      guard let place = path.firstPlace(of: prefix) else { continue }
      let start = place + prefix.utf8CodeUnitCount
      let end = path.firstPlace(of: slash, from: start) ?? path.count
      if end > start { return start..<end }
    }
    return nil
  }

  private static func libvirt(_ path: Span<UInt8>) -> Range<Int>? {
    let suffix: StaticString = ".libvirt-lxc"
    if let end = path.firstPlace(of: suffix), let before = path.lastPlace(of: slash, before: end), end > before + 1 {
      return before + 1..<end
    }
    let mark: StaticString = "-lxc\\x2d"
    if path.firstPlace(of: "/libvirt") != nil, let place = path.firstPlace(of: mark) {
      let start = place + mark.utf8CodeUnitCount
      if let end = path.firstPlace(of: ".scope", from: start), end > start {
        return start..<end
      }
    }
    let folder: StaticString = "/libvirt/lxc/"
    guard let place = path.firstPlace(of: folder) else { return nil }
    let start = place + folder.utf8CodeUnitCount
    let end = path.firstPlace(of: slash, from: start) ?? path.count
    return end > start ? start..<end : nil
  }

  private static func bpm(_ path: Span<UInt8>) -> Range<Int>? {
    let mark: StaticString = "bpm-"
    guard let place = path.firstPlace(of: mark) else { return nil }
    let start = place + mark.utf8CodeUnitCount
    guard let end = path.firstPlace(of: ".scope", from: start), end > start else { return nil }
    for index in start..<end where !path[index].isLetterOrDigit && !path[index].isSeparator { return nil }
    return start..<end
  }

  private static let slash = UInt8(ascii: "/")
}

extension UInt8 {
  fileprivate var isLetterOrDigit: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
      true
    default: false
    }
  }

  fileprivate var isSeparator: Bool { self == UInt8(ascii: ".") || self == UInt8(ascii: "_") || self == UInt8(ascii: "-") }

  fileprivate var isHexDigit: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }
}

extension Span<UInt8> {
  fileprivate func firstPlace(of byte: UInt8, from start: Int) -> Int? {
    var offset = start
    while offset < count {
      if self[offset] == byte { return offset }
      offset += 1
    }
    return nil
  }

  private func lastPlace(of text: StaticString) -> Int? {
    var offset = count - text.utf8CodeUnitCount
    while offset >= 0 {
      if contains(text, at: offset) { return offset }
      offset -= 1
    }
    return nil
  }

  fileprivate func lastPlace(of byte: UInt8, before end: Int) -> Int? {
    var offset = end - 1
    while offset >= 0 {
      if self[offset] == byte { return offset }
      offset -= 1
    }
    return nil
  }

  /// 64 hex digits between the last occurrence of each.
  fileprivate func hexID(after prefix: StaticString, before suffix: StaticString) -> Range<Int>? {
    guard let place = lastPlace(of: prefix) else { return nil }
    let start = place + prefix.utf8CodeUnitCount
    guard let end = suffix.utf8CodeUnitCount == 0 ? count : lastPlace(of: suffix), end - start == 64 else { return nil }
    for index in start..<end where !self[index].isHexDigit { return nil }
    return start..<end
  }
}
