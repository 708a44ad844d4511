import Foundation
import TestSupport
import Testing

@testable import CaptureEBPF

@Suite("What a live source needs")
struct PrivilegeTests {
  /// CAP_BPF and CAP_PERFMON; with CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH; CAP_SYS_ADMIN alone.
  private static let (least, enough, administrator) = ("000000c000000000", "000000c000080004", "0000000000200000")

  private func obstacle(
    capabilities: String = enough, hasTypes: Bool = true, lockdown: String? = nil, kernel: String = "6.1.0-18-amd64"
  ) throws -> String? {
    var files = ["proc/self/status": "Name:\tx\nCapEff:\t\(capabilities)\n"]
    if hasTypes { files["sys/kernel/btf/vmlinux"] = "x" }
    if let lockdown { files["sys/kernel/security/lockdown"] = lockdown }
    let root = try ScratchFolder(files)
    return Privilege(root: root.url.path, kernel: kernel).obstacle
  }

  @Test("two capabilities are enough, or the one that holds all", arguments: [least, enough, administrator])
  func capabilities(_ capabilities: String) throws {
    #expect(try obstacle(capabilities: capabilities) == nil)
  }

  @Test("missing capabilities are named", arguments: [
    ("0000000000000000", "CAP_BPF and CAP_PERFMON"), ("0000008000000000", "CAP_PERFMON"), ("0000004000000000", "CAP_BPF"),
  ])
  func missing(_ capabilities: String, _ names: String) throws {
    #expect(try obstacle(capabilities: capabilities) == "live events need \(names): run rulec as root, or give it the capabilities")
  }

  @Test("a kernel without type information")
  func types() throws {
    let text = try #require(try obstacle(hasTypes: false))
    #expect(text.hasPrefix("this kernel has no type information (/sys/kernel/btf/vmlinux)") && text.contains("CONFIG_DEBUG_INFO_BTF"))
  }

  @Test("kernels that are too old say so, others do not", arguments: [
    ("4.19.0-26-amd64", true), ("5.10.0", true), ("5.4", true), ("5.11.0-rc1", false), ("5.15.0-1", false), ("6.1.0-18-amd64", false),
    ("10.0", false), ("unheard-of", false),
  ])
  func versions(_ kernel: String, _ isTooOld: Bool) throws {
    let text = try obstacle(kernel: kernel)
    #expect(text == (isTooOld ? "this kernel (\(kernel)) is too old: live events need Linux 5.11 or later" : nil))
  }

  @Test("modes of the kernel's lockdown", arguments: [
    ("[none] integrity confidentiality\n", false), ("none [integrity] confidentiality\n", false), ("none integrity [confidentiality]\n", true),
    ("", false), ("]confidentiality[", false),
  ])
  func lockdown(_ text: String, _ isObstacle: Bool) throws {
    let obstacle = try obstacle(lockdown: text)
    #expect((obstacle != nil) == isObstacle)
    if isObstacle { #expect(obstacle?.contains("'integrity' or 'none'") == true) }
  }

  @Test("what works less without the capabilities that only /proc needs")
  func shortcoming() throws {
    func shortcoming(_ capabilities: String) throws -> String? {
      let root = try ScratchFolder(["proc/self/status": "CapEff:\t\(capabilities)\n"])
      return Privilege(root: root.url.path, kernel: "6.1").shortcoming
    }
    #expect(try shortcoming(Self.enough) == nil)
    #expect(try shortcoming(Self.least)?.hasPrefix("without CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH, descriptors") == true)
  }

  @Test("sizes of buffers that the kernel would round up, or that are too much", arguments: [0, 1, 3 << 20, 1 << 30, -1, 4095])
  func sizes(_ size: Int) {
    var options = LiveOptions()
    options.buffer = size
    #expect(throws: LiveError.self) { _ = try LiveSource(options).drops }
  }
}
