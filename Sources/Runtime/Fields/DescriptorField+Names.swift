import Matching
import Schema

extension CurrentEvent {
  /// `fd.name`. Without an entry: of a failed open or accept what was asked for, else the empty text. Nil only for enter
  /// events, which have nothing to say.
  func descriptorName(_ state: borrowing State, _ scratch: inout Scratch) -> Text? {
    if let index = facts.descriptor { return .symbol(state.descriptors[index].name) }
    return nameAskedFor(isRaw: false, state, &scratch)
  }

  /// `fd.nameraw`: as the program wrote it, only runs of slashes cut short.
  func rawDescriptorName(_ state: borrowing State, _ scratch: inout Scratch) -> Text? {
    let text: Text
    if let index = facts.descriptor {
      text = .symbol(state.descriptors[index].rawName)
    } else {
      guard let asked = nameAskedFor(isRaw: true, state, &scratch) else { return nil }
      text = asked
    }
    return withSingleSlashes(text, state, &scratch)
  }

  private func nameAskedFor(isRaw: Bool, _ state: borrowing State, _ scratch: inout Scratch) -> Text? {
    guard view.type.rawValue & 1 == 1 else { return nil }
    switch view.type {
    // Their second parameter, in its text form: the path, joined if it is relative, or the connection.
    case .open, .creat, .accept, .accept4, .connect:
      return argument(at: 1, state.schema).map { text(of: $0, state, &scratch) }
    case .openat, .openat2:
      guard let range = path(at: 2), let thread = facts.thread else { return .symbol(.empty) }
      // The usual case: joined, the path would be the same.
      if isRaw || PathText.isClean(view.bytes.extracting(range.bounds)) { return .event(range) }
      let mark = scratch.mark
      appendPath(range, seenFrom: view.number(1), of: thread, state, &scratch)
      return scratch.text(since: mark)
    case .openByHandleAt: return path(at: 3).map { .event($0) } ?? .symbol(.empty)
    default: return .symbol(.empty)
    }
  }

  /// A path seen from the directory that a call names by its descriptor (state-engine.md §4.3).
  func appendPath(
    _ range: ByteRange, seenFrom directory: Int64?, of thread: ThreadIndex, _ state: borrowing State,
    _ scratch: inout Scratch
  ) {
    let path = view.bytes.extracting(range.bounds)
    if path.count > 0, path[0] == UInt8(ascii: "/") {
      PathJoining.append(base: Span(), path, to: &scratch)
    } else if directory == DirectoryNumber.current {
      PathJoining.append(base: state.symbols.bytes(state.currentDirectory(of: thread)), path, to: &scratch)
    } else if let index = directory.flatMap({ state.descriptor($0, of: thread) }) {
      PathJoining.append(directory: state.symbols.bytes(state.descriptors[index].name), path, to: &scratch)
    } else {
      PathJoining.append(base: state.symbols.bytes(Symbol(.unknownPath)), path, to: &scratch)
    }
  }

  private func withSingleSlashes(_ text: Text, _ state: borrowing State, _ scratch: inout Scratch) -> Text {
    if !hasDoubleSlash(text, state, scratch) { return text }
    let mark = scratch.mark
    let count = bytes(of: text, state, scratch).count
    for index in 0..<count {
      let byte = bytes(of: text, state, scratch)[index]
      if byte == UInt8(ascii: "/"), index > 0, bytes(of: text, state, scratch)[index - 1] == byte { continue }
      scratch.append(byte)
    }
    return scratch.text(since: mark)
  }

  private func hasDoubleSlash(_ text: Text, _ state: borrowing State, _ scratch: borrowing Scratch) -> Bool {
    bytes(of: text, state, scratch).contains("//")
  }

  // MARK: Parts of the name

  /// `fd.directory`: of files what stands before the last slash, of directories the whole name.
  func descriptorDirectory(_ state: borrowing State, _ scratch: inout Scratch) -> Value {
    if let index = facts.descriptor {
      let kind = state.descriptors[index].kind
      guard kind.isFileOrDirectory else { return .missing }
      if kind == .directory { return .text(.symbol(state.descriptors[index].name)) }
    }
    guard let name = descriptorName(state, &scratch) else { return .missing }
    let count = bytes(of: name, state, scratch).count
    let lastSlash = bytes(of: name, state, scratch).lastSlash
    guard let slash = lastSlash, slash > 0 else { return .text(.symbol(Symbol(.slash))) }
    // A name that ends with a slash stays as it is.
    if slash == count - 1 { return .text(name) }
    return .text(part(0..<slash, of: name, state, &scratch))
  }

