/// Descriptors without a file: pipes, event sources, memory, processes (state-engine.md §5.1).
extension State {
  mutating func openPipe(_ event: borrowing EventView, _ handler: StateHandler, _ facts: inout EventFacts) {
    guard let result = facts.result, result >= 0, let thread = facts.thread else { return }
    guard let first: Int64 = event.number(1), let second: Int64 = event.number(2) else {
      counters.malformedEvents &+= 1
      return
    }
    var descriptor = Descriptor(.fifo)
    descriptor.inode = event.number(3) ?? 0
    if handler == .pipe2 { descriptor.openFlags = event.number(4) ?? 0 }
    open(first, descriptor, thread, &facts)
    setDescriptor(second, of: thread, &facts)
    open(second, descriptor, thread, &facts)
  }

  mutating func openAnonymous(_ event: borrowing EventView, _ handler: StateHandler, _ facts: inout EventFacts) {
    guard let number = facts.result else {
      counters.malformedEvents &+= 1
      return
    }
    guard number >= 0, let thread = facts.thread else { return }
    setDescriptor(number, of: thread, &facts)
    var descriptor: Descriptor
    switch handler {
    case .eventfd: descriptor = Descriptor(.event)
    case .eventfd2:
      descriptor = Descriptor(.event)
      descriptor.openFlags = UInt32(event.number(1) ?? UInt16(0))
    case .epollCreate: descriptor = Descriptor(.eventpoll)
    case .epollCreate1:
      descriptor = Descriptor(.eventpoll)
      // The only flag there is has a number of its own.
      let flags: UInt32 = event.number(1) ?? 0
      descriptor.openFlags = flags & 1 != 0 ? OpenFlag.closeOnExec : flags
    case .inotifyInit: descriptor = Descriptor(.inotify)
    case .inotifyInit1:
      descriptor = Descriptor(.inotify)
      descriptor.openFlags = UInt32(event.number(1) ?? UInt16(0))
    case .timerfdCreate: descriptor = Descriptor(.timerfd)
    case .signalfd: descriptor = Descriptor(.signalfd)
    case .signalfd4:
      descriptor = Descriptor(.signalfd)
      descriptor.openFlags = UInt32(event.number(1) ?? UInt16(0))
    case .userfaultfd:
      descriptor = Descriptor(.userfaultfd)
      descriptor.openFlags = event.number(1) ?? 0
    case .ioUringSetup: descriptor = Descriptor(.ioUring)
    case .bpf: descriptor = Descriptor(.bpf)
    default: return
    }
    open(number, descriptor, thread, &facts)
  }

  mutating func openMemfd(_ event: borrowing EventView, _ facts: inout EventFacts) {
    guard let number = facts.result, number >= 0, let thread = facts.thread else { return }
    setDescriptor(number, of: thread, &facts)
    var descriptor = Descriptor(.memfd)
    if let name = event.text(1) { descriptor.name = symbols.intern(name) }
    // MFD_CLOEXEC.
    if (event.number(2) ?? UInt32(0)) & 1 != 0 { descriptor.openFlags = OpenFlag.closeOnExec }
    open(number, descriptor, thread, &facts)
  }

  /// The kernel closes it at the next exec, whether asked to or not. The reference does not, and counts it.
  mutating func openPidfd(_ event: borrowing EventView, _ facts: inout EventFacts) {
    guard let number = facts.result, number >= 0, let thread = facts.thread else { return }
    setDescriptor(number, of: thread, &facts)
    var descriptor = Descriptor(.pidfd)
    descriptor.pid = event.number(1) ?? 0
    let pid = descriptor.pid
    descriptor.name = symbol { _, text in
      text.append("/proc/")
      text.append(decimal: UInt64(clamping: pid))
    }
    open(number, descriptor, thread, &facts)
  }
}
