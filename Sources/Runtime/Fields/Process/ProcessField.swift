/// Fields of processes and threads: `proc.*`, `thread.*` (state-engine.md §8). Rows in the order of the catalogue.
package enum ProcessField: String, CaseIterable, Sendable, BitwiseCopyable {
  // Texts of the process, its ancestors and the leaders of its groups.
  case exe = "proc.exe"
  case parentExe = "proc.pexe"
  case ancestorExe = "proc.aexe"
  case exePath = "proc.exepath"
  case parentExePath = "proc.pexepath"
  case ancestorExePath = "proc.aexepath"
  case name = "proc.name"
  case parentName = "proc.pname"
  case ancestorName = "proc.aname"
  case arguments = "proc.args"
  case ancestorArguments = "proc.aargs"
  case commandLine = "proc.cmdline"
  case parentCommandLine = "proc.pcmdline"
  case ancestorCommandLine = "proc.acmdline"
  case argumentCount = "proc.cmdnargs"
  case argumentLength = "proc.cmdlenargs"
  case exeLine = "proc.exeline"
  case environment = "proc.env"
  case ancestorEnvironment = "proc.aenv"
  case workingDirectory = "proc.cwd"

  // Numbers by which the kernel knows them.
  case loginShellID = "proc.loginshellid"
  case tty = "proc.tty"
  case pid = "proc.pid"
  case parentPID = "proc.ppid"
  case ancestorPID = "proc.apid"
  case vpid = "proc.vpid"
  case parentVPID = "proc.pvpid"
  case sessionID = "proc.sid"
  case sessionLeaderName = "proc.sname"
  case sessionLeaderExe = "proc.sid.exe"
  case sessionLeaderExePath = "proc.sid.exepath"
  case vpgid = "proc.vpgid"
  case vpgidLeaderName = "proc.vpgid.name"
  case vpgidLeaderExe = "proc.vpgid.exe"
  case vpgidLeaderExePath = "proc.vpgid.exepath"
  case pgid = "proc.pgid"
  case pgidLeaderName = "proc.pgid.name"
  case pgidLeaderExe = "proc.pgid.exe"
  case pgidLeaderExePath = "proc.pgid.exepath"
  case isSessionLeader = "proc.is_sid_leader"
  case isVPGIDLeader = "proc.is_vpgid_leader"
  case isPGIDLeader = "proc.is_pgid_leader"

  // Times.
  case duration = "proc.duration"
  case parentDuration = "proc.ppid.duration"
  case startTime = "proc.pid.ts"
  case parentStartTime = "proc.ppid.ts"

  // The file of the program.
  case isExeWritable = "proc.is_exe_writable"
  case isExeInUpperLayer = "proc.is_exe_upper_layer"
  case isExeInLowerLayer = "proc.is_exe_lower_layer"
  case isExeFromMemfd = "proc.is_exe_from_memfd"
  case exeInode = "proc.exe_ino"
  case exeChangeTime = "proc.exe_ino.ctime"
  case exeModificationTime = "proc.exe_ino.mtime"
  case exeChangeBeforeStart = "proc.exe_ino.ctime_duration_proc_start"
  case exeChangeAfterNamespace = "proc.exe_ino.ctime_duration_pidns_start"
  case namespaceStartTime = "proc.pidns_init_start_ts"

  // What it may do and what it uses.
  case capPermitted = "thread.cap_permitted"
  case capInheritable = "thread.cap_inheritable"
  case capEffective = "thread.cap_effective"
  case descriptorCount = "proc.fdopencount"
  case descriptorLimit = "proc.fdlimit"
  case descriptorUse = "proc.fdusage"
  case vmSize = "proc.vmsize"
  case vmResident = "proc.vmrss"
  case vmSwap = "proc.vmswap"
  case majorFaults = "thread.pfmajor"
  case minorFaults = "thread.pfminor"
  case threadVMSize = "thread.vmsize"
  case threadVMResident = "thread.vmrss"
  case threadVMSizeBytes = "thread.vmsize.b"
  case threadVMResidentBytes = "thread.vmrss.b"

  // The thread and its group.
  case tid = "thread.tid"
  case isMainThread = "thread.ismain"
  case vtid = "thread.vtid"
  case nameWithTID = "thread.nametid"
  case executionTime = "thread.exectime"
  case totalExecutionTime = "thread.totexectime"
  case cgroups = "thread.cgroups"
  case cgroup = "thread.cgroup"
  case threadCount = "proc.nthreads"
  case otherThreadCount = "proc.nchilds"
  case isHealthcheck = "proc.is_container_healthcheck"
  case isLivenessProbe = "proc.is_container_liveness_probe"
  case isReadinessProbe = "proc.is_container_readiness_probe"

  // Descriptors 0, 1 and 2.
  case standardInputType = "proc.stdin.type"
  case standardOutputType = "proc.stdout.type"
  case standardErrorType = "proc.stderr.type"
  case standardInputName = "proc.stdin.name"
  case standardOutputName = "proc.stdout.name"
  case standardErrorName = "proc.stderr.name"

  // Ancestry beyond Falco.
  case lineage = "proc.lineage"
  case lineagePath = "proc.lineage.path"
  case ancestor = "proc.ancestor"

  /// The value that an output prints. It differs from that in a condition where a field without index means all
  /// ancestors: an output prints them in one text, or something else altogether (§8, §8.1).
  func readForOutput(
    _ selector: Selector, _ event: borrowing CurrentEvent, _ state: borrowing State, _ scratch: inout Scratch
  ) -> Value {
    guard let thread = event.facts.thread else { return read(selector, event, state, &scratch) }
    switch (self, selector) {
    case (.ancestorName, .none): return state.joinedAncestors(.name, of: thread, &scratch)
    case (.ancestorExe, .none): return state.joinedAncestors(.exe, of: thread, &scratch)
    case (.ancestorExePath, .none): return state.joinedAncestors(.exePath, of: thread, &scratch)
    case (.ancestorCommandLine, .none): return state.joinedAncestors(.commandLine, of: thread, &scratch)
    case (.ancestorPID, .none): return state.ancestor(0, .pid, of: thread, &scratch)
    case (.ancestorEnvironment, .none): return state.value(.environment, of: thread, &scratch)
    case (.ancestorEnvironment, .index(let level)): return state.ancestor(level, .environment, of: thread, &scratch)
    default: return read(selector, event, state, &scratch)
    }
  }
}
