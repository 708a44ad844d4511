/// All that a rule file says of a sketch, as far as counting goes.
package struct SketchDefinition: Sendable, Equatable {
  package var schema: SketchSchema
  package var shape: SketchShape
  /// What an estimate covers at least, in nanoseconds of seen time; nil for everything. With G generations it covers up to
  /// G/(G−1) of it; with one, all is forgotten at the end of each.
  package var window: UInt64?
  package var learning = LearningGate.Limits()
  /// A key counts at most once in each slot of so many nanoseconds, so that repetition takes as long as it would for others.
  package var countOncePer: UInt64?
  package var quota: NewKeyQuota?
  /// At the end of each window all counts are halved, and none forgotten; the sketch has one generation then.
  package var halves = false
  package var topCapacity = 256
  package var tags = TagLimits()

  package init(_ schema: SketchSchema, _ shape: SketchShape) {
    self.schema = schema
    self.shape = shape
  }

  /// When a key is called rare or common.
  package struct TagLimits: BitwiseCopyable, Sendable, Equatable {
    /// At most so many of a thousand events had a key that was counted as little.
    package var rarePerMille: UInt16 = 1
    /// From this prior count on a key is common, whatever the others have.
    package var common: UInt64 = 100

    package init() {}
  }

  /// Between two rotations, in nanoseconds.
  var period: UInt64? { window.map { max($0 / UInt64(max(shape.generations - 1, 1)), 1) } }

  /// What a sketch of this definition takes, before it counts anything and for ever.
  package var byteCount: Int {
    let perGeneration = DistinctCounter.registerCount + PriorHistogram.bucketCount * 8
    let names = (topCapacity + min(topCapacity, RecentKeys.maximumCapacity)) * (TopList.textLimit + 32)
    return shape.byteCount + shape.generations * perGeneration + names + (countOncePer == nil ? 0 : filterBytes)
  }

  /// An eighth of the counters' memory: some 4 bits for each key of a table that is full.
  var filterBytes: Int { max(shape.byteCount / 8, 1024) }
}

/// The self-tag of behaviour.
package enum SketchTag: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  /// Too little was counted to say anything.
  case learning
  /// Counted for the first time.
  case new
  case rare, common

  package var name: StaticString {
    switch self {
    case .learning: "learning"
    case .new: "new"
    case .rare: "rare"
    case .common: "common"
    }
  }
}

/// What a sketch says of one event's key.
@usableFromInline package struct Observation: BitwiseCopyable, Sendable, Equatable {
  /// Before this event.
  package let prior: UInt64
  /// This event included, if it is one that is counted.
  package let count: UInt64
  package var isNew: Bool { prior == 0 }
  @usableFromInline var flags: Flags

  @usableFromInline struct Flags: OptionSet, BitwiseCopyable, Sendable {
    @usableFromInline let rawValue: UInt8

    @usableFromInline init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The histogram has it.
    static let counted = Flags(rawValue: 1)
    static let burst = Flags(rawValue: 2)
    static let wantsName = Flags(rawValue: 4)
  }

  /// The key was new, and its owner had brought too many; it was not counted.
  package var isBurst: Bool { flags.contains(.burst) }
  /// The key is about to come into the list of those that are counted most: `Sketch.name` wants its text.
  @inlinable package var wantsName: Bool { flags.rawValue & 4 != 0 }
  var isCounted: Bool { flags.contains(.counted) }

  /// Of nothing.
  package static let none = Observation(prior: 0, count: 0)

  init(prior: UInt64, count: UInt64, _ flags: Flags = []) {
    self.prior = prior
    self.count = count
    self.flags = flags
  }
}

/// Over several keys of one event: what the parts of an `each` field have been counted.
package struct TokenStatistics: BitwiseCopyable, Sendable, Equatable {
  package private(set) var tokens: UInt64 = 0
  package private(set) var sum: UInt64 = 0
  package private(set) var minimum = UInt64.max
  package private(set) var maximum: UInt64 = 0

  package init() {}

  package mutating func add(_ observation: Observation) {
    tokens &+= 1
    sum &+= observation.count
    minimum = min(minimum, observation.count)
    maximum = max(maximum, observation.count)
  }

  /// Rounded down; nil where there is no part.
  package var average: UInt64? { tokens == 0 ? nil : sum / tokens }
}
