import Schema

// The second form of a parameter's text: what the number or path stands for.
extension CurrentEvent {
  /// Nil where there is none, or an empty one.
  func resolvedText(of argument: Argument, _ state: borrowing State, _ scratch: inout Scratch) -> Text? {
    if argument.isAbsent { return nil }
    let range = argument.range
    switch argument.facts.type {
    case .fd: return number(in: range).flatMap { descriptorText($0, state, &scratch) }
    case .pid:
      guard let pid: Int64 = number(in: range), let thread = state.threads.find(pid) else { return nil }
      return cleanText(state.threads[thread].comm, state, &scratch)
    case .errno:
      guard let error: Int64 = number(in: range), error < 0 else { return nil }
      return state.schema.errorName(error).map { .symbol($0) }
    case .flags8, .flags16, .flags32:
      return flags(argument).flatMap { flagsText($0, argument.facts.flags, state, &scratch) }
    case .mode:
      return flags(argument).flatMap { flagsText($0, argument.facts.flags, state, &scratch, namesWhole: true) }
    case .enumflags8, .enumflags16, .enumflags32:
      return flags(argument).flatMap { valueNamesText($0, argument.facts.flags, state, &scratch) }
    case .uid: return number(in: range).map { userText($0, state, &scratch) }
    case .gid: return number(in: range).map { groupText($0, state, &scratch) }
    case .sigtype: return number(in: range).flatMap { state.schema.signalName($0) }.map { .symbol($0) }
    case .syscallid:
      guard let code: UInt16 = number(in: range), state.schema.isSyscall(code) else { return nil }
      return .symbol(state.schema.syscallName(code, native: nil))
    case .reltime: return number(in: range).flatMap { secondsText($0, &scratch) }
    case .fspath, .fsrelpath: return absolutePath(argument, state, &scratch)
    default: return nil
    }
  }

  /// A name from the tables, with nothing in it that does not print; nil for an empty one.
  private func cleanText(_ symbol: Symbol, _ state: borrowing State, _ scratch: inout Scratch) -> Text? {
    let bytes = state.symbols.bytes(symbol)
    if bytes.count == 0 { return nil }
    var isPlain = true
    for index in bytes.indices where bytes[index] < 0x20 || bytes[index] >= 0x7F { isPlain = false }
    if isPlain { return .symbol(symbol) }
    let mark = scratch.mark
    scratch.write { PrintableText.append(bytes, to: &$0) }
    return scratch.text(since: mark)
  }

  // MARK: Descriptors

  /// `<4t>10.1.2.3:40000->93.184.216.34:443`: the letters of the type and the transport, and the name.
  private func descriptorText(_ number: Int64, _ state: borrowing State, _ scratch: inout Scratch) -> Text? {
    guard let thread = facts.thread else { return nil }
    if number == DirectoryNumber.current { return .symbol(state.schema.text(.workingDirectory)) }
    // Even a legitimate -1 reads as an error.
    if number < 0 { return state.schema.errorName(number).map { .symbol($0) } }
    guard let index = state.descriptor(number, of: thread) else { return nil }
    let descriptor = state.descriptors[index]
    let mark = scratch.mark
    scratch.append(UInt8(ascii: "<"))
    scratch.append(descriptor.kind.letter)
    if let letter = descriptor.transport.letter { scratch.append(letter) }
    scratch.append(UInt8(ascii: ">"))
    let name = state.symbols.bytes(descriptor.name)
    scratch.write { PrintableText.append(name, to: &$0) }
    return scratch.text(since: mark)
  }

  // MARK: Flags

  /// The names of a set of bits, in the order of the table: a name takes the bits it stands for, so that `O_RDWR` leaves
  /// none to `O_RDONLY`. A name for no bits at all is given only to an empty set.
  ///
  /// - Parameter namesWhole: a name for exactly the whole set is given even if others took its bits, as for modes.
  private func flagsText(
    _ bits: UInt32, _ names: EventSchema.FlagNames, _ state: borrowing State, _ scratch: inout Scratch,
    namesWhole: Bool = false
  ) -> Text? {
    var rest = bits
    var found = FoundNames()
    for index in names.range {
      let flag = state.schema.flagNames[index]
      let isNamed = flag.value == 0 ? bits == 0 : rest & flag.value == flag.value
      guard isNamed || namesWhole && flag.value == bits else { continue }
      rest &= ~flag.value
      found.add(flag.name, state, &scratch)
      if flag.value == bits { break }
    }
    return found.text(&scratch)
  }

