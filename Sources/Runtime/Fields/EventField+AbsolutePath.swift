import Schema

extension CurrentEvent {
  /// `evt.abspath`: the path of a call that takes a directory's descriptor beside it, from the root on. Three renderings of
  /// paths with rules of their own exist (state-engine.md §7); this is one, `fs.path.*` and parameters are the others.
  func absolutePath(_ selector: Selector, _ state: borrowing State, _ scratch: inout Scratch) -> Value {
    guard let thread = facts.thread else { return .missing }
    let mark = scratch.mark
    if view.type == .openByHandleAt {
      guard let descriptor = facts.result, descriptor > 0, let path = path(at: 3) else { return .missing }
      PathJoining.append(base: Span(), view.bytes.extracting(path.bounds), to: &scratch)
      return .text(scratch.text(since: mark))
    }
    guard let places = places(isDestination: selector == .destination), let range = path(at: places.path),
      range.count > 0, let directory: Int64 = view.number(places.directory)
    else { return .missing }
    let path = view.bytes.extracting(range.bounds)
    if directory == DirectoryNumber.current || path[0] == UInt8(ascii: "/") {
      PathJoining.append(base: state.symbols.bytes(state.currentDirectory(of: thread)), path, to: &scratch)
    } else {
      let name = state.descriptor(directory, of: thread).map { state.descriptors[$0].name } ?? Symbol(.unknownPath)
      PathJoining.append(directory: state.symbols.bytes(name), path, to: &scratch)
    }
    return .text(scratch.text(since: mark))
  }

  /// The bytes of a path parameter without its terminator; nil where it is absent.
  func path(at place: Int) -> ByteRange? {
    guard let range = view.range(of: place), range.count > 0, case .text(let text) = characters(in: range) else {
      return nil
    }
    return text
  }

  private func places(isDestination: Bool) -> (directory: Int, path: Int)? {
    switch view.type {
    case .renameat, .renameat2, .linkat: isDestination ? (3, 4) : (1, 2)
    case .symlinkat: (2, 3)
    case .openat, .openat2, .unlinkat, .mkdirat, .fchmodat, .fchownat: (1, 2)
    default: nil
    }
  }
}
