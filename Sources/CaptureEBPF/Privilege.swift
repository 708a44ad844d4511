import CBPF

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What the process and the kernel must have. Checked before anything is loaded, because the kernel's own answer is the
/// same for all of it.
struct Privilege {
  /// The oldest kernel whose programs and buffers are as ours need them.
  private static let leastKernel = (5, 11)

  /// Where the facts stand. The root is for tests.
  private let root: String
  /// As `uname -r` says it.
  private let kernel: String

  init(root: String = "", kernel: String? = nil) {
    self.root = root
    self.kernel = kernel ?? String(decoding: ProcessFile.read("/proc/sys/kernel/osrelease").prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }

  private struct Capability {
    let name: String
    let bit: UInt64

    static let administration = Capability(name: "CAP_SYS_ADMIN", bit: 21)
    static let tracing = Capability(name: "CAP_PERFMON", bit: 38)
    static let programs = Capability(name: "CAP_BPF", bit: 39)
    static let inspection = Capability(name: "CAP_SYS_PTRACE", bit: 19)
    static let writing = Capability(name: "CAP_DAC_OVERRIDE", bit: 1)
    static let reading = Capability(name: "CAP_DAC_READ_SEARCH", bit: 2)
  }

  /// The reason why no programs can be loaded; nil where they can, as far as can be said.
  var obstacle: String? {
    if !has(.administration) {
      let missing = [Capability.programs, .tracing].filter { !has($0) }.map(\.name)
      if !missing.isEmpty {
        return "live events need \(missing.joined(separator: " and ")): run rulec as root, or give it the capabilities"
      }
    }
    if let version = Self.version(kernel), version < Self.leastKernel {
      return "this kernel (\(kernel)) is too old: live events need Linux 5.11 or later"
    }
    if unsafe access(root + "/sys/kernel/btf/vmlinux", R_OK) != 0 {
      return "this kernel has no type information (/sys/kernel/btf/vmlinux): live events need Linux 5.11 or later, built with "
        + "CONFIG_DEBUG_INFO_BTF"
    }
    if lockdown == "confidentiality" {
      return "the kernel is locked down ('confidentiality' in /sys/kernel/security/lockdown), so programs may not read its "
        + "memory: live events need 'integrity' or 'none'"
    }
    return nil
  }

  func check() throws(LiveError) {
    if let obstacle { throw LiveError(obstacle) }
  }

  /// What works less because a capability is missing that only looks into /proc need.
  var shortcoming: String? {
    let missing = [Capability.inspection, .reading].filter { !has($0) }.map(\.name)
    if missing.isEmpty { return nil }
    return "without \(missing.joined(separator: " and ")), descriptors and environments of processes that are already there "
      + "stay unknown"
  }

  private func has(_ capability: Capability) -> Bool { effective >> capability.bit & 1 == 1 }

  private var effective: UInt64 {
    ProcessFile.read(root + "/proc/self/status").value(ofLine: "CapEff:").flatMap { UInt64($0, radix: 16) } ?? 0
  }

  /// The mode in brackets of "none [integrity] confidentiality"; nil where the kernel has none.
  private var lockdown: String? {
    let text = String(decoding: ProcessFile.read(root + "/sys/kernel/security/lockdown"), as: UTF8.self)
    guard let start = text.firstIndex(of: "["), let end = text.firstIndex(of: "]"), start < end else { return nil }
    return String(text[text.index(after: start)..<end])
  }

  /// "6.1.0-18-amd64" is 6.1. Nil for what is no version: it is not held against a kernel.
  private static func version(_ text: String) -> (Int, Int)? {
    let numbers = text.split(separator: ".", maxSplits: 2).prefix(2).map { Int($0.prefix(while: \.isWholeNumber)) }
    guard numbers.count == 2, let major = numbers[0], let minor = numbers[1] else { return nil }
    return (major, minor)
  }

  // MARK: Once programs are loaded

  /// Gives up what only loading needed. What is left is for looking into /proc and for changing what is collected: whoever
  /// takes over the process finds no more. Threads that are there already keep what they have.
  ///
  /// - Parameter writesFiles: whether files will be made or opened that may belong to others.
  static func reduce(writesFiles: Bool) {
    let kept: [Capability] = [.programs, .inspection, .reading] + (writesFiles ? [.writing] : [])
    var header = __user_cap_header_struct(version: UInt32(_LINUX_CAPABILITY_VERSION_3), pid: 0)
    var sets = [__user_cap_data_struct](repeating: __user_cap_data_struct(), count: 2)
    // Of this version the sets have two halves, which the calls fill and read. To have fewer is always allowed.
    guard unsafe capget(&header, &sets) == 0 else { return }
    for half in sets.indices {
      let mask = kept.filter { $0.bit / 32 == half }.reduce(0 as UInt32) { $0 | 1 << UInt32($1.bit % 32) }
      sets[half].effective &= mask
      sets[half].permitted &= mask
      sets[half].inheritable &= mask
    }
    _ = unsafe capset(&header, &sets)
  }
}
