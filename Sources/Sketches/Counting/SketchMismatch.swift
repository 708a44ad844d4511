/// Why two sketches cannot be put together.
package enum SketchMismatch: Error, Equatable, CustomStringConvertible {
  /// They count different things: one line for each difference.
  case schema([String])
  case shape(String)
  case key(String)

  package var description: String {
    switch self {
    case .schema(let differences): "it counts something else: " + differences.joined(separator: "; ")
    case .shape(let difference): "its dimensions differ: \(difference)"
    case .key(let difference): "it was counted under another secret: \(difference)"
    }
  }
}

extension Sketch {
  func requireSame(_ other: borrowing Sketch) throws(SketchMismatch) {
    try definition.requireSame(other.definition)
    guard fingerprint == other.fingerprint else {
      throw .key("fingerprint \(fingerprint) here, \(other.fingerprint) there")
    }
  }
}

extension SketchDefinition {
  func requireSame(_ other: SketchDefinition) throws(SketchMismatch) {
    let differences = schema.differences(from: other.schema)
    guard differences.isEmpty else { throw .schema(differences) }
    guard shape == other.shape else { throw .shape("\(shape) here, \(other.shape) there") }
  }
}

extension SketchShape: CustomStringConvertible {
  package var description: String {
    let size = backend == .table ? "table of \(width) lines" : "count-min of \(rows) x \(width) counters of \(counter.rawValue) bits"
    let update = isConservative ? "" : ", plain"
    return "\(size)\(update), \(generations) generation\(generations == 1 ? "" : "s")"
  }
}