  /// All names of one value.
  private func valueNamesText(
    _ value: UInt32, _ names: EventSchema.FlagNames, _ state: borrowing State, _ scratch: inout Scratch
  ) -> Text? {
    var found = FoundNames()
    for index in names.range where state.schema.flagNames[index].value == value {
      found.add(state.schema.flagNames[index].name, state, &scratch)
    }
    return found.text(&scratch)
  }

  /// Names joined by bars. A single one stays a symbol; the text is written only when a second one comes.
  private struct FoundNames {
    private var first: Symbol?
    private var mark: Int?

    mutating func add(_ name: Symbol, _ state: borrowing State, _ scratch: inout Scratch) {
      guard let first else {
        self.first = name
        return
      }
      if mark == nil {
        mark = scratch.mark
        scratch.append(state.symbols.bytes(first))
      }
      scratch.append(UInt8(ascii: "|"))
      scratch.append(state.symbols.bytes(name))
    }

    func text(_ scratch: inout Scratch) -> Text? {
      mark.map { scratch.text(since: $0) } ?? first.map { .symbol($0) }
    }
  }

  // MARK: Users and groups

  private func userText(_ uid: UInt32, _ state: borrowing State, _ scratch: inout Scratch) -> Text {
    if uid == .max { return .symbol(state.schema.text(.nobody)) }
    let user = facts.thread.flatMap { state.users.user(uid, container: state.threads[$0].containerID) }
    return user.flatMap { cleanText($0.name, state, &scratch) } ?? .symbol(Symbol(.notAvailable))
  }

  private func groupText(_ gid: UInt32, _ state: borrowing State, _ scratch: inout Scratch) -> Text {
    if gid == .max { return .symbol(state.schema.text(.nobody)) }
    let group = facts.thread.flatMap { state.users.groupName(gid, container: state.threads[$0].containerID) }
    return group.flatMap { cleanText($0, state, &scratch) } ?? .symbol(Symbol(.notAvailable))
  }

  // MARK: Durations

  private func secondsText(_ nanoseconds: UInt64, _ scratch: inout Scratch) -> Text? {
    if nanoseconds == .max { return nil }
    let mark = scratch.mark
    scratch.write { output in
      SecondsText.append(nanoseconds, to: &output)
      output.append(UInt8(ascii: "s"))
    }
    return scratch.text(since: mark)
  }

  // MARK: Paths

  /// A relative path from the root on: seen from the working directory, or from the directory that the call names. An
  /// unknown directory is an empty base, so that the path stands alone (state-engine.md §7).
  private func absolutePath(_ argument: Argument, _ state: borrowing State, _ scratch: inout Scratch) -> Text? {
    guard let thread = facts.thread, case .text(let range) = characters(in: argument.range) else { return nil }
    let path = view.bytes.extracting(range.bounds)
    if path.count == 0 || path[0] == UInt8(ascii: "/") || path.isNotAvailable { return nil }
    let mark = scratch.mark
    if argument.facts.type == .fsrelpath, let place = argument.facts.directory,
      let directory = view.number(Int(place), as: Int64.self), directory != DirectoryNumber.current
    {
      let name = state.descriptor(directory, of: thread).map { state.descriptors[$0].name } ?? .empty
      PathJoining.append(directory: state.symbols.bytes(name), path, to: &scratch)
    } else {
      PathJoining.append(base: state.symbols.bytes(state.currentDirectory(of: thread)), path, to: &scratch)
    }
    return scratch.mark > mark ? scratch.text(since: mark) : nil
  }
}

extension Span<UInt8> {
  /// `<NA>`: the path of a call that gave none.
  var isNotAvailable: Bool {
    count == 4 && self[0] == UInt8(ascii: "<") && self[1] == UInt8(ascii: "N") && self[2] == UInt8(ascii: "A")
      && self[3] == UInt8(ascii: ">")
  }
}
