#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What the process and the kernel must have. Checked before anything is loaded, because the kernel's own answer is the
/// same for all of it.
enum Privilege {
  private static let typeInformation = "/sys/kernel/btf/vmlinux"

  private struct Capability {
    let name: String
    let bit: UInt64

    static let administration = Capability(name: "CAP_SYS_ADMIN", bit: 21)
    static let tracing = Capability(name: "CAP_PERFMON", bit: 38)
    static let programs = Capability(name: "CAP_BPF", bit: 39)
    static let inspection = Capability(name: "CAP_SYS_PTRACE", bit: 19)
    static let reading = Capability(name: "CAP_DAC_READ_SEARCH", bit: 2)

    var isEffective: Bool { Privilege.effective >> bit & 1 == 1 }
  }

  /// The reason why no programs can be loaded; nil where they can, as far as can be said.
  static var obstacle: String? {
    if !Capability.administration.isEffective {
      let missing = [Capability.programs, .tracing].filter { !$0.isEffective }.map(\.name)
      if !missing.isEmpty {
        return "live events need \(missing.joined(separator: " and ")): run rulec as root, or give it the capabilities"
      }
    }
    if unsafe access(typeInformation, R_OK) != 0 {
      return "this kernel has no type information (\(typeInformation)): live events need Linux 5.11 or later, built with "
        + "CONFIG_DEBUG_INFO_BTF"
    }
    if lockdown == "confidentiality" {
      return "the kernel is locked down ('confidentiality' in /sys/kernel/security/lockdown), so programs may not read its "
        + "memory: live events need 'integrity' or 'none'"
    }
    return nil
  }

  static func check() throws(LiveError) {
    if let obstacle { throw LiveError(obstacle) }
  }

  /// What works less because a capability is missing that only looks into /proc need.
  static var shortcoming: String? {
    let missing = [Capability.inspection, .reading].filter { !$0.isEffective }.map(\.name)
    if missing.isEmpty { return nil }
    return "without \(missing.joined(separator: " and ")), descriptors and environments of processes that are already there "
      + "stay unknown"
  }

  private static var effective: UInt64 {
    ProcessFile.read("/proc/self/status").value(ofLine: "CapEff:").flatMap { UInt64($0, radix: 16) } ?? 0
  }

  /// The mode in brackets of "none [integrity] confidentiality"; nil where the kernel has none.
  private static var lockdown: String? {
    let text = String(decoding: ProcessFile.read("/sys/kernel/security/lockdown"), as: UTF8.self)
    guard let start = text.firstIndex(of: "["), let end = text.firstIndex(of: "]"), start < end else { return nil }
    return String(text[text.index(after: start)..<end])
  }
}
