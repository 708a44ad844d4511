import Capture
import Matching
import Runtime

/// What one capture has to tell, or several together.
struct SourceFigures: Sendable {
  var events: UInt64
  var hidden: UInt64
  /// By rule.
  var alerts: [UInt64]
  var malformed: UInt64
  var unknownTypes: UInt64
  var malformedTables: UInt64
  var malformedStateChanges: UInt64
  var tables: StateSizes
  /// Values matched with regular expressions: into a limit, not decided, not UTF-8.
  var regexLimits, regexUndecided, regexRepaired: Int
  var elapsed: Duration

  init(_ engine: borrowing Engine, _ capture: CaptureCounters, alerts: [UInt64], elapsed: Duration) {
    events = engine.counters.events
    hidden = engine.counters.hidden
    self.alerts = alerts
    malformed = capture.malformed
    unknownTypes = capture.unknownTypes + engine.state.counters.unknownTypes
    malformedTables = capture.malformedTables
    malformedStateChanges = engine.state.counters.malformedEvents
    tables = engine.state.sizes
    let regex = engine.regexCounters
    (regexLimits, regexUndecided, regexRepaired) = (regex.backtrackingLimits, regex.undecided, regex.repairedValues)
    self.elapsed = elapsed
  }

  var alertCount: UInt64 { alerts.reduce(0, +) }

  /// Events that did not fit their type.
  var unusable: UInt64 { malformed + unknownTypes + malformedStateChanges }

  mutating func add(_ other: SourceFigures) {
    events += other.events
    hidden += other.hidden
    for (rule, count) in other.alerts.enumerated() { alerts[rule] += count }
    malformed += other.malformed
    unknownTypes += other.unknownTypes
    malformedTables += other.malformedTables
    malformedStateChanges += other.malformedStateChanges
    tables.add(other.tables)
    regexLimits += other.regexLimits
    regexUndecided += other.regexUndecided
    regexRepaired += other.regexRepaired
  }
}

extension StateSizes {
  fileprivate mutating func add(_ other: StateSizes) {
    threads += other.threads
    descriptors += other.descriptors
    symbols += other.symbols
    users += other.users
    containers += other.containers
    bytes += other.bytes
    droppedThreads += other.droppedThreads
    droppedDescriptors += other.droppedDescriptors
    droppedContainers += other.droppedContainers
  }
}
