package import Diagnostics
package import Schema

/// Position of an item in its file, counted from 0 over all its documents.
package struct ItemPosition: Hashable, Sendable, RawRepresentable, BitwiseCopyable, Comparable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }
  package static func < (a: ItemPosition, b: ItemPosition) -> Bool { a.rawValue < b.rawValue }
}

/// One element of a rule file, read but not yet merged with others.
///
/// What could not be read has been reported; the rest is here, so that the name is defined and what can be checked
/// is checked.
package struct RuleFileItem: Sendable {
  /// Boxed, because items are handed on many times and a rule is large.
  package indirect enum Body: Sendable {
    case engineVersion(Version, SourceSpan)
    case pluginVersions([PluginRequirement])
    case list(ListItem)
    case macro(MacroItem)
    case rule(RuleItem)
    /// An extension of rulec.
    case sketch(SketchItem)
    /// Nothing that can be merged: null, an unknown kind, or without a usable name.
    case none
  }

  package var position: ItemPosition
  /// The whole mapping.
  package var span: SourceSpan
  /// The same in the tree of the file.
  package var node: YAMLTree.NodeID
  package var body: Body
  /// Something in it was wrong and has been reported.
  package var isBroken: Bool
}

/// What becomes of an item whose kind is known.
package enum ListOperation: Sendable { case define, append }

package struct ListItem: Sendable {
  package var name: Scalar
  package var operation: ListOperation
  package var items: [Scalar]
}

package struct MacroItem: Sendable {
  package var name: Scalar
  package var operation: ListOperation
  package var condition: EmbeddedText?
}

/// A rule item. Every key is optional here: which ones must be there depends on the operation, and the reader has
/// checked that.
package struct RuleItem: Sendable {
  package enum Operation: Sendable {
    case define
    /// `append: true`: condition and exceptions only.
    case append
    /// `override`: which keys are appended and which replaced.
    case override(appended: Set<RuleKey>, replaced: Set<RuleKey>)
    /// Only `enabled`.
    case enable
  }

  package var name: Scalar
  package var operation: Operation
  package var source: Scalar?
  package var condition: EmbeddedText?
  /// As written; a definition's is trimmed when it is merged.
  package var output: EmbeddedText?
  package var description: EmbeddedText?
  package var priority: Priority?
  package var isEnabled: Bool?
  package var tags: [String]?
  package var warnsAboutEventTypes: Bool?
  package var skipsIfUnknownFilter: Bool?
  package var capture: Bool?
  package var captureDuration: UInt32?
  package var exceptions: [ExceptionItem]?
}

/// The keys of a rule that `override` knows.
package enum RuleKey: String, Hashable, Sendable, CaseIterable {
  case condition, output, desc, tags, exceptions, priority, enabled, capture
  case captureDuration = "capture_duration"
  case warnEventTypes = "warn_evttypes"
  case skipIfUnknownFilter = "skip-if-unknown-filter"

  /// Texts and lists can be added to; single values only be replaced.
  package var canAppend: Bool {
    switch self {
    case .condition, .output, .desc, .tags, .exceptions: true
    case .priority, .enabled, .capture, .captureDuration, .warnEventTypes, .skipIfUnknownFilter: false
    }
  }
}

package struct ExceptionItem: Sendable {
  package var name: Scalar
  package var span: SourceSpan
  package var fields: ExceptionDefinition.Names?
  package var comps: ExceptionDefinition.Names?
  package var fieldsSpan: SourceSpan?
  package var compsSpan: SourceSpan?
  package var values: [YAMLNode]
  package var isBroken: Bool
}

/// One entry of `required_plugin_versions`: any of the alternatives will do.
package struct PluginRequirement: Sendable {
  package struct Alternative: Sendable {
    package var name: Scalar
    package var version: Scalar
  }

  /// The entry's own plugin first.
  package var alternatives: [Alternative]
  package var span: SourceSpan
}

/// The items of one file, and what is wrong with it so far.
///
/// The read phase ends here; merging (`RuleSetBuilder`) takes items one at a time, so that a caller can stop at any
/// of them, as the incumbent does at the first error.
package struct FileItems: Sendable {
  package struct Finding: Sendable {
    /// The item at which it arose; nil for what concerns the file as YAML, which is read before any item.
    package var position: ItemPosition?
    package var diagnostic: Diagnostic
  }

  package var file: FileID
  package var items: [RuleFileItem]
  package var findings: [Finding]
  /// Stretches that could not be read, and the words in them.
  package var unreadable: [SourceSpan]
  package var wordsInUnreadableParts: Set<String>
  /// For whoever needs more than the items: comments, formatting.
  package var tree: YAMLTree
}
