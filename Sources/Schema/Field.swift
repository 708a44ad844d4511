/// The place of a field in its catalogue. Ids are dense from 0 and stable within one build.
package struct FieldID: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  package let rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }
}

/// What may or must stand in `[…]` (or, for some, behind a further dot) after a field's name.
package enum FieldArgument: UInt8, Sendable, CaseIterable {
  case none
  /// `[N]`, decimal digits.
  case optionalIndex
  /// `[KEY]`, any text.
  case requiredKey, optionalKey
  case requiredIndexOrKey, optionalIndexOrKey
  /// `.NAME` or `[N]`: an event parameter (`evt.arg`).
  case requiredIndexOrParameter
  /// `.NAME`: an event parameter (`evt.rawarg`).
  case requiredParameter
  /// `.NAME`: an event type (`evt.type.is`).
  case requiredEventName
  /// `[N]`: nanoseconds since the epoch (`evt.around`).
  case requiredTimestamp
  /// `.src` or `.dst` (`evt.abspath`).
  case optionalSuffix

  package var isRequired: Bool {
    switch self {
    case .none, .optionalIndex, .optionalKey, .optionalIndexOrKey, .optionalSuffix: false
    case .requiredKey, .requiredIndexOrKey, .requiredIndexOrParameter, .requiredParameter, .requiredEventName,
      .requiredTimestamp:
      true
    }
  }
}

/// How long an answer about a field stays true (design.md §5.3). Ordered: the class of a check is the greatest
/// class among its fields.
package enum DependencyClass: UInt8, Sendable, CaseIterable, Comparable {
  /// The same for every event.
  case constant
  /// Fixed for one machine or capture.
  case host
  case user, container, process, ancestry, descriptor
  /// Anything may differ from one event to the next.
  case event

  package static func < (a: DependencyClass, b: DependencyClass) -> Bool { a.rawValue < b.rawValue }
}

/// The pieces of state that a field's value hangs on: what must change before an answer may change.
package struct StateDependency: OptionSet, Hashable, Sendable, BitwiseCopyable {
  package let rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The entry of the acting thread itself (name, ids, capabilities).
  package static let thread = StateDependency(rawValue: 1 << 0)
  /// The main thread of its group (arguments, environment, working directory, descriptors).
  package static let mainThread = StateDependency(rawValue: 1 << 1)
  /// The leader of its process group, another process.
  package static let groupLeader = StateDependency(rawValue: 1 << 2)
  /// The leader of its session, another process.
  package static let sessionLeader = StateDependency(rawValue: 1 << 3)
  /// Any ancestor.
  package static let ancestors = StateDependency(rawValue: 1 << 4)
  /// The entry of the event's descriptor.
  package static let descriptor = StateDependency(rawValue: 1 << 5)
  package static let container = StateDependency(rawValue: 1 << 6)
  package static let userTable = StateDependency(rawValue: 1 << 7)
  /// Threads that are no relatives (counts, parameters that name a process).
  package static let otherThreads = StateDependency(rawValue: 1 << 8)
  /// The clock: the value changes by itself.
  package static let time = StateDependency(rawValue: 1 << 9)
  /// The event's own header or parameters.
  package static let event = StateDependency(rawValue: 1 << 10)

  /// In the order of the bits, for dumps.
  package static let names = [
    "thread", "main-thread", "group-leader", "session-leader", "ancestors", "descriptor", "container", "user-table",
    "other-threads", "time", "event",
  ]
}

/// Where a field comes from.
package enum FieldOrigin: UInt8, Sendable, CaseIterable {
  case builtin
  /// Falco's container plugin, which counts as built in here.
  case containerPlugin
  case k8smetaPlugin, anomalyPlugin
  /// Ours, unknown to the incumbent.
  case extension_
}

/// How a number prints where the default is not plain decimal.
package enum PrintFormat: UInt8, Sendable, CaseIterable {
  case na, decimal, id, paddedDecimal10, directory, hex
}

/// What the language knows of a field. Source: reference/fields.json; the documentation is ours.
package struct Field: Sendable {
  package let id: FieldID
  package let name: String
  package let type: ValueType
  /// A list of `type`.
  package let isList: Bool
  package let argument: FieldArgument
  package let origin: FieldOrigin
  /// False: usable only in conditions (`fd.ip`).
  package let isPrintable: Bool
  /// False: usable only in outputs.
  package let isFilterable: Bool
  package let isDeprecated: Bool
  /// Left out of the listing upstream.
  package let isHidden: Bool
  package let allowsTransformer: Bool
  /// May stand on either side of a comparison of two fields.
  package let allowsComparison: Bool
  /// Appended to outputs when suggested output is on.
  package let isSuggestedOutput: Bool
  package let printFormat: PrintFormat
  package let dependency: DependencyClass
  package let hangsOn: StateDependency
  /// Estimated cost of reading the value once, in nanoseconds. Orders checks; nothing else depends on it.
  package let cost: UInt16
  /// One or two sentences in our own words.
  package let documentation: String
}
