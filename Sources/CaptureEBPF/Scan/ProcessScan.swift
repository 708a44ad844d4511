import Matching
import Runtime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Reads the machine from /proc, as it is before the first event (state-engine.md §11).
///
/// Processes come and go meanwhile: what cannot be read any more is left out.
enum ProcessScan {
  static func snapshot(bootTime: UInt64) -> StateSnapshot {
    var snapshot = StateSnapshot()
    snapshot.machine = MachineScan.facts(bootTime: bootTime)
    snapshot.interfaces = MachineScan.interfaces()
    snapshot.users = MachineScan.users()
    snapshot.groups = MachineScan.groups()
    var sockets = SocketScan()
    for pid in ProcessFile.numbers(in: "/proc").sorted() {
      guard let leader = thread(pid, of: pid, leader: nil, bootTime: bootTime) else { continue }
      snapshot.threads.append(leader)
      for tid in ProcessFile.numbers(in: "/proc/\(pid)/task").sorted() where tid != pid {
        if let thread = thread(tid, of: pid, leader: leader, bootTime: bootTime) { snapshot.threads.append(thread) }
      }
      snapshot.descriptors.append(
        StateSnapshot.DescriptorList(tid: UInt64(bitPattern: pid), entries: DescriptorScan.entries(of: pid, &sockets)))
    }
    return snapshot
  }

  /// One thread, with its process's descriptors if it is the first of it; nil where it has gone.
  static func thread(_ tid: Int64, bootTime: UInt64) -> (StateSnapshot.Thread, StateSnapshot.DescriptorList?)? {
    // A process's folder is there under the number of each of its threads.
    guard let pid = ProcessFile.read("/proc/\(tid)/status").value(ofLine: "Tgid:").flatMap({ Int64($0) }),
      let leader = thread(pid, of: pid, leader: nil, bootTime: bootTime)
    else { return nil }
    if pid != tid { return thread(tid, of: pid, leader: leader, bootTime: bootTime).map { ($0, nil) } }
    var sockets = SocketScan()
    return (leader, StateSnapshot.DescriptorList(tid: UInt64(bitPattern: pid), entries: DescriptorScan.entries(of: pid, &sockets)))
  }

  // MARK: Threads

  /// Longest texts, as in events.
  private static let textLimit = 4096
  /// `sysconf(_SC_CLK_TCK)`, which is 100 on every architecture that Linux reports to user space.
  private static let ticksPerSecond: UInt64 = 100

  /// - Parameter leader: of a thread that is not the first of its process: much is the same.
  private static func thread(
    _ tid: Int64, of pid: Int64, leader: StateSnapshot.Thread?, bootTime: UInt64
  ) -> StateSnapshot.Thread? {
    let folder = tid == pid ? "/proc/\(pid)" : "/proc/\(pid)/task/\(tid)"
    guard let stat = ProcessStat(ProcessFile.read("\(folder)/stat")) else { return nil }
    let status = ProcessFile.read("\(folder)/status")
    guard !status.isEmpty else { return nil }
    var thread = leader ?? StateSnapshot.Thread(tid: tid, pid: pid, ptid: stat.parent)
    thread.tid = tid
    thread.comm = stat.comm
    thread.sid = stat.session
    thread.pgid = stat.group
    thread.tty = stat.tty
    thread.majorFaults = stat.majorFaults
    thread.minorFaults = stat.minorFaults
    thread.cloneTime = bootTime &+ stat.startTicks &* (1_000_000_000 / ticksPerSecond)
    thread.namespaceStartTime = bootTime
    readStatus(status.lines, into: &thread)
    if leader == nil {
      readProcess(folder, into: &thread)
    } else {
      thread.env = []
      // CLONE_FILES and CLONE_THREAD.
      thread.flags = 1 << 0 | 1 << 13
    }
    return thread
  }

  private static func readStatus(_ status: [ArraySlice<UInt8>], into thread: inout StateSnapshot.Thread) {
    func numbers(_ name: String) -> [Int64] {
      status.value(of: name)?.split { $0 == "\t" || $0 == " " }.compactMap { Int64($0) } ?? []
    }
    func kilobytes(_ name: String) -> UInt32 { numbers(name).first.map { UInt32(clamping: $0) } ?? 0 }
    func capabilities(_ name: String) -> UInt64 { status.value(of: name).flatMap { UInt64($0, radix: 16) } ?? 0 }

    // Real, effective, saved, of the file system.
    if let uid = numbers("Uid:").dropFirst().first { thread.uid = UInt32(truncatingIfNeeded: uid) }
    if let gid = numbers("Gid:").dropFirst().first { thread.gid = UInt32(truncatingIfNeeded: gid) }
    // From our namespace to the innermost; the last is what the process sees itself.
    thread.vtid = numbers("NSpid:").last ?? thread.tid
    thread.vpid = numbers("NStgid:").last ?? thread.pid
    thread.vpgid = numbers("NSpgid:").last ?? thread.pgid
    thread.vmSize = kilobytes("VmSize:")
    thread.vmResident = kilobytes("VmRSS:")
    thread.vmSwap = kilobytes("VmSwap:")
    thread.capInheritable = capabilities("CapInh:")
    thread.capPermitted = capabilities("CapPrm:")
    thread.capEffective = capabilities("CapEff:")
  }

