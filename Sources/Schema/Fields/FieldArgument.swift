/// What may or must stand in `[…]` (or, for some, behind a further dot) after a field's name.
package enum FieldArgument: UInt8, Sendable, CaseIterable, Spelled {
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
  /// `.NAME`: a subsystem of control groups, letters and `_` (`thread.cgroup`).
  case requiredSubsystem
  /// `[PATTERN]`: names of processes from an ancestor down (`proc.lineage.path`), conditions for one ancestor
  /// (`proc.ancestor`).
  case requiredLineage, requiredAncestor
  /// `[N]`: nanoseconds since the epoch (`evt.around`).
  case requiredTimestamp
  /// `[NAME]` or `[N]`: a sketch of the rule files.
  case requiredSketch
  /// `[N]`: the index of a sketch, 0 without it (`anomaly.count_min_sketch`).
  case optionalSketchIndex
  /// The index of a sketch inside the name: `fd.sketch0.count`. The field's own name is without it.
  case requiredSketchNumber
  /// `.src` or `.dst` (`evt.abspath`).
  case optionalSuffix

  package var isRequired: Bool {
    switch self {
    case .none, .optionalIndex, .optionalKey, .optionalIndexOrKey, .optionalSuffix, .optionalSketchIndex: false
    case .requiredKey, .requiredIndexOrKey, .requiredIndexOrParameter, .requiredParameter, .requiredEventName,
      .requiredSubsystem, .requiredLineage, .requiredAncestor, .requiredTimestamp, .requiredSketch, .requiredSketchNumber:
      true
    }
  }

  /// The argument may be written behind a further dot, so that it lexes as part of the name.
  package var isSuffix: Bool {
    switch self {
    case .requiredIndexOrParameter, .requiredParameter, .requiredEventName, .requiredSubsystem, .optionalSuffix: true
    case .none, .optionalIndex, .requiredKey, .optionalKey, .requiredIndexOrKey, .optionalIndexOrKey,
      .requiredLineage, .requiredAncestor, .requiredTimestamp, .requiredSketch, .optionalSketchIndex, .requiredSketchNumber:
      false
    }
  }

  /// As the rows of a catalogue spell it behind the name: `[…]` stands in brackets, `<…>` behind a dot, `?` means
  /// optional.
  var notation: String {
    switch self {
    case .none: ""
    case .optionalIndex: "[n]?"
    case .requiredKey: "[key]"
    case .optionalKey: "[key]?"
    case .requiredIndexOrKey: "[n|key]"
    case .optionalIndexOrKey: "[n|key]?"
    case .requiredIndexOrParameter: "<parameter|n>"
    case .requiredParameter: "<parameter>"
    case .requiredEventName: "<event>"
    case .requiredSubsystem: "<subsystem>"
    case .requiredLineage: "[lineage]"
    case .requiredAncestor: "[ancestor]"
    case .requiredTimestamp: "[time]"
    case .optionalSuffix: "<src|dst>?"
    case .requiredSketch: "[sketch]"
    case .optionalSketchIndex: "[sketch]?"
    case .requiredSketchNumber: "<sketch>"
    }
  }

  static let words = NameTable(allCases.map { $0.notation })
}
