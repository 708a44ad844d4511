package import Diagnostics
package import Schema

/// A position in the order in which items were read, over all files and kinds. Visibility compares these.
package struct ItemIndex: Hashable, Sendable, RawRepresentable, BitwiseCopyable, Comparable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
  package static func < (a: ItemIndex, b: ItemIndex) -> Bool { a.rawValue < b.rawValue }
}

/// What a list, macro and rule have in common after merging.
package struct ItemOrigin: Sendable {
  package var name: String
  /// The name where it was first defined, and where the definition now in force stands.
  package var firstDefinition: SourceSpan
  package var nameSpan: SourceSpan
  /// The whole item now in force; for diagnostics that name items.
  package var itemSpan: SourceSpan
  /// Position of the first definition; never changes.
  package var index: ItemIndex
  /// Position of the last define, append or replace.
  package var visibility: ItemIndex

  package init(
    name: String, firstDefinition: SourceSpan, nameSpan: SourceSpan, itemSpan: SourceSpan, index: ItemIndex,
    visibility: ItemIndex
  ) {
    self.name = name
    self.firstDefinition = firstDefinition
    self.nameSpan = nameSpan
    self.itemSpan = itemSpan
    self.index = index
    self.visibility = visibility
  }
}

package struct ListDefinition: Sendable {
  package var origin: ItemOrigin
  package var items: [Scalar]
  /// Something in its definition was wrong and has been reported; nothing more is to be said about its uses.
  package var isBroken: Bool
}

package struct MacroDefinition: Sendable {
  package var origin: ItemOrigin
  /// nil where the definition has none (then it is broken).
  package var condition: EmbeddedText?
  package var isBroken: Bool
}

/// One `exceptions` entry after merging. Names and operators are still text; the compiler checks them.
package struct ExceptionDefinition: Sendable {
  /// `fields` and `comps` come in two forms: one name, or a list of names.
  package enum Names: Sendable {
    case single(Scalar)
    case list([Scalar], SourceSpan)
  }

  package var name: Scalar
  package var span: SourceSpan
  package var fields: Names?
  package var comps: Names?
  /// In the order given, appended ones behind: in list form each a sequence (a tuple), in single form each a scalar.
  package var values: [YAMLNode]
  package var isBroken: Bool
}

package struct RuleDefinition: Sendable {
  package var origin: ItemOrigin
  /// The event source; "syscall" where none is given.
  package var source: String
  package var sourceSpan: SourceSpan?
  package var condition: EmbeddedText?
  /// Blanks trimmed at both ends, appended pieces behind.
  package var output: EmbeddedText?
  package var description: EmbeddedText?
  package var priority: Priority?
  package var isEnabled: Bool
  /// Sorted, each once.
  package var tags: [String]
  package var warnsAboutEventTypes: Bool
  package var skipsIfUnknownFilter: Bool
  package var capture: Bool
  /// Milliseconds.
  package var captureDuration: UInt32
  package var exceptions: [ExceptionDefinition]
  package var isBroken: Bool
  /// Of what is no rule but a sketch: then the condition says what it counts, and the rest means nothing.
  package var sketch: SketchSettings? = nil

  /// For diagnostics.
  package var kind: String { sketch == nil ? "rule" : "sketch" }
}

/// `X.Y.Z`.
package struct Version: Hashable, Sendable, Comparable, CustomStringConvertible {
  package var major: UInt32
  package var minor: UInt32
  package var patch: UInt32

  package init(_ major: UInt32, _ minor: UInt32, _ patch: UInt32) {
    self.major = major
    self.minor = minor
    self.patch = patch
  }

  package var description: String { "\(major).\(minor).\(patch)" }
  package static func < (a: Version, b: Version) -> Bool {
    (a.major, a.minor, a.patch) < (b.major, b.minor, b.patch)
  }
}

/// A definition that another of the same kind and name has replaced.
package struct ReplacedDefinition: Sendable {
  package enum Body: Sendable {
    case items([Scalar])
    case condition(EmbeddedText?)
  }

  /// As rule files spell it.
  package var kind: String
  package var old: ItemOrigin
  package var new: ItemOrigin
  package var oldBody: Body
  package var newBody: Body
}

/// All items of all inputs of a command, merged, in the order of their first definitions.
package struct RuleSet: Sendable {
  package var lists: [ListDefinition] = []
  package var macros: [MacroDefinition] = []
  package var rules: [RuleDefinition] = []
  package var sketches: [SketchDeclaration] = []
  /// In the order of the replacing definitions.
  package var replaced: [ReplacedDefinition] = []
  /// The greatest version that any file requires.
  package var requiredEngineVersion: Version?
  /// Words in parts of the input that could not be read. A name among them counts as used and as defined, so that
  /// one broken item does not cause reports about others.
  package var wordsInUnreadableParts: Set<String> = []

  package init() {}
}
