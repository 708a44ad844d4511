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
}
