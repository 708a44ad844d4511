/// Descriptors made from others: dup and its relatives, fcntl, pidfd_getfd (state-engine.md §5.1, corrections B6).
extension State {
  mutating func duplicate(_ event: borrowing EventView, _ handler: StateHandler, _ facts: inout EventFacts) {
    guard let result = facts.result else {
      counters.malformedEvents &+= 1
      return
    }
    guard result >= 0, let thread = facts.thread else { return }
    // dup3 alone may keep the new number from the next program.
    let flags: UInt32 = handler == .dup3 ? event.number(3) ?? 0 : 0
    let old: Int64 = event.number(1) ?? facts.descriptorNumber
    copyDescriptor(old, to: result, closesOnExec: flags & OpenFlag.closeOnExec != 0, thread, &facts)
  }

  mutating func controlDescriptor(_ event: borrowing EventView, _ facts: inout EventFacts) {
    guard let result = facts.result, result >= 0, let thread = facts.thread else { return }
    guard let command: UInt8 = event.number(2) else {
      counters.malformedEvents &+= 1
      return
    }
    switch command {
    // F_DUPFD, F_DUPFD_CLOEXEC: codes of the event schema, not the kernel's.
    case 1, 26: copyDescriptor(facts.descriptorNumber, to: result, closesOnExec: command == 26, thread, &facts)
    // F_SETFD.
    case 3:
      guard let table = threads[thread].descriptors, let argument: UInt64 = event.number(3),
        let index = descriptors.find(facts.descriptorNumber, in: table)
      else { return }
      let flags = descriptors[index].openFlags
      let changed = argument & 1 != 0 ? flags | OpenFlag.closeOnExec : flags & ~OpenFlag.closeOnExec
      guard changed != flags,
        let unique = descriptors.makeUnique(facts.descriptorNumber, in: table, &symbols)
      else { return }
      descriptors[unique].openFlags = changed
    default: break
    }
  }

  private mutating func copyDescriptor(
    _ old: Int64, to new: Int64, closesOnExec: Bool, _ thread: ThreadIndex, _ facts: inout EventFacts
  ) {
    // A descriptor that is not known copies nothing: the event stays one about the old number, and what the new number
    // named stays, as in the incumbent (attacks.scap, events 132599 to 132618).
    guard let table = threads[thread].descriptors, let source = descriptors.find(old, in: table) else { return }
    setDescriptor(new, of: thread, &facts)
    let flags = descriptors[source].openFlags
    let changed = closesOnExec ? flags | OpenFlag.closeOnExec : flags & ~OpenFlag.closeOnExec
    if new != old {
      facts.descriptor = descriptors.share(source, as: new, in: table, &symbols)
      if changed != flags, let unique = descriptors.makeUnique(new, in: table, &symbols) {
        descriptors[unique].openFlags = changed
        facts.descriptor = unique
      }
    }
    // A shell builds a pipeline so.
    guard descriptors[source].kind == .fifo else { return }
    if new == 0 { threads[thread].flags.insert(.pipeDestination) }
    if new == 1 { threads[thread].flags.insert(.pipeSource) }
  }

  mutating func copyFromProcess(_ event: borrowing EventView, _ facts: inout EventFacts) {
    guard let number = facts.result, number >= 0, let thread = facts.thread else { return }
    setDescriptor(number, of: thread, &facts)
    guard let pidfd: Int64 = event.number(1), let target: Int64 = event.number(2),
      let table = threads[thread].descriptors, let pidfdIndex = descriptors.find(pidfd, in: table),
      descriptors[pidfdIndex].kind == .pidfd, let process = threads.find(descriptors[pidfdIndex].pid),
      let theirs = threads[process].descriptors, let source = descriptors.find(target, in: theirs)
    else { return }
    descriptors.share(source, as: number, in: table, &symbols)
    // The kernel closes it at the next exec.
    guard let unique = descriptors.makeUnique(number, in: table, &symbols) else { return }
    descriptors[unique].openFlags |= OpenFlag.closeOnExec
    facts.descriptor = unique
  }
}
