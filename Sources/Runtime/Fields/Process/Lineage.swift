import Matching

// Ancestry beyond Falco (grammar/extensions.md): `proc.lineage`, `proc.lineage.path`, `proc.ancestor`. They count
// processes: each level is a main thread, as for a field with an index.

extension State {
  /// Names from the process itself up to the last known ancestor.
  func lineage(of thread: ThreadIndex, _ scratch: inout Scratch) -> Value {
    guard let own = threads[thread].main else { return .missing }
    let start = scratch.valueMark
    scratch.append(.text(.symbol(threads[own].comm)))
    var chain = AncestorChain(above: own, .mainThreads)
    while let process = chain.next(in: threads) { scratch.append(.text(.symbol(threads[process].comm))) }
    return .list(scratch.list(since: start))
  }

  /// The names from the process itself up to the oldest that the pattern speaks of. No value where the lineage does not
  /// fit.
  func lineagePath(_ selector: Selector, of thread: ThreadIndex, _ scratch: inout Scratch) -> Value {
    guard case .lineage(let id) = selector, let own = threads[thread].main else { return .missing }
    // Every run is taken where it first fits: a later place would only leave less for the runs above.
    var walk = LineageWalk(process: own)
    var isFirst = true
    for run in patterns[id].runs {
      if isFirst {
        guard walk.take(run, self) else { return .missing }
      } else {
        while !walk.take(run, self) {
          guard walk.skip(self) else { return .missing }
        }
      }
      isFirst = false
    }
    let start = scratch.valueMark
    var names = LineageWalk(process: own)
    for _ in 0..<walk.level {
      guard let process = names.current else { break }
      scratch.append(.text(.symbol(threads[process].comm)))
      _ = names.skip(self)
    }
    return .list(scratch.list(since: start))
  }

  /// The number of the nearest ancestor for which all conditions hold.
  func ancestor(matching selector: Selector, of thread: ThreadIndex, _ scratch: inout Scratch) -> Value {
    guard case .ancestor(let id) = selector, let own = threads[thread].main else { return .missing }
    var chain = AncestorChain(above: own, .mainThreads)
    while let process = chain.next(in: threads) {
      if fits(process, patterns[id], &scratch) { return .signed(threads[process].pid) }
    }
    return .missing
  }

  private func fits(_ process: ThreadIndex, _ pattern: AncestorPattern, _ scratch: inout Scratch) -> Bool {
    for condition in pattern.conditions where fits(process, condition, &scratch) == condition.isNegated { return false }
    return true
  }

  private func fits(
    _ process: ThreadIndex, _ condition: AncestorPattern.Condition, _ scratch: inout Scratch
  ) -> Bool {
    let start = scratch.mark
    switch condition.property {
    case .name: return condition.glob.matches(symbols.bytes(threads[process].comm))
    case .exe: return condition.glob.matches(symbols.bytes(threads[process].exe))
    case .exepath: return condition.glob.matches(symbols.bytes(threads[process].exepath))
    case .cwd: return condition.glob.matches(symbols.bytes(threads[process].cwd))
    case .user:
      return condition.glob.matches(
        symbols.bytes(userName(threads[process].uid, threads[process].containerID)))
    case .args: write(.arguments, of: process, &scratch)
    case .cmdline: write(.commandLine, of: process, &scratch)
    case .pid: scratch.append(decimal: threads[process].pid)
    case .uid: scratch.append(decimal: Int64(threads[process].uid))
    }
    let isFit = condition.glob.matches(scratch.bytes.span.extracting(start..<scratch.mark))
    scratch.discard(since: start)
    return isFit
  }
}

/// A place in a lineage: the process to look at next, nil above the last one known.
private struct LineageWalk {
  private(set) var current: ThreadIndex?
  private var chain: AncestorChain
  /// How many processes lie below.
  private(set) var level = 0

  init(process: ThreadIndex) {
    current = process
    chain = AncestorChain(above: process, .mainThreads)
  }

  /// False above the last process.
  mutating func skip(_ state: borrowing State) -> Bool {
    guard current != nil else { return false }
    current = chain.next(in: state.threads)
    level += 1
    return true
  }

  /// Goes above the run if it stands here; else stays.
  mutating func take(_ run: LineagePattern.Run, _ state: borrowing State) -> Bool {
    var walk = self
    for name in run.names {
      guard let process = walk.current, name.matches(state.symbols.bytes(state.threads[process].comm)) else {
        return false
      }
      _ = walk.skip(state)
    }
    self = walk
    return true
  }
}
