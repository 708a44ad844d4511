/// Who a process is and what it may do (state-engine.md §3.8).
extension State {
  /// -1, by which a call asks to leave the id as it is, is taken for an id: so does the reference, on attacks.scap, in
  /// spite of what state-engine.md §3.8 says of setresuid.
  mutating func changeID(_ event: borrowing EventView, _ handler: StateHandler, _ facts: EventFacts) {
    guard let thread = facts.thread, let result = facts.result, result >= 0 else { return }
    // The effective id: the only one of setuid and setgid, the second of the others.
    let place = handler == .setuid || handler == .setgid ? 1 : 2
    guard let id: UInt32 = event.number(place) else {
      counters.malformedEvents &+= 1
      return
    }
    switch handler {
    case .setuid, .setresuid, .setreuid: threads[thread].uid = id
    default: threads[thread].gid = id
    }
  }

  mutating func beginSession(_ facts: EventFacts) {
    guard let thread = facts.thread, let result = facts.result, result >= 0 else { return }
    threads[thread].sid = result
  }

  mutating func changeCapabilities(_ event: borrowing EventView, _ facts: EventFacts) {
    guard let thread = facts.thread, let result = facts.result, result >= 0 else { return }
    guard let inheritable: UInt64 = event.number(1), let permitted: UInt64 = event.number(2),
      let effective: UInt64 = event.number(3)
    else {
      counters.malformedEvents &+= 1
      return
    }
    threads[thread].capInheritable = inheritable
    threads[thread].capPermitted = permitted
    threads[thread].capEffective = effective
  }

  mutating func controlProcess(_ event: borrowing EventView, _ facts: EventFacts) {
    guard let thread = facts.thread, let result = facts.result, result >= 0 else { return }
    guard let option: UInt32 = event.number(1) else {
      counters.malformedEvents &+= 1
      return
    }
    // PR_SET_CHILD_SUBREAPER sets it, PR_GET_CHILD_SUBREAPER tells it.
    guard option == 36 || option == 37, let value: Int64 = event.number(3) else { return }
    threads.setReaper(thread, value != 0)
  }

  /// A new user namespace gives its creator all capabilities in it.
  mutating func enterNamespaces(_ event: borrowing EventView, flags place: Int, _ facts: EventFacts) {
    guard let thread = facts.thread, let result = facts.result, result >= 0 else { return }
    guard let flags: UInt32 = event.number(place) else {
      counters.malformedEvents &+= 1
      return
    }
    guard ThreadFlags(rawValue: flags).contains(.newUserNamespace) else { return }
    threads[thread].capInheritable = Capabilities.all
    threads[thread].capPermitted = Capabilities.all
    threads[thread].capEffective = Capabilities.all
  }

  mutating func limitDescriptors(
    _ event: borrowing EventView, resource place: Int, current: Int, _ facts: EventFacts
  ) {
    guard let thread = facts.thread, let result = facts.result, result >= 0 else { return }
    guard let resource: UInt8 = event.number(place), let limit: Int64 = event.number(current) else {
      counters.malformedEvents &+= 1
      return
    }
    // RLIMIT_NOFILE, as the event schema numbers resources.
    if resource == 7 && limit >= 0 { threads[threads.main(of: thread)].descriptorLimit = limit }
  }

  mutating func limitDescriptorsOfProcess(_ event: borrowing EventView, _ facts: EventFacts) {
    guard let thread = facts.thread, let pid: Int64 = event.number(5) else { return }
    // 0: the caller itself. A limit of -1 was not changed.
    if pid == 0 || pid == threads[thread].tid {
      limitDescriptors(event, resource: 6, current: 1, facts)
    }
  }

  /// brk, mmap and munmap tell how large the process is.
  mutating func noteMemory(_ event: borrowing EventView, _ facts: EventFacts) {
    guard let thread = facts.thread else { return }
    let main = threads.main(of: thread)
    if let (size, resident, swap) = event.memorySizes {
      threads[main].vmSize = size
      threads[main].vmResident = resident
      threads[main].vmSwap = swap
      return
    }
    if let size: UInt32 = event.number(1) { threads[main].vmSize = size }
    if let resident: UInt32 = event.number(2) { threads[main].vmResident = resident }
    if let swap: UInt32 = event.number(3) { threads[main].vmSwap = swap }
  }

  mutating func noteContextSwitch(_ event: borrowing EventView, _ facts: EventFacts) {
    guard let thread = facts.thread else { return }
    if let faults: UInt64 = event.number(1) { threads[thread].majorFaults = faults }
    if let faults: UInt64 = event.number(2) { threads[thread].minorFaults = faults }
    let main = threads.main(of: thread)
    if let size: UInt32 = event.number(3) { threads[main].vmSize = size }
    if let resident: UInt32 = event.number(4) { threads[main].vmResident = resident }
    if let swap: UInt32 = event.number(5) { threads[main].vmSwap = swap }
  }
}

enum Capabilities {
  /// CAP_CHOWN to CAP_CHECKPOINT_RESTORE.
  static let all: UInt64 = 1 << 41 - 1
}
