/// Looks once a second at what the kernel has lost, and decides who is told: people by a line now and then, receivers of
/// alerts by one of our own.
///
/// The alert has the name, the values and the limits of Falco's (live-events.md §5), since receivers filter on them: when more
/// than a tenth of a second's events is lost, and no more often than every 30 seconds. What concerns processes is told
/// whatever its share: names and parents may be wrong after it.
struct LossWatch {
  private static let window = Duration.seconds(1)
  private static let lineInterval = Duration.seconds(10)
  private static let alertInterval = Duration.seconds(30)
  private static let share = 0.1

  /// Until when nothing is looked at.
  private var windowEnd: ContinuousClock.Instant
  private var nextLine: ContinuousClock.Instant
  private var nextAlert: ContinuousClock.Instant
  /// At the begin of the window.
  private var lostBefore = LostEvents()
  private var eventsBefore: UInt64 = 0
  /// What the last line told of.
  private var told = LostEvents()

  init(from now: ContinuousClock.Instant) {
    windowEnd = now + Self.window
    nextLine = now
    nextAlert = now
  }

  /// What is to be said.
  struct Finding {
    /// Lost since the last line.
    var line: LostEvents?
    /// Lost in the last second, of so many events.
    var alert: (lost: LostEvents, events: UInt64)?
  }

  /// Whether a second is over.
  func isDue(_ now: ContinuousClock.Instant) -> Bool { now >= windowEnd }

  /// - Parameters:
  ///   - lost, events: since the begin of the run; events are those that arrived.
  ///   - isLast: nobody asks again.
  mutating func look(_ lost: LostEvents, events: UInt64, _ now: ContinuousClock.Instant, isLast: Bool = false) -> Finding {
    var finding = Finding()
    let recent = lost.since(lostBefore)
    let all = recent.total &+ (events &- eventsBefore)
    (lostBefore, eventsBefore, windowEnd) = (lost, events, now + Self.window)
    let isMuch = Double(recent.total) > Self.share * Double(all) || recent.rows.contains { $0.cause == .processBufferFull }
    if !recent.isEmpty, isMuch, now >= nextAlert {
      finding.alert = (recent, all)
      nextAlert = now + Self.alertInterval
    }
    let untold = lost.since(told)
    // At the end the summary says it.
    if !untold.isEmpty, now >= nextLine, !isLast {
      finding.line = untold
      told = lost
      nextLine = now + Self.lineInterval
    }
    return finding
  }
}

extension InternalAlert {
  /// Events were lost in the last second.
  ///
  /// - Parameter events: all there were, lost ones included.
  init(lost: LostEvents, of events: UInt64, time: UInt64) {
    let rule = "Falco internal: syscall event drop"
    var classes: [String: UInt64] = Dictionary(uniqueKeysWithValues: DropClass.allCases.map { ("n_drops_buffer_\($0.rawValue)", 0) })
    let full = LostEvents(rows: lost.rows.filter { $0.cause != .tooLarge })
    for (call, count) in full.byCall {
      if let found = DropClass(of: call) { classes["n_drops_buffer_\(found.rawValue)", default: 0] &+= count }
    }
    var fields = classes.map { (name: $0.key, value: "\($0.value)") }
    fields += [
      ("ebpf_enabled", "1"), ("n_drops", "\(lost.total)"), ("n_drops_buffer_total", "\(full.total)"), ("n_drops_bug", "0"),
      ("n_drops_page_faults", "0"), ("n_drops_scratch_map", "\(lost.total &- full.total)"), ("n_evts", "\(events)"),
    ]
    self.init(
      time: time, rule: rule, priority: "Debug", message: "\(rule). \(lost.total) system calls dropped in last second.",
      fields: fields.sorted { $0.name < $1.name })
  }
}

/// The classes of calls that drops are told by. Those of the begin of a call are there for receivers, and always 0: there
/// are no such events.
private enum DropClass: String, CaseIterable {
  case cloneForkEnter = "clone_fork_enter"
  case cloneFork = "clone_fork_exit"
  case execveEnter = "execve_enter"
  case execve = "execve_exit"
  case connectEnter = "connect_enter"
  case connect = "connect_exit"
  case openEnter = "open_enter"
  case open = "open_exit"
  case directoryFileEnter = "dir_file_enter"
  case directoryFile = "dir_file_exit"
  case otherInterestEnter = "other_interest_enter"
  case otherInterest = "other_interest_exit"
  case close = "close_exit"
  case processExit = "proc_exit"

  /// Nil for a call that only the total counts.
  init?(of call: String) {
    switch call {
    case "clone", "clone3", "fork", "vfork": self = .cloneFork
    case "execve", "execveat": self = .execve
    case "connect": self = .connect
    case "open", "creat", "openat", "openat2", "open_by_handle_at": self = .open
    case "close": self = .close
    case "procexit": self = .processExit
    case "dup", "dup2", "dup3", "chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "lchown", "fchown", "fchownat", "link", "linkat",
      "mkdir", "mkdirat", "mount", "umount", "umount2", "rename", "renameat", "renameat2", "rmdir", "symlink", "symlinkat",
      "unlink", "unlinkat":
      self = .directoryFile
    case "bpf", "setpgid", "ptrace", "seccomp", "setns", "setresgid", "setresuid", "setsid", "unshare", "capset", "keyctl":
      self = .otherInterest
    default: return nil
    }
  }
}
