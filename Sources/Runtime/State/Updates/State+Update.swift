extension State {
  /// What an event changes. Types without a case here cost this look-up and nothing else.
  @inline(__always)
  mutating func update(_ event: borrowing EventView, _ rule: StateRule, _ facts: inout EventFacts) {
    switch rule.handler {
    case .none: break
    case .openEnter, .creatEnter, .openatEnter, .execveEnter, .execveatEnter, .connectEnter:
      keepEnter(event, rule.handler, facts)
    case .open, .creat, .openat, .openat2, .openByHandleAt: openFile(event, rule.handler, &facts)
    case .close: closeDescriptor(event, &facts)
    case .closeRange: closeRange(event, facts)
    case .dup, .dup2, .dup3: duplicate(event, rule.handler, &facts)
    case .fcntl: controlDescriptor(event, &facts)
    case .pipe, .pipe2: openPipe(event, rule.handler, &facts)
    case .eventfd, .eventfd2, .epollCreate, .epollCreate1, .inotifyInit, .inotifyInit1, .timerfdCreate, .signalfd,
      .signalfd4, .userfaultfd, .ioUringSetup, .bpf:
      openAnonymous(event, rule.handler, &facts)
    case .memfdCreate: openMemfd(event, &facts)
    case .pidfdOpen: openPidfd(event, &facts)
    case .pidfdGetfd: copyFromProcess(event, &facts)
    case .socket: openSocket(event, &facts)
    case .bind: bindSocket(event, &facts)
    case .connect: connectSocket(event, &facts)
    case .accept: acceptConnection(event, &facts)
    case .socketpair: openSocketPair(event, &facts)
    case .send: noteSending(event, tuple: 4, &facts)
    case .receive: noteReceiving(event, tuple: 4, &facts)
    case .receiveFrom: noteReceiving(event, tuple: 2, &facts)
    case .receiveMessage: noteReceiving(event, tuple: 3, &facts)
    case .clone, .vfork: cloneThread(event, rule.handler, &facts)
    case .execve, .execveat: executeProgram(event, rule.handler, &facts)
    case .procexit: exitThread(event, &facts)
    case .chdir: changeDirectory(event, facts)
    case .fchdir: changeDirectoryToDescriptor(event, facts)
    case .getcwd: noteDirectory(event, facts)
    case .chroot: changeRoot(event, facts)
    case .setuid, .setresuid, .setreuid, .setgid, .setresgid, .setregid: changeID(event, rule.handler, facts)
    case .setsid: beginSession(facts)
    case .capset: changeCapabilities(event, facts)
    case .prctl: controlProcess(event, facts)
    case .unshare: enterNamespaces(event, flags: 1, facts)
    case .setns: enterNamespaces(event, flags: 2, facts)
    case .setrlimit: limitDescriptors(event, resource: 3, current: 1, facts)
    case .prlimit: limitDescriptorsOfProcess(event, facts)
    case .memory: noteMemory(event, facts)
    case .contextSwitch: noteContextSwitch(event, facts)
    case .userAdded, .userDeleted: changeUsers(event, rule.handler)
    case .groupAdded, .groupDeleted: changeGroups(event, rule.handler)
    case .containerJSON: noteContainer(event, parameter: 0)
    case .asyncEvent: noteAsynchronous(event)
    }
  }

  /// The event's descriptor is another one than its parameters say, as far as later events are concerned too.
  @inline(__always)
  mutating func setDescriptor(_ number: Int64, of thread: ThreadIndex, _ facts: inout EventFacts) {
    threads[thread].lastDescriptorNumber = number
    facts.descriptorNumber = number
    facts.descriptor = nil
  }
}
