import Schema

/// Files and directories (state-engine.md §5.1, first row).

/// Descriptor numbers that stand for directories.
enum DirectoryNumber {
  /// `AT_FDCWD`: a path is relative to the current directory.
  static let current: Int64 = -100
}

/// Where the parameters of an open stand; -1 for one that the type has not.
private struct OpenPlaces {
  var directory = -1
  var path = 1
  var flags = -1
  var device: Int
  var inode: Int

  init(_ handler: StateHandler) {
    switch handler {
    case .openat: (directory, path, flags, device, inode) = (1, 2, 3, 5, 6)
    case .openat2: (directory, path, flags, device, inode) = (1, 2, 3, 6, 7)
    case .creat: (device, inode) = (3, 4)
    case .openByHandleAt: (path, flags, device, inode) = (3, 2, 4, 5)
    default: (flags, device, inode) = (2, 4, 5)
    }
  }
}

extension State {
  mutating func openFile(_ event: borrowing EventView, _ handler: StateHandler, _ facts: inout EventFacts) {
    guard let thread = facts.thread else { return }
    let enter = threads[thread].enter == nil ? nil : takeEnter(event.type.rawValue, thread)
    guard let number = facts.result, number >= 0 else {
      if facts.result == nil { counters.malformedEvents &+= 1 }
      if let enter { symbols.release(enter.text) }
      return
    }
    setDescriptor(number, of: thread, &facts)
    let places = OpenPlaces(handler)
    let flags: UInt32 = places.flags >= 0 ? event.number(places.flags) ?? 0 : creatFlags(event)
    var descriptor = Descriptor(.fileV2)
    if let enter {
      openAsAsked(event, enter, handler, places, flags, &descriptor, thread, &facts)
      symbols.release(enter.text)
      return
    }
    if let path = event.text(places.path), PathText.isClean(path) {
      // The usual case: nothing to join.
      descriptor.name = symbols.intern(path)
      symbols.retain(descriptor.name)
      descriptor.rawName = descriptor.name
    } else {
      nameFile(event, handler, places, &descriptor, thread)
    }
    finishOpen(event, places, flags, &descriptor, thread, &facts)
  }

  /// With the enter event at hand: what the kernel was asked for wins over what memory says at the end of the call.
  private mutating func openAsAsked(
    _ event: borrowing EventView, _ enter: StoredEnter, _ handler: StateHandler, _ places: OpenPlaces, _ flags: UInt32,
    _ descriptor: inout Descriptor, _ thread: ThreadIndex, _ facts: inout EventFacts
  ) {
    if enter.text == .empty || enter.text == Symbol(.notAvailable) {
      nameFile(event, handler, places, &descriptor, thread)
      return finishOpen(event, places, flags, &descriptor, thread, &facts)
    }
    symbols.retain(enter.text)
    descriptor.rawName = enter.text
    descriptor.name = name(of: enter.text, in: places.directory >= 0 ? enter.descriptor : DirectoryNumber.current, thread)
    let asked = handler == .creat ? flags : enter.flags | (flags & OpenFlag.ofExit)
    finishOpen(event, places, asked, &descriptor, thread, &facts)
  }

  /// The names from the exit event's own path.
  private mutating func nameFile(
    _ event: borrowing EventView, _ handler: StateHandler, _ places: OpenPlaces, _ descriptor: inout Descriptor,
    _ thread: ThreadIndex
  ) {
    let directory = places.directory >= 0 ? event.number(places.directory) ?? DirectoryNumber.current : DirectoryNumber.current
    descriptor.rawName = internText(event, places.path)
    // The path of a handle is the kernel's; where it is relative, nobody knows to what.
    if handler == .openByHandleAt && !PathText.isAbsolute(symbols.bytes(descriptor.rawName)) {
      symbols.retain(descriptor.rawName)
      descriptor.name = descriptor.rawName
    } else {
      descriptor.name = name(of: descriptor.rawName, in: directory, thread)
    }
  }

  private mutating func finishOpen(
    _ event: borrowing EventView, _ places: OpenPlaces, _ flags: UInt32, _ descriptor: inout Descriptor,
    _ thread: ThreadIndex, _ facts: inout EventFacts
  ) {
    if flags & OpenFlag.directory != 0 { descriptor.kind = .directory }
    descriptor.openFlags = flags
    if flags & OpenFlag.upperLayer != 0 { descriptor.status.insert(.isInUpperLayer) }
    if flags & OpenFlag.lowerLayer != 0 { descriptor.status.insert(.isInLowerLayer) }
    descriptor.device = event.number(places.device) ?? 0
    descriptor.inode = event.number(places.inode) ?? 0
    open(facts.descriptorNumber, descriptor, thread, &facts)
  }

  /// creat says with other bits in which layer of an overlay the file lies.
  private func creatFlags(_ event: borrowing EventView) -> UInt32 {
    let bits: UInt16 = event.number(5) ?? 0
    return (bits & 1 != 0 ? OpenFlag.upperLayer : 0) | (bits & 2 != 0 ? OpenFlag.lowerLayer : 0)
  }

  /// Puts a descriptor, which hands over its symbols, into the thread's table.
  mutating func open(
    _ number: Int64, _ descriptor: Descriptor, _ thread: ThreadIndex, _ facts: inout EventFacts
  ) {
    guard let table = threads[thread].descriptors else { return }
    facts.changedName = descriptor.name != .empty
    facts.descriptor = descriptors.open(number, descriptor, in: table, &symbols)
  }

  /// The joined form of a path, held once for the caller.
  mutating func name(of path: Symbol, in directory: Int64, _ thread: ThreadIndex) -> Symbol {
    if PathText.isClean(symbols.bytes(path)) {
      symbols.retain(path)
      return path
    }
    return symbol { state, text in
      state.appendJoined(state.symbols.bytes(path), inDirectory: directory, thread, to: &text)
    }
  }
}
