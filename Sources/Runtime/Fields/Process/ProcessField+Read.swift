import Schema

extension ProcessField {
  /// The value in a condition.
  func read(
    _ selector: Selector, _ event: borrowing CurrentEvent, _ state: borrowing State, _ scratch: inout Scratch
  ) -> Value {
    guard let thread = event.facts.thread else {
      // The number of the thread stands in the event itself.
      return self == .tid ? .signed(event.view.threadID) : .missing
    }
    switch self {
    case .exe: return state.value(.exe, of: thread, &scratch)
    case .exePath: return state.value(.exePath, of: thread, &scratch)
    case .name: return state.value(.name, of: thread, &scratch)
    case .commandLine: return state.value(.commandLine, of: thread, &scratch)
    case .exeLine: return state.value(.exeLine, of: thread, &scratch)
    case .parentExe: return state.ancestor(1, .exe, of: thread, &scratch)
    case .parentExePath: return state.ancestor(1, .exePath, of: thread, &scratch)
    case .parentName: return state.ancestor(1, .name, of: thread, &scratch)
    case .parentCommandLine: return state.ancestor(1, .commandLine, of: thread, &scratch)
    case .parentPID: return state.ancestor(1, .pid, of: thread, &scratch)
    case .parentVPID: return state.ancestor(1, .vpid, of: thread, &scratch)
    case .parentStartTime: return state.ancestor(1, .startTime, of: thread, &scratch)
    case .ancestorExe: return state.ancestors(selector, .exe, of: thread, &scratch)
    case .ancestorExePath: return state.ancestors(selector, .exePath, of: thread, &scratch)
    case .ancestorName: return state.ancestors(selector, .name, of: thread, &scratch)
    case .ancestorCommandLine: return state.ancestors(selector, .commandLine, of: thread, &scratch)
    case .ancestorPID: return state.ancestors(selector, .pid, of: thread, &scratch)
    case .ancestorArguments: return state.ancestor(selector.level, .arguments, of: thread, &scratch)
    case .ancestorEnvironment: return state.ancestorEnvironment(selector, of: thread, &scratch)
    case .arguments: return state.arguments(selector, of: thread, &scratch)
    case .argumentCount: return .unsigned(state.argumentCount(of: thread))
    case .argumentLength: return .unsigned(state.argumentLength(of: thread))
    case .environment: return state.environment(selector, of: thread, &scratch)
    case .workingDirectory: return .text(.symbol(state.currentDirectory(of: thread)))

    case .sessionLeaderName: return state.leader(.session, .name, of: thread, &scratch)
    case .sessionLeaderExe: return state.leader(.session, .exe, of: thread, &scratch)
    case .sessionLeaderExePath: return state.leader(.session, .exePath, of: thread, &scratch)
    case .vpgidLeaderName: return state.leader(.virtualGroup, .name, of: thread, &scratch)
    case .vpgidLeaderExe: return state.leader(.virtualGroup, .exe, of: thread, &scratch)
    case .vpgidLeaderExePath: return state.leader(.virtualGroup, .exePath, of: thread, &scratch)
    case .pgidLeaderName: return state.leader(.group, .name, of: thread, &scratch)
    case .pgidLeaderExe: return state.leader(.group, .exe, of: thread, &scratch)
    case .pgidLeaderExePath: return state.leader(.group, .exePath, of: thread, &scratch)
    case .loginShellID: return state.loginShell(of: thread).map { .signed(state.threads[$0].pid) } ?? .missing

    case .lineage: return state.lineage(of: thread, &scratch)
    case .lineagePath: return state.lineagePath(selector, of: thread, &scratch)
    case .ancestor: return state.ancestor(matching: selector, of: thread, &scratch)

    case .tid: return .signed(event.view.threadID)
    case .pid: return state.value(.pid, of: thread, &scratch)
    case .vtid: return .known(state.threads[thread].vtid)
    case .vpid: return .known(state.threads[thread].vpid)
    case .tty: return .unsigned(UInt64(state.threads[thread].tty))
    case .sessionID: return .signed(state.threads[thread].sid)
    case .vpgid: return .signed(state.threads[thread].vpgid)
    case .pgid: return .signed(state.threads[thread].pgid)
    case .isSessionLeader: return .bool(state.threads[thread].sid == state.threads[thread].vpid)
    case .isVPGIDLeader: return .bool(state.threads[thread].vpgid == state.threads[thread].vpid)
    case .isPGIDLeader: return .bool(state.threads[thread].pgid == state.threads[thread].pid)
    case .isMainThread: return .bool(state.threads[thread].isMainThread)
    case .nameWithTID: return state.name(of: thread, with: event.view.threadID, &scratch)

    case .startTime: return .observed(state.threads[thread].cloneTime)
    case .duration: return .duration(since: state.threads[thread].cloneTime, to: event.view.time)
    case .parentDuration: return state.parentDuration(of: thread, at: event.view.time)
    case .executionTime, .totalExecutionTime: return .executionTime(event.view.type)

    case .isExeWritable: return .bool(state.threads[thread].executable.contains(.isWritable))
    case .isExeInUpperLayer: return .bool(state.threads[thread].executable.contains(.isInUpperLayer))
    case .isExeInLowerLayer: return .bool(state.threads[thread].executable.contains(.isInLowerLayer))
    case .isExeFromMemfd: return .bool(state.threads[thread].executable.contains(.isFromMemfd))
    case .exeInode:
      let inode = state.threads[thread].exeInode
      return inode == 0 ? .missing : .signed(Int64(bitPattern: inode))
    case .exeChangeTime: return .observed(state.threads[thread].exeChangeTime)
    case .exeModificationTime: return .observed(state.threads[thread].exeModificationTime)
    case .exeChangeBeforeStart: return .observed(state.threads[thread].changeTimeBeforeClone)
    case .exeChangeAfterNamespace: return .observed(state.threads[thread].changeTimeAfterNamespace)
    case .namespaceStartTime: return .observed(state.threads[thread].namespaceStartTime)

    case .capPermitted: return .text(scratch.capabilities(state.threads[thread].capPermitted))
    case .capInheritable: return .text(scratch.capabilities(state.threads[thread].capInheritable))
    case .capEffective: return .text(scratch.capabilities(state.threads[thread].capEffective))
    case .cgroups: return state.cgroups(of: thread, &scratch)
    case .cgroup: return state.cgroup(selector, of: thread, &scratch)

    case .descriptorCount: return .unsigned(UInt64(state.descriptorCount(of: thread)))
    case .descriptorLimit: return .signed(state.threads[thread].descriptorLimit)
    case .descriptorUse: return .double(state.descriptorUse(of: thread))
    case .vmSize: return .unsigned(UInt64(state.threads[state.threads.main(of: thread)].vmSize))
    case .vmResident: return .unsigned(UInt64(state.threads[state.threads.main(of: thread)].vmResident))
    case .vmSwap: return .unsigned(UInt64(state.threads[state.threads.main(of: thread)].vmSwap))
    case .majorFaults: return .unsigned(state.threads[thread].majorFaults)
    case .minorFaults: return .unsigned(state.threads[thread].minorFaults)
    case .threadVMSize: return .unsigned(state.threads[thread].perProcess(state.threads[thread].vmSize))
    case .threadVMResident: return .unsigned(state.threads[thread].perProcess(state.threads[thread].vmResident))
    case .threadVMSizeBytes: return .unsigned(state.threads[thread].perProcess(state.threads[thread].vmSize) << 10)
    case .threadVMResidentBytes: return .unsigned(state.threads[thread].perProcess(state.threads[thread].vmResident) << 10)
    case .threadCount: return .unsigned(UInt64(state.threadCount(of: thread)))
    case .otherThreadCount: return .unsigned(UInt64(state.otherThreadCount(of: thread)))

    // Without what an engine tells of its probes all processes are none (state-engine.md §8), and no engine tells.
    case .isHealthcheck, .isLivenessProbe, .isReadinessProbe: return .bool(false)

    case .standardInputType: return state.standardStreamType(0, of: thread)
    case .standardOutputType: return state.standardStreamType(1, of: thread)
    case .standardErrorType: return state.standardStreamType(2, of: thread)
    case .standardInputName: return state.standardStreamName(0, of: thread)
    case .standardOutputName: return state.standardStreamName(1, of: thread)
    case .standardErrorName: return state.standardStreamName(2, of: thread)
    }
  }
}

