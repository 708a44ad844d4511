import Matching
import Runtime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What concerns the machine as a whole: its size, its interfaces, its users.
enum MachineScan {
  static func facts(bootTime: UInt64) -> MachineFacts {
    var facts = MachineFacts()
    facts.bootTime = bootTime
    facts.cpuCount = UInt32(clamping: sysconf(Int32(_SC_NPROCESSORS_CONF)))
    facts.memoryBytes = UInt64(clamping: sysconf(Int32(_SC_PHYS_PAGES))) &* UInt64(clamping: sysconf(Int32(_SC_PAGESIZE)))
    facts.maximumPID = UInt64(line("/proc/sys/kernel/pid_max")) ?? 0
    facts.hostName = Array(line("/proc/sys/kernel/hostname").utf8)
    return facts
  }

  private static func line(_ path: String) -> String {
    String(decoding: ProcessFile.read(path).lines.first ?? [], as: UTF8.self)
  }

  // MARK: Users

  /// The host's own files. Whatever else a machine may ask for users is not asked: it could take long.
  static func users() -> [UserRecord] {
    fields("/etc/passwd").compactMap { fields in
      guard fields.count >= 7, let uid = UInt32(text(fields[2])), let gid = UInt32(text(fields[3])) else { return nil }
      return UserRecord(uid: uid, gid: gid, name: Array(fields[0]), home: Array(fields[5]), shell: Array(fields[6]))
    }
  }

  static func groups() -> [GroupRecord] {
    fields("/etc/group").compactMap { fields in
      guard fields.count >= 3, let gid = UInt32(text(fields[2])) else { return nil }
      return GroupRecord(gid: gid, name: Array(fields[0]))
    }
  }

  private static func fields(_ path: String) -> [[ArraySlice<UInt8>]] {
    ProcessFile.read(path).lines.map { $0.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false) }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  // MARK: Interfaces

  static func interfaces() -> [NetworkInterface] {
    var first: UnsafeMutablePointer<ifaddrs>?
    guard unsafe getifaddrs(&first) == 0 else { return [] }
    defer { unsafe freeifaddrs(first) }
    var interfaces: [NetworkInterface] = []
    var next = unsafe first
    while let entry = unsafe next {
      unsafe next = entry.pointee.ifa_next
      guard let address = unsafe Self.address(entry.pointee.ifa_addr) else { continue }
      let none: IPAddress = address.isV4 ? .v4(0) : .v6(high: 0, low: 0)
      unsafe interfaces.append(
        NetworkInterface(
          name: Array(String(cString: entry.pointee.ifa_name).utf8), address: address,
          netmask: Self.address(entry.pointee.ifa_netmask) ?? none,
          broadcast: entry.pointee.ifa_flags & UInt32(IFF_BROADCAST) == 0
            ? none : Self.address(entry.pointee.ifa_ifu.ifu_broadaddr) ?? none,
          linkSpeed: nil))
    }
    return interfaces
  }

  private static func address(_ address: UnsafeMutablePointer<sockaddr>?) -> IPAddress? {
    guard let address = unsafe address else { return nil }
    // The family says which structure it is.
    switch unsafe Int32(address.pointee.sa_family) {
    case AF_INET:
      return unsafe address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
        unsafe .v4(UInt32(bigEndian: $0.pointee.sin_addr.s_addr))
      }
    case AF_INET6:
      return unsafe address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
        unsafe withUnsafeBytes(of: $0.pointee.sin6_addr) { bytes in
          unsafe .v6(
            high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
        }
      }
    default: return nil
    }
  }
}
