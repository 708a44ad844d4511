import Glibc

/// A bug on demand, to see that the fuzzer finds bugs: `RULEC_FUZZ_PLANT=trap`, `leak` or `hang`. Each target names a
/// shape of input that its seeds do not have.
package enum PlantedBug {
  private enum Kind: String { case trap, leak, hang }

  private static let kind: Kind? = getenv("RULEC_FUZZ_PLANT").flatMap { Kind(rawValue: String(cString: $0)) }

  package static var isPlanted: Bool { kind != nil }

  package static func strike() {
    switch kind {
    case .trap: fatalError("the planted bug")
    case .leak: _ = Unmanaged.passRetained(Lost())
    case .hang: while true {}
    case nil: break
    }
  }

  private final class Lost {
    let bytes = [UInt8](repeating: 7, count: 64)
  }
}
