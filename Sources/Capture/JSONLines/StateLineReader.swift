import Matching
import Runtime
import Schema

/// Reads lines that say how things stand before the first event (grammar/events.md, "State") into a snapshot.
struct StateLineReader {
  static let kinds = ["process", "descriptor", "user", "group", "interface", "machine"]

  private(set) var snapshot = StateSnapshot()

  /// Reads one object; `member` is its only key, one of `kinds`.
  mutating func read(_ document: JSONDocument, _ member: Int) throws(LineProblem) {
    let object = try StateObject(document, member)
    switch document.key(member) {
    case "process": try readProcess(object)
    case "descriptor": try DescriptorLineReader(object).add(to: &snapshot.descriptors)
    case "user": try readUser(object)
    case "group": try readGroup(object)
    case "interface": try readInterface(object)
    default: try readMachine(object)
    }
  }

  // MARK: Users, interfaces, machine

  private mutating func readUser(_ object: StateObject) throws(LineProblem) {
    try object.checkKeys(["uid", "gid", "name", "home", "shell"])
    let uid: UInt32 = try object.need("uid")
    snapshot.users.append(
      UserRecord(
        uid: uid, gid: try object.number("gid") ?? uid, name: try object.needText("name"),
        home: try object.text("home") ?? [], shell: try object.text("shell") ?? []))
  }

  private mutating func readGroup(_ object: StateObject) throws(LineProblem) {
    try object.checkKeys(["gid", "name"])
    snapshot.groups.append(GroupRecord(gid: try object.need("gid"), name: try object.needText("name")))
  }

  private mutating func readInterface(_ object: StateObject) throws(LineProblem) {
    try object.checkKeys(["name", "address", "netmask", "broadcast", "link_speed"])
    guard let address = try object.address("address") else { throw object.missing("address") }
    let none: IPAddress = address.isV4 ? .v4(0) : .v6(high: 0, low: 0)
    snapshot.interfaces.append(
      NetworkInterface(
        name: try object.needText("name"), address: address,
        netmask: try object.address("netmask", isV4: address.isV4) ?? none,
        broadcast: try object.address("broadcast", isV4: address.isV4) ?? none,
        linkSpeed: try object.number("link_speed")))
  }

  private mutating func readMachine(_ object: StateObject) throws(LineProblem) {
    try object.checkKeys(["hostname", "cpus", "memory", "max_pid", "boot_time"])
    snapshot.machine.hostName = try object.text("hostname") ?? []
    snapshot.machine.cpuCount = try object.number("cpus") ?? 0
    snapshot.machine.memoryBytes = try object.number("memory") ?? 0
    snapshot.machine.maximumPID = try object.number("max_pid") ?? 0
    snapshot.machine.bootTime = try object.time("boot_time") ?? 0
  }

  // MARK: Processes

  private static let processKeys = [
    "tid", "pid", "ppid", "sid", "pgid", "vtid", "vpid", "vpgid", "name", "exe", "exepath", "args", "cwd", "root", "env",
    "user", "uid", "gid", "loginuid", "tty", "cgroups", "container", "flags", "fdlimit", "vm_size", "vm_rss", "vm_swap",
    "pgft_maj", "pgft_min", "pidns_init_start_ts", "exe_writable", "exe_upper_layer", "exe_lower_layer",
    "exe_from_memfd", "exe_ino", "exe_ino_ctime", "exe_ino_mtime", "cap_inheritable", "cap_permitted", "cap_effective",
  ]