  /// What the threads of a process have in common.
  private static func readProcess(_ folder: String, into thread: inout StateSnapshot.Thread) {
    let arguments = ProcessFile.read("\(folder)/cmdline", limit: textLimit)
    let end = arguments.firstIndex(of: 0) ?? arguments.endIndex
    thread.exe = Array(arguments[..<end])
    thread.args = Array(arguments[min(end + 1, arguments.endIndex)...])
    thread.env = ProcessFile.read("\(folder)/environ", limit: textLimit)
    thread.exepath = ProcessFile.link("\(folder)/exe") ?? []
    thread.cwd = ProcessFile.link("\(folder)/cwd") ?? []
    thread.root = ProcessFile.link("\(folder)/root") ?? []
    thread.cgroups = ControlGroupScan.text(ProcessFile.read("\(folder)/cgroup"))
    let login = String(decoding: ProcessFile.read("\(folder)/loginuid"), as: UTF8.self)
    thread.loginuid = UInt32(login) ?? .max
    thread.descriptorLimit = descriptorLimit(ProcessFile.read("\(folder)/limits"))
    var file = stat()
    guard unsafe stat("\(folder)/exe", &file) == 0 else { return }
    thread.exeInode = UInt64(file.st_ino)
    thread.exeChangeTime = UInt64(bitPattern: Int64(file.st_ctim.tv_sec &* 1_000_000_000 &+ file.st_ctim.tv_nsec))
    thread.exeModificationTime = UInt64(bitPattern: Int64(file.st_mtim.tv_sec &* 1_000_000_000 &+ file.st_mtim.tv_nsec))
    thread.exeIsWritable = isWritable(file, thread)
    thread.exeIsFromMemfd = thread.exepath.starts(with: Array("/memfd:".utf8))
  }

  /// As far as it can be told from outside: the owner, whoever ignores permissions, and everybody.
  private static func isWritable(_ file: stat, _ thread: StateSnapshot.Thread) -> Bool {
    // CAP_DAC_OVERRIDE and CAP_FOWNER.
    file.st_uid == thread.uid || thread.capEffective & (1 << 1 | 1 << 3) != 0
      || file.st_mode & (file.st_gid == thread.gid ? 0o020 : 0o002) != 0
  }

  private static func descriptorLimit(_ limits: [UInt8]) -> Int64 {
    guard let value = limits.value(ofLine: "Max open files") else { return 0 }
    let soft = value.prefix { $0 != " " }
    return soft == "unlimited" ? .max : Int64(soft) ?? 0
  }
}

/// One line of /proc/PID/stat.
private struct ProcessStat {
  let comm: [UInt8]
  let parent: Int64
  let group: Int64
  let session: Int64
  let tty: UInt32
  let minorFaults: UInt64
  let majorFaults: UInt64
  /// Since boot.
  let startTicks: UInt64

  /// The name stands in parentheses and may hold anything, parentheses too.
  init?(_ line: [UInt8]) {
    guard let start = line.firstIndex(of: UInt8(ascii: "(")), let end = line.lastIndex(of: UInt8(ascii: ")")), start < end else {
      return nil
    }
    comm = Array(line[(start + 1)..<end])
    // From the third field on.
    let fields = line[(end + 1)...].split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
    guard fields.count > 19, let parent = Int64(fields[1]), let group = Int64(fields[2]), let session = Int64(fields[3]) else {
      return nil
    }
    self.parent = parent
    self.group = group
    self.session = session
    tty = UInt32(truncatingIfNeeded: Int64(fields[4]) ?? 0)
    minorFaults = UInt64(fields[7]) ?? 0
    majorFaults = UInt64(fields[9]) ?? 0
    startTicks = UInt64(fields[19]) ?? 0
  }
}

/// The control groups of a process, in the form of events: "cpuset=/path" and so on, each with a NUL.
enum ControlGroupScan {
  private static let controllers = ["cpuset", "cpu", "cpuacct", "blkio", "memory"]

  /// - Parameter file: lines "ID:CONTROLLERS:PATH"; version 2 has the id 0 and no controllers.
  static func text(_ file: [UInt8]) -> [UInt8] {
    var paths: [String: ArraySlice<UInt8>] = [:]
    var unified: ArraySlice<UInt8>?
    for line in file.lines {
      let parts = line.split(separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      if parts[1].isEmpty { unified = parts[2] }
      for name in parts[1].split(separator: UInt8(ascii: ",")) { paths[String(decoding: name, as: UTF8.self)] = parts[2] }
    }
    var text: [UInt8] = []
    for controller in controllers {
      guard let path = paths[controller] ?? unified else { continue }
      text += Array((controller == "blkio" ? "io=" : "\(controller)=").utf8)
      text += path
      text.append(0)
    }
    return text
  }
}
