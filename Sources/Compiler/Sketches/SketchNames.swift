import Bytecode
import RuleFile

/// The sketches of a rule set as conditions and outputs refer to them.
struct SketchNames: Sendable {
  private let names: [String]
  private let indices: [UInt32?]
  /// By sketch: whether it counts parts of a field.
  private let hasParts: [Bool]
  /// By sketch: what its counters never exceed.
  private let largestCounts: [UInt64]
  /// By sketch: the names of its key fields.
  private let keys: [[String]]

  init(_ sketches: [SketchDeclaration]) {
    names = sketches.map(\.origin.name)
    indices = sketches.map(\.settings.index)
    hasParts = sketches.map { $0.settings.each != nil }
    largestCounts = sketches.map { sketch in
      (sketch.settings.counterBits == 32 ? UInt64(UInt32.max) : UInt64(UInt16.max)) * (sketch.settings.window == nil ? 1 : 2)
    }
    keys = sketches.map { ($0.settings.key ?? []).map(\.string) }
  }

  var all: [String] { names }

  func sketch(named name: String) -> SketchID? {
    names.firstIndex(of: name).map { SketchID(rawValue: UInt32($0)) }
  }

  func sketch(at index: UInt64) -> SketchID? {
    indices.firstIndex { $0.map(UInt64.init) == index }.map { SketchID(rawValue: UInt32($0)) }
  }

  func hasParts(_ id: SketchID) -> Bool { hasParts[Int(id.rawValue)] }
  func largestCount(_ id: SketchID) -> UInt64 { largestCounts[Int(id.rawValue)] }
  func name(_ id: SketchID) -> String { names[Int(id.rawValue)] }

  /// Whether a field of the key begins so.
  func hasKeyField(_ id: SketchID, beginning prefix: String) -> Bool {
    keys[Int(id.rawValue)].contains { $0.hasPrefix(prefix) }
  }

  var known: String {
    names.isEmpty ? "there are none: add an item '- sketch: NAME'" : "there are \(names.prefix(8).joined(separator: ", "))"
  }
}