extension ProcessField {
  /// Whether the process belongs to a probe of its container.
  var isAboutProbes: Bool { self == .isHealthcheck || self == .isLivenessProbe || self == .isReadinessProbe }
}

extension Value {
  /// A number of a pid namespace; -1 says that it is not known.
  static func known(_ number: Int64) -> Value { number == -1 ? .missing : .signed(number) }

  /// A time or an inode's time; 0 says that nothing has been seen.
  static func observed(_ time: UInt64) -> Value { time == 0 ? .missing : .unsigned(time) }

  /// Times of neighbouring events are not always in order: an event of a process that seems to be older than the process
  /// itself is as old, not half an eternity younger.
  static func duration(since start: UInt64, to time: UInt64) -> Value {
    start == 0 ? .missing : .unsigned(time > start ? time - start : 0)
  }

  /// Processor time comes from scheduler switches alone. On all other events it is 0; on a switch it would take what each
  /// processor ran before, which no table keeps.
  static func executionTime(_ type: EventCode) -> Value {
    type == .schedulerSwitch || type == .schedulerSwitchOld ? .missing : .unsigned(0)
  }
}

extension EventCode {
  /// `PPME_SCHEDSWITCH_6_E`, `PPME_SCHEDSWITCH_1_E`.
  fileprivate static let schedulerSwitch = EventCode(rawValue: 152)
  fileprivate static let schedulerSwitchOld = EventCode(rawValue: 146)
}

extension ThreadRecord {
  var isMainThread: Bool { tid == pid }

  /// What is counted per process: nothing for the other threads, so that sums come out right.
  fileprivate func perProcess(_ kilobytes: UInt32) -> UInt64 { isMainThread ? UInt64(kilobytes) : 0 }
}
