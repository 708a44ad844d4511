/// A byte string that is held once, however many records name it. Equal ids mean equal bytes.
///
/// `SymbolTable` counts how many records hold a symbol and takes it back when none does; ids are used again. Symbols of
/// the program's constants and the well-known ones are never taken back.
package struct Symbol: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  package init(_ known: WellKnown) { rawValue = known.rawValue }

  /// The empty string.
  package static let empty = Symbol(.empty)
}

/// Texts that fields give without looking anything up. Their symbols are made first, in this order.
package enum WellKnown: UInt32, CaseIterable, Sendable {
  case empty, notAvailable, unknownPath, host, root, slash, dotSlash

  package var text: StaticString {
    switch self {
    case .empty: ""
    case .notAvailable: "<NA>"
    case .unknownPath: "<UNKNOWN>"
    case .host: "host"
    case .root: "root"
    case .slash: "/"
    case .dotSlash: "./"
    }
  }
}