  private mutating func readProcess(_ object: StateObject) throws(LineProblem) {
    try object.checkKeys(Self.processKeys)
    let tid: Int64 = try object.need("tid")
    let pid = try object.number("pid") ?? tid
    var thread = StateSnapshot.Thread(tid: tid, pid: pid, ptid: try object.number("ppid") ?? 0)
    thread.sid = try object.number("sid") ?? -1
    thread.pgid = try object.number("pgid") ?? -1
    thread.vpgid = try object.number("vpgid") ?? -1
    // Outside containers, which is where a line without these is, a process sees its own numbers.
    thread.vtid = try object.number("vtid") ?? tid
    thread.vpid = try object.number("vpid") ?? pid
    thread.comm = try object.needText("name")
    thread.exe = try object.text("exe") ?? thread.comm
    thread.exepath = try object.text("exepath") ?? []
    thread.args = try object.texts("args") ?? []
    thread.cwd = try object.text("cwd") ?? Array("/".utf8)
    thread.root = try object.text("root") ?? Array("/".utf8)
    thread.env = try object.texts("env") ?? []
    thread.cgroups = try cgroups(object)
    thread.descriptorLimit = try object.number("fdlimit") ?? 1024
    // A thread beside the leader: CLONE_THREAD and CLONE_FILES.
    thread.flags = try object.flags("flags", of: "clone_flags") ?? (tid == pid ? 0 : 0x2001)
    thread.uid = try uid(object)
    thread.gid = try object.number("gid") ?? thread.uid
    thread.loginuid = try object.number("loginuid") ?? .max
    thread.tty = try object.number("tty") ?? 0
    try readMemory(object, &thread)
    try readExecutable(object, &thread)
    snapshot.threads.append(thread)
  }

  private func readMemory(_ object: StateObject, _ thread: inout StateSnapshot.Thread) throws(LineProblem) {
    thread.vmSize = try object.number("vm_size") ?? 0
    thread.vmResident = try object.number("vm_rss") ?? 0
    thread.vmSwap = try object.number("vm_swap") ?? 0
    thread.majorFaults = try object.number("pgft_maj") ?? 0
    thread.minorFaults = try object.number("pgft_min") ?? 0
    thread.namespaceStartTime = try object.time("pidns_init_start_ts") ?? 0
  }

  private func readExecutable(_ object: StateObject, _ thread: inout StateSnapshot.Thread) throws(LineProblem) {
    thread.exeIsWritable = try object.bool("exe_writable") ?? false
    thread.exeIsInUpperLayer = try object.bool("exe_upper_layer") ?? false
    thread.exeIsInLowerLayer = try object.bool("exe_lower_layer") ?? false
    thread.exeIsFromMemfd = try object.bool("exe_from_memfd") ?? false
    thread.exeInode = try object.number("exe_ino") ?? 0
    thread.exeChangeTime = try object.time("exe_ino_ctime") ?? 0
    thread.exeModificationTime = try object.time("exe_ino_mtime") ?? 0
    thread.capInheritable = try object.number("cap_inheritable") ?? 0
    thread.capPermitted = try object.number("cap_permitted") ?? 0
    thread.capEffective = try object.number("cap_effective") ?? 0
  }

  /// A number, or the name of a user of a line before; root needs none.
  private func uid(_ object: StateObject) throws(LineProblem) -> UInt32 {
    guard let name = try object.text("user") else { return try object.number("uid") ?? 0 }
    let known = snapshot.users.first { $0.name == name }?.uid ?? (name == Array("root".utf8) ? 0 : nil)
    guard let known else {
      let names = ["root"] + snapshot.users.map { String(decoding: $0.name, as: UTF8.self) }
      throw object.problem("user", "'user' takes the name of a 'user' line that stands before, or \"root\"", among: names)
    }
    if let uid: UInt32 = try object.number("uid"), uid != known {
      throw object.problem("uid", "'uid' is \(uid), and the user of this name has \(known)")
    }
    return known
  }

  /// As in /proc, or those of a Docker container with this id.
  private func cgroups(_ object: StateObject) throws(LineProblem) -> [UInt8] {
    let given = try object.texts("cgroups")
    guard let id = try object.text("container") else { return given ?? [] }
    if given != nil { throw object.problem("container", "'container' and 'cgroups' say the same; give one of them") }
    guard id.count == 12 || id.count == 64, id.allSatisfy({ $0.isASCIIDigit || (0x61...0x66).contains($0) }) else {
      throw object.problem("container", "'container' takes an id of 12 or 64 digits 0-9 and a-f")
    }
    // Only the first 12 digits are ever shown.
    let whole = id + [UInt8](repeating: 0x30, count: 64 - id.count)
    return Array("memory=/docker/".utf8) + whole + [0]
  }
}
