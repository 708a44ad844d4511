import Schema

extension CurrentEvent {
  /// `evt.type`: generic events are called as their system call, asynchronous ones as they say.
  func typeName(_ schema: borrowing EventSchema) -> Value {
    switch view.type {
    case .generic:
      // A call that the capturing side did not know yet has code 0, and is known here by the kernel's number.
      .text(.symbol(schema.syscallName(view.number(0, as: UInt16.self) ?? 0, native: view.number(1, as: UInt16.self))))
    case .async: asyncName
    default: .text(.symbol(schema[view.type].name))
    }
  }

  /// Parameter 1 of an asynchronous event.
  var asyncName: Value { view.range(of: 1).map { characters(in: $0).value } ?? .missing }

  /// `evt.type.is.NAME` asks for the first type of the name and its other half only (corrections.md B4).
  func isType(_ selector: Selector) -> Value {
    guard case .eventType(let code) = selector else { return .missing }
    return .unsigned(view.type == code || view.type.rawValue == code.rawValue &+ 1 ? 1 : 0)
  }

  func has(_ flags: EventFlags, _ schema: borrowing EventSchema) -> Bool {
    !schema[view.type].flags.isDisjoint(with: flags)
  }

  func direction(_ state: borrowing State) -> Value {
    if has(.writesToDescriptor, state.schema) { return state.fixed(.write) }
    return has(.readsFromDescriptor, state.schema) ? state.fixed(.read) : .missing
  }

  func isOfMainThread(_ state: borrowing State) -> Bool {
    facts.thread.map { state.threads[$0].tid == state.threads[$0].pid } ?? false
  }

  // MARK: Category

  func category(_ state: borrowing State) -> FixedText {
    switch state.schema[view.type].category {
    case .unknown: .unknown
    case .other: .other
    case .file: .file
    case .net: .net
    case .ipc: .systemFive
    case .memory: .memory
    case .process: .process
    case .sleep: .sleep
    case .system: .system
    case .signal: .signal
    case .user: .user
    case .time: .time
    case .ioRead, .ioWrite, .ioOther: facts.descriptor.map { state.descriptors[$0].kind.category } ?? .unknown
    case .wait: .wait
    case .scheduler: .scheduler
    case .internal: .internalEvent
    }
  }

  // MARK: Parameters

  func argument(_ selector: Selector, _ schema: borrowing EventSchema) -> Argument? {
    switch selector {
    case .index(let place): Int(exactly: place).flatMap { argument(at: $0, schema) }
    case .parameter(let name): argument(named: name, schema)
    default: nil
    }
  }

  /// `evt.buffer`: the bytes of the parameter `data`.
  func buffer(_ schema: borrowing EventSchema) -> Value {
    guard let argument = argument(named: schema.dataParameter, schema), argument.facts.type == .bytebuf else {
      return .missing
    }
    return .text(.event(argument.range))
  }

  // MARK: Opens

  enum Access { case read, write, execute, create }

  /// `evt.is_open_*`: what an open asks for, whether it succeeds or not. The event's own flags decide.
  func opens(_ access: Access, _ schema: borrowing EventSchema) -> Bool {
    let flags: UInt32
    let mode: UInt32
    switch view.type {
    case .open: (flags, mode) = (view.number(2) ?? 0, view.number(3) ?? 0)
    case .openat, .openat2: (flags, mode) = (view.number(3) ?? 0, view.number(4) ?? 0)
    // Has no mode.
    case .openByHandleAt: (flags, mode) = (view.number(2) ?? 0, 0)
    // Creates always, and counts for nothing else.
    case .creat: return access == .execute && (view.number(2) ?? 0) & Self.anyExecuteBit != 0
    default: return false
    }
    switch access {
    case .read: return flags & OpenFlag.read != 0
    case .write: return flags & OpenFlag.write != 0
    case .execute: return flags & (OpenFlag.create | OpenFlag.temporary) != 0 && mode & Self.anyExecuteBit != 0
    case .create:
      return flags & OpenFlag.created != 0 || flags & OpenFlag.temporary != 0 && (facts.result ?? -1) >= 0
    }
  }

  private static var anyExecuteBit: UInt32 { 0o111 }
}

extension DescriptorKind {
  /// The category of reads and writes.
  fileprivate var category: FixedText {
    switch self {
    case .file, .fileV2, .directory: .file
    case .ipv4, .ipv6, .ipv4Server, .ipv6Server: .net
    case .fifo, .unix, .event, .signalfd, .inotify, .userfaultfd: .ipc
    case .unknown, .unsupported, .eventpoll, .timerfd, .netlink, .bpf, .ioUring, .memfd, .pidfd: .unknown
    }
  }
}