  /// `fd.filename`: of files what stands behind the last slash.
  func fileName(_ descriptor: Descriptor, _ state: borrowing State, _ scratch: inout Scratch) -> Value {
    guard descriptor.kind.isFile else { return .missing }
    let name = state.symbols.bytes(descriptor.name)
    guard let slash = name.lastSlash else { return .text(.symbol(Symbol(.slash))) }
    if slash == name.count - 1 { return .text(.symbol(descriptor.name)) }
    return .text(part(slash + 1..<name.count, of: .symbol(descriptor.name), state, &scratch))
  }

  /// A stretch of a text. Symbols are named whole, so a part of one is copied.
  func part(
    _ range: Range<Int>, of text: Text, _ state: borrowing State, _ scratch: inout Scratch
  ) -> Text {
    switch text {
    case .event(let whole): return .event(ByteRange(start: whole.bounds.lowerBound + range.lowerBound, count: range.count))
    case .scratch(let whole):
      return .scratch(ByteRange(start: whole.bounds.lowerBound + range.lowerBound, count: range.count))
    case .symbol(let symbol):
      let mark = scratch.mark
      scratch.append(state.symbols.bytes(symbol).extracting(range))
      return scratch.text(since: mark)
    }
  }

  // MARK: With the container, the thread

  /// `ID:name`, `ID:directory`; the host has no id.
  func descriptorInContainer(
    _ isDirectory: Bool, of thread: ThreadIndex, _ state: borrowing State, _ scratch: inout Scratch
  ) -> Value {
    let value =
      isDirectory
      ? descriptorDirectory(state, &scratch) : descriptorName(state, &scratch).map { .text($0) } ?? .missing
    guard case .text(let text) = value else { return .missing }
    let mark = scratch.mark
    scratch.append(state.symbols.bytes(state.threads[thread].containerID))
    scratch.append(UInt8(ascii: ":"))
    switch text {
    case .event(let range): scratch.append(view.bytes.extracting(range.bounds))
    case .symbol(let symbol): scratch.append(state.symbols.bytes(symbol))
    case .scratch(let range): scratch.appendCopy(of: range)
    }
    return .text(scratch.text(since: mark))
  }

  /// `fd.uid`: both numbers, one behind the other.
  func descriptorUID(_ tid: Int64, _ scratch: inout Scratch) -> Text {
    let mark = scratch.mark
    let number = facts.descriptorNumber
    scratch.write { output in
      output.append(decimal: tid)
      output.append(decimal: number)
    }
    return scratch.text(since: mark)
  }

  // MARK: Types

  /// `fd.typechar` where no descriptor came about: what the call would have made (corrections.md B14).
  func expectedLetter(_ schema: borrowing EventSchema) -> Value {
    let kind: DescriptorKind =
      switch view.type {
      case .openat, .openat2, .creat: .file
      // Which family, the event does not say.
      case .socket, .accept, .accept4: .ipv4
      case .pipe, .pipe2: .fifo
      case .eventfd, .eventfd2: .event
      case .signalfd, .signalfd4: .signalfd
      case .timerfdCreate: .timerfd
      case .inotifyInit, .inotifyInit1: .inotify
      default: .unknown
      }
    return .text(.symbol(schema.letter(kind)))
  }

  /// `fd.types`: each type among the descriptors of the process once; `fd.types[N]`: that of descriptor N alone.
  func descriptorTypes(
    _ selector: Selector, of thread: ThreadIndex, _ state: borrowing State, _ scratch: inout Scratch
  ) -> Value {
    let mark = scratch.valueMark
    if case .index(let number) = selector {
      guard let number = Int64(exactly: number), let index = state.descriptor(number, of: thread) else { return .missing }
      scratch.append(state.typeWord(state.descriptors[index].kind))
      return .list(scratch.list(since: mark))
    }
    var seen: UInt32 = 0
    if let table = state.threads[thread].descriptors {
      state.descriptors.forEach(in: table) { _, index in seen |= 1 << UInt32(state.descriptors[index].kind.rawValue) }
    }
    var words: UInt64 = 0
    for kind in DescriptorKind.allCases where seen >> UInt32(kind.rawValue) & 1 == 1 {
      // Several kinds share a word.
      let bit: UInt64 = 1 << UInt64(kind.word.map { UInt64($0.rawValue) } ?? 63)
      if words & bit == 0 { scratch.append(state.typeWord(kind)) }
      words |= bit
    }
    return .list(scratch.list(since: mark))
  }
}

extension State {
  fileprivate func typeWord(_ kind: DescriptorKind) -> Value {
    kind.word.map { fixed($0) } ?? .text(.symbol(Symbol(.notAvailable)))
  }
}

extension Span<UInt8> {
  var lastSlash: Int? { lastIndex(of: UInt8(ascii: "/")) }
}
