import Foundation
import TestSupport

/// What the C sources of the kernel's programs say, as text.
enum KernelSource {
  /// The rows of events.h.
  static func events() throws -> [(name: String, code: UInt16, count: Int)] {
    let url = PackageLayout.root.appendingPathComponent("Sources/CaptureEBPF/bpf/events.h")
    return try String(contentsOf: url, encoding: .utf8).matches(of: /X\((\w+), (\d+), (\d+)\)/).map {
      (String($0.1), UInt16($0.2)!, Int($0.3)!)
    }
  }

  /// The system calls that have a program of their own.
  static func syscalls() throws -> Set<String> {
    let folder = PackageLayout.root.appendingPathComponent("Sources/CaptureEBPF/bpf")
    let text = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .map { try String(contentsOf: $0, encoding: .utf8) }.joined()
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#define") }.joined(separator: "\n")
    let ofMacros = lines.matches(of: /(?:SYSCALL|OPEN)\((\w+), [A-Z0-9_]+,/).map { String($0.1) }
    return Set(ofMacros + lines.matches(of: /int sys_(\w+)\(void/).map { String($0.1) })
  }
}
