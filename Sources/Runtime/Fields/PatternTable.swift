package import Matching

/// A compiled `LineagePattern`, by its place in `PatternTable`.
package struct LineageID: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A compiled `AncestorPattern`, by its place in `PatternTable`.
package struct AncestorPatternID: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A compiled `Glob`, by its place in `PatternTable`.
package struct GlobID: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// The patterns that fields of the program have as arguments. Filled while selectors are made, like the symbols of its
/// constants; then only read.
package struct PatternTable: Sendable {
  private var lineages: [LineagePattern] = []
  private var ancestors: [AncestorPattern] = []
  private var globs: [Glob] = []

  package init() {}

  package mutating func add(_ pattern: LineagePattern) -> LineageID {
    lineages.append(pattern)
    return LineageID(rawValue: UInt32(lineages.count - 1))
  }

  package mutating func add(_ pattern: AncestorPattern) -> AncestorPatternID {
    ancestors.append(pattern)
    return AncestorPatternID(rawValue: UInt32(ancestors.count - 1))
  }

  package mutating func add(_ pattern: Glob) -> GlobID {
    globs.append(pattern)
    return GlobID(rawValue: UInt32(globs.count - 1))
  }

  subscript(id: LineageID) -> LineagePattern { lineages[Int(id.rawValue)] }
  subscript(id: AncestorPatternID) -> AncestorPattern { ancestors[Int(id.rawValue)] }
  subscript(id: GlobID) -> Glob { globs[Int(id.rawValue)] }
}
