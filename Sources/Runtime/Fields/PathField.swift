import Schema

/// Fields of the paths an event is about: `fs.path.*` (state-engine.md §7); `resolved` is an extension.
package enum PathField: String, CaseIterable, Sendable, BitwiseCopyable {
  case name = "fs.path.name"
  case rawName = "fs.path.nameraw"
  case source = "fs.path.source"
  case rawSource = "fs.path.sourceraw"
  case target = "fs.path.target"
  case rawTarget = "fs.path.targetraw"
  case resolved = "fs.path.resolved"

  private enum Role { case name, source, target }

  private var role: Role {
    switch self {
    case .name, .rawName, .resolved: .name
    case .source, .rawSource: .source
    case .target, .rawTarget: .target
    }
  }

  private var isRaw: Bool { self == .rawName || self == .rawSource || self == .rawTarget }

  func read(
    _ selector: Selector, _ event: borrowing CurrentEvent, _ state: borrowing State, _ scratch: inout Scratch
  ) -> Value {
    if self == .resolved { return event.resolvedPath(state, &scratch) }
    guard let origin = origin(in: event.view.type), succeeded(event), let thread = event.facts.thread else {
      return .missing
    }
    switch origin {
    case .descriptor:
      guard let name = event.descriptorName(state, &scratch) else { return .missing }
      return .text(isRaw ? name : event.normalized(name, thread, state, &scratch))
    case .parameter(let place, let base):
      guard let range = event.path(at: place) else { return nullPath(event, place, state) }
      if isRaw { return .text(.event(range)) }
      let mark = scratch.mark
      event.appendPath(range, seenFrom: base, of: thread, state, &scratch)
      return .text(scratch.text(since: mark))
    }
  }

  /// Of a call that gave no path, what it opened still has a name. Old drivers wrote a text for null pointers, which is
  /// a path here like any other.
  private func nullPath(_ event: borrowing CurrentEvent, _ place: Int, _ state: borrowing State) -> Value {
    if !isRaw, let index = event.facts.descriptor, event.view.type == .openat || event.view.type == .openat2 {
      return .text(.symbol(state.descriptors[index].name))
    }
    guard let range = event.view.range(of: place), range.count > 0 else { return .missing }
    return .text(.symbol(Symbol(.notAvailable)))
  }

  /// Opens count as done unless they return exactly -1, so that most errors let them pass (state-engine.md §7).
  private func succeeded(_ event: borrowing CurrentEvent) -> Bool {
    switch event.view.type {
    case .open, .openat, .openat2: event.facts.result.map { $0 != -1 } ?? false
    default: event.facts.result == 0
    }
  }

  /// Where a path of the event is to be found.
  private enum Origin {
    case descriptor
    case parameter(Int, PathBase)
  }

  private func origin(in type: EventCode) -> Origin? {
    switch role {
    case .name: nameOrigin(in: type)
    case .source: pairOrigin(in: type)?.source
    case .target: pairOrigin(in: type)?.target
    }
  }

  private func nameOrigin(in type: EventCode) -> Origin? {
    switch type {
    case .mkdir, .rmdir, .unlink, .chmod, .chown, .lchown, .quotactl, .umount, .umount2:
      .parameter(1, .workingDirectory)
    case .mkdirat, .unlinkat, .fchmodat, .fchownat: .parameter(2, .eventDescriptor)
    case .open: .parameter(1, .workingDirectory)
    case .openat, .openat2: .parameter(2, .opened)
    case .fchmod, .fchown: .descriptor
    default: nil
    }
  }

  private func pairOrigin(in type: EventCode) -> (source: Origin, target: Origin)? {
    switch type {
    case .rename: (.parameter(1, .workingDirectory), .parameter(2, .workingDirectory))
    // The directories that the call names are not looked at.
    case .renameat: (.parameter(2, .workingDirectory), .parameter(4, .workingDirectory))
    case .renameat2: (.parameter(2, .directory(1)), .parameter(4, .directory(3)))
    case .link: (.parameter(2, .workingDirectory), .parameter(1, .workingDirectory))
    case .linkat: (.parameter(4, .workingDirectory), .parameter(2, .workingDirectory))
    case .symlink: (.parameter(2, .workingDirectory), .parameter(1, .workingDirectory))
    case .symlinkat: (.parameter(3, .eventDescriptor), .parameter(1, .eventDescriptor))
    case .mount: (.parameter(1, .workingDirectory), .parameter(2, .workingDirectory))
    default: nil
    }
  }
}

/// What a relative path is seen from.
private enum PathBase {
  case workingDirectory
  /// The event's descriptor, if it was opened as a directory; else `<UNKNOWN>` stands directly before the path
  /// (corrections.md B5).
  case eventDescriptor
  /// The descriptor in a parameter (state-engine.md §4.3).
  case directory(Int)
  /// The path is that of the file that was opened, and `<UNKNOWN>` alone where none was.
  case opened
}

extension CurrentEvent {
  /// The kernel's path of the file that an open reached; where the source tells none, it is the caller's.
  fileprivate func resolvedPath(_ state: borrowing State, _ scratch: inout Scratch) -> Value {
    switch view.type {
    case .open, .openat, .openat2, .creat, .openByHandleAt:
      guard let result = facts.result, result >= 0 else { return .missing }
      if let path = view.resolvedPath { return .text(.event(path)) }
      return descriptorName(state, &scratch).map { .text($0) } ?? .missing
    default: return .missing
    }
  }

  fileprivate func appendPath(
    _ range: ByteRange, seenFrom base: PathBase, of thread: ThreadIndex, _ state: borrowing State,
    _ scratch: inout Scratch
  ) {
    let path = view.bytes.extracting(range.bounds)
    let isAbsolute = path.count > 0 && path[0] == UInt8(ascii: "/")
    switch base {
    case _ where isAbsolute: PathJoining.append(base: Span(), path, to: &scratch)
    case .workingDirectory:
      PathJoining.append(base: state.symbols.bytes(state.currentDirectory(of: thread)), path, to: &scratch)
    case .directory(let place): appendPath(range, seenFrom: view.number(place), of: thread, state, &scratch)
    case .eventDescriptor:
      if let index = facts.descriptor, state.descriptors[index].kind == .directory {
        PathJoining.append(directory: state.symbols.bytes(state.descriptors[index].name), path, to: &scratch)
      } else {
        PathJoining.append(base: state.symbols.bytes(Symbol(.unknownPath)), path, to: &scratch)
      }
    case .opened:
      let name = facts.descriptor.map { state.descriptors[$0].name } ?? Symbol(.unknownPath)
      PathJoining.append(base: Span(), state.symbols.bytes(name), to: &scratch)
    }
  }

  /// A name that is a path already, made absolute if it is none.
  fileprivate func normalized(
    _ name: Text, _ thread: ThreadIndex, _ state: borrowing State, _ scratch: inout Scratch
  ) -> Text {
    guard case .symbol(let symbol) = name else { return name }
    let path = state.symbols.bytes(symbol)
    if path.count == 0 { return name }
    let mark = scratch.mark
    PathJoining.append(base: state.symbols.bytes(state.currentDirectory(of: thread)), path, to: &scratch)
    return scratch.text(since: mark)
  }
}
