/// What fields give of any process: the acting one, its ancestors, the leaders of its groups.
enum ProcessProperty {
  case name, exe, exePath, arguments, commandLine, exeLine, environment
  case pid, vpid, startTime

  /// Bytes after which no further ancestor is added to what is made of all: far beyond what a kernel hands out, and what
  /// keeps a damaged capture from filling memory.
  static let longestText = 1 << 26
}

extension State {
  func value(_ property: ProcessProperty, of record: ThreadIndex, _ scratch: inout Scratch) -> Value {
    switch property {
    case .name: return .text(.symbol(threads[record].comm))
    case .exe: return .text(.symbol(threads[record].exe))
    case .exePath: return .text(.symbol(threads[record].exepath))
    case .pid: return .signed(threads[record].pid)
    case .vpid: return .signed(threads[record].vpid)
    case .startTime: return .observed(threads[record].cloneTime)
    case .arguments, .commandLine, .exeLine, .environment:
      let start = scratch.mark
      write(property, of: record, &scratch)
      return .text(scratch.text(since: start))
    }
  }

  /// Appends a text; numbers have none.
  func write(_ property: ProcessProperty, of record: ThreadIndex, _ scratch: inout Scratch) {
    switch property {
    case .name: scratch.append(symbols.bytes(threads[record].comm))
    case .exe: scratch.append(symbols.bytes(threads[record].exe))
    case .exePath: scratch.append(symbols.bytes(threads[record].exepath))
    case .arguments: scratch.append(joining: symbols.bytes(threads[record].args))
    case .commandLine:
      scratch.append(symbols.bytes(threads[record].comm))
      let arguments = symbols.bytes(threads[record].args)
      var strings = TerminatedStrings()
      if strings.next(in: arguments) != nil { scratch.append(UInt8(ascii: " ")) }
      scratch.append(joining: arguments)
    case .exeLine:
      // The blank stands even where there are no arguments.
      scratch.append(symbols.bytes(threads[record].exe))
      scratch.append(UInt8(ascii: " "))
      scratch.append(joining: symbols.bytes(threads[record].args))
    case .environment:
      if let main = threads[record].main { scratch.append(joining: symbols.bytes(threads[main].env)) }
    case .pid, .vpid, .startTime: break
    }
  }

  // MARK: Arguments

  /// All arguments, or one: past the end an empty text, which is a value (edge-cases.md row 85).
  func arguments(_ selector: Selector, of thread: ThreadIndex, _ scratch: inout Scratch) -> Value {
    guard case .index(let index) = selector else { return value(.arguments, of: thread, &scratch) }
    let bytes = symbols.bytes(threads[thread].args)
    var strings = TerminatedStrings()
    var number: UInt64 = 0
    while let range = strings.next(in: bytes) {
      if number == index {
        let start = scratch.mark
        scratch.append(bytes.extracting(range))
        return .text(scratch.text(since: start))
      }
      number += 1
    }
    return .text(.symbol(.empty))
  }

  func argumentCount(of thread: ThreadIndex) -> UInt64 {
    let bytes = symbols.bytes(threads[thread].args)
    var strings = TerminatedStrings()
    var count: UInt64 = 0
    while strings.next(in: bytes) != nil { count += 1 }
    return count
  }

  func argumentLength(of thread: ThreadIndex) -> UInt64 {
    let bytes = symbols.bytes(threads[thread].args)
    var strings = TerminatedStrings()
    var length = 0
    while let range = strings.next(in: bytes) { length += range.count }
    return UInt64(length)
  }

  // MARK: Environment

  /// All of the environment of the process, or one variable: empty text where it is not set (§8).
  func environment(_ selector: Selector, of thread: ThreadIndex, _ scratch: inout Scratch) -> Value {
    guard case .key(let name) = selector else { return value(.environment, of: thread, &scratch) }
    return variable(name, of: thread, &scratch) ?? .text(.symbol(.empty))
  }

  /// A variable of the nearest ancestor that sets it; without a name the environments of all ancestors, whatever the
  /// index (§8: an index means a level in outputs only).
  func ancestorEnvironment(_ selector: Selector, of thread: ThreadIndex, _ scratch: inout Scratch) -> Value {
    guard case .key(let name) = selector else { return allAncestors(.environment, of: thread, &scratch) }
    guard let own = threads[thread].main else { return .text(.symbol(.empty)) }
    var chain = AncestorChain(above: own, .mainThreads)
    var levels = 0
    while levels < 20, let process = chain.next(in: threads) {
      if let value = variable(name, of: process, &scratch) { return value }
      levels += 1
    }
    return .text(.symbol(.empty))
  }

  /// The value of a variable, without blanks around it. Nil where there is none, or nothing in it.
  private func variable(_ name: Symbol, of thread: ThreadIndex, _ scratch: inout Scratch) -> Value? {
    guard let main = threads[thread].main else { return nil }
    let bytes = symbols.bytes(threads[main].env)
    guard let range = bytes.value(named: symbols.bytes(name), ignoringEmpty: true) else { return nil }
    let start = scratch.mark
    scratch.append(bytes.extracting(range).withoutBlanksAround)
    return .text(scratch.text(since: start))
  }
}

/// The strings of a blob, each ended by NUL (scap-format.md §4.4). What stands behind the last NUL is a string too. A
/// NUL alone is no string, though two are two empty ones: so the incumbent counts.
struct TerminatedStrings {
  /// Where the next one begins.
  var position = 0

  mutating func next(in bytes: Span<UInt8>) -> Range<Int>? {
    guard position < bytes.count, bytes.count > 1 || bytes[0] != 0 else { return nil }
    let start = position
    var end = start
    while end < bytes.count, bytes[end] != 0 { end += 1 }
    position = end + 1
    return start..<end
  }
}

extension Scratch {
  /// Appends the strings of a blob, a blank between each two.
  mutating func append(joining blob: Span<UInt8>) {
    var strings = TerminatedStrings()
    var isFirst = true
    while let range = strings.next(in: blob) {
      if !isFirst { append(UInt8(ascii: " ")) }
      isFirst = false
      append(blob.extracting(range))
    }
  }
}

extension Span<UInt8> {
  /// Where, in a blob of strings `NAME=value`, the value of the first with this name stands.
  ///
  /// - Parameter ignoringEmpty: an empty value does not count.
  func value(named name: Span<UInt8>, ignoringEmpty: Bool = false) -> Range<Int>? {
    var strings = TerminatedStrings()
    while let range = strings.next(in: self) {
      let value = range.lowerBound + name.count + 1
      guard value + (ignoringEmpty ? 1 : 0) <= range.upperBound, self[value - 1] == UInt8(ascii: "="),
        extracting(range).starts(with: name)
      else { continue }
      return value..<range.upperBound
    }
    return nil
  }

  private func starts(with prefix: Span<UInt8>) -> Bool {
    guard count >= prefix.count else { return false }
    for index in prefix.indices where self[index] != prefix[index] { return false }
    return true
  }

  var withoutBlanksAround: Span<UInt8> {
    @_lifetime(copy self)
    get {
      var range = 0..<count
      while let first = range.first, self[first] == 0x20 { range.removeFirst() }
      while let last = range.last, self[last] == 0x20 { range.removeLast() }
      return extracting(range)
    }
  }
}
