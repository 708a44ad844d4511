import Schema

/// Files and directories (state-engine.md §5.1, first row).

/// `PPM_O_*` bits that mean something here (scap-format.md §6).
enum OpenFlag {
  static let directory: UInt32 = 0x400
  static let closeOnExec: UInt32 = 0x1000
  static let created: UInt32 = 0x4000
  static let upperLayer: UInt32 = 0x8000
  static let lowerLayer: UInt32 = 0x1_0000
  /// Known to the exit event only.
  static let ofExit = created | upperLayer | lowerLayer
}

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
}

extension State {
  mutating func openFile(_ event: borrowing EventView, _ handler: StateHandler, _ facts: inout EventFacts) {
    guard let thread = facts.thread else { return }
    let places =
      switch handler {
      case .openat: OpenPlaces(directory: 1, path: 2, flags: 3, device: 5, inode: 6)
      case .openat2: OpenPlaces(directory: 1, path: 2, flags: 3, device: 6, inode: 7)
      case .creat: OpenPlaces(device: 3, inode: 4)
      case .openByHandleAt: OpenPlaces(path: 3, flags: 2, device: 4, inode: 5)
      default: OpenPlaces(flags: 2, device: 4, inode: 5)
      }
    let enter = threads[thread].enter == nil ? nil : takeEnter(event.type.rawValue, thread)
    defer { if let enter { symbols.release(enter.text) } }
    guard let number = facts.result else {
      counters.malformedEvents &+= 1
      return
    }
    guard number >= 0 else { return }
    setDescriptor(number, of: thread, &facts)

    var flags: UInt32 = places.flags >= 0 ? event.number(places.flags) ?? 0 : creatFlags(event)
    var directory = places.directory >= 0 ? event.number(places.directory) ?? DirectoryNumber.current : DirectoryNumber.current
    var descriptor = Descriptor(.fileV2)
    if let enter, enter.text != .empty, enter.text != Symbol(.notAvailable) {
      // What the kernel was asked for wins over what memory says at the end of the call.
      if handler != .creat { flags = enter.flags | (flags & OpenFlag.ofExit) }
      if places.directory >= 0 { directory = enter.descriptor }
      symbols.retain(enter.text)
      descriptor.rawName = enter.text
      descriptor.name = name(of: enter.text, in: directory, thread)
    } else {
      guard let path = event.text(places.path) else {
        descriptor.rawName = Symbol(.notAvailable)
        descriptor.name = name(of: descriptor.rawName, in: directory, thread)
        return finishOpen(event, places, flags, &descriptor, thread, &facts)
      }
      if PathText.isClean(path) {
        descriptor.name = symbols.intern(path)
        symbols.retain(descriptor.name)
        descriptor.rawName = descriptor.name
      } else {
        descriptor.rawName = symbols.intern(path)
        if handler == .openByHandleAt && path[0] != UInt8(ascii: "/") {
          symbols.retain(descriptor.rawName)
          descriptor.name = descriptor.rawName
        } else {
          descriptor.name = name(of: descriptor.rawName, in: directory, thread)
        }
      }
    }
    finishOpen(event, places, flags, &descriptor, thread, &facts)
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
