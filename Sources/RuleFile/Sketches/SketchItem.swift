package import Diagnostics

/// A `sketch` item: what is counted, under which key, and how. Keys that an item leaves out are nil.
package struct SketchItem: Sendable {
  package enum Operation: Sendable {
    case define
    case override(appended: Set<SketchItemKey>, replaced: Set<SketchItemKey>)
  }

  package var name: Scalar
  package var operation: Operation
  package var settings: SketchSettings
}

/// The keys of a sketch that `override` knows: all of them.
package enum SketchItemKey: Hashable, Sendable, CaseIterable {
  case index, description, condition, key, normalize, each, weight, memory, error, size, backend, counter, window, learn
  case countOncePer, learnFrom, quota, top, base, tags, alertWhileLearning, decay

  /// Of its texts and lists.
  package var canAppend: Bool {
    switch self {
    case .description, .condition, .key: true
    default: false
    }
  }
}

package struct SketchSettings: Sendable {
  package enum Backend: Sendable { case table, countMin }

  /// What the counters may take or have to give. At most one of the three keys is there.
  package enum Size: Sendable {
    /// Bytes.
    case memory(UInt64)
    case error(epsilon: Double, delta: Double)
    case dimensions(rows: UInt32, columns: UInt32)
  }

  package struct Normalization: Sendable {
    package var field: Scalar
    package var normalizers: [Scalar]
  }

  package struct Learning: Sendable {
    /// Nanoseconds.
    package var duration: UInt64 = 0
    package var events: UInt64 = 0
    package var newKeysPerMillion: UInt64 = 1_000_000
  }

  package struct Quota: Sendable {
    /// The field that tells owners apart.
    package var owner: Scalar
    package var newKeys: UInt64
    /// Nanoseconds.
    package var period: UInt64
  }

  package struct TagLimits: Sendable {
    package var rarePerMille: UInt16?
    package var common: UInt64?
  }

  /// Which of `[n]` and `sketchN` means the sketch.
  package var index: UInt32?
  package var description: EmbeddedText?
  package var condition: EmbeddedText?
  package var key: [Scalar]?
  package var normalizations: [Normalization]?
  /// A key field that is counted part by part.
  package var each: Scalar?
  /// A numeric field that says how much an event counts.
  package var weight: Scalar?
  package var size: Size?
  package var sizeSpan: SourceSpan?
  package var backend: Backend?
  package var counterBits: UInt32?
  /// Nanoseconds.
  package var window: UInt64?
  /// Whether counts are halved at the end of each window, where those of a window before are forgotten otherwise.
  package var halves: Bool?
  package var decaySpan: SourceSpan?
  package var learning: Learning?
  /// Nanoseconds.
  package var countOncePer: UInt64?
  /// Whether an event that a rule reports on the ground of the sketch stays out of it.
  package var learnsFromUnmatchedOnly: Bool?
  package var quota: Quota?
  package var top: UInt32?
  /// The path of a file whose counts are added and never change.
  package var base: Scalar?
  package var tags: TagLimits?
  package var alertsWhileLearning: Bool?
  package var source: Scalar?

  package init() {}
}

/// A sketch after merging.
package struct SketchDeclaration: Sendable {
  package var origin: ItemOrigin
  package var settings: SketchSettings
  package var isBroken: Bool
}
