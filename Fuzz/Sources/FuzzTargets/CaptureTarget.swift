package import Capture
import Runtime
import Schema

/// A file of events, of whichever kind: read to its end, every parameter of every event looked at, and each event taken
/// through state, rules and alerts.
package enum CaptureTarget {
  private static let types = EventTable.syscall.types

  @discardableResult
  package static func run(_ input: [UInt8]) throws(Violation) -> CaptureCounters {
    let file: CaptureFile
    do throws(CaptureError) {
      file = try CaptureFile.open(bytes: input)
    } catch {
      return CaptureCounters()
    }
    return try read(file).get()
  }

  private static func read(_ opened: consuming CaptureFile) -> Result<CaptureCounters, Violation> {
    var file = opened
    var events: UInt64 = 0
    var hasSnapshot = false
    var alerts = AlertInvariants()
    do throws(Violation) {
      do throws(CaptureError) {
        while let item = try file.next() {
          switch item {
          case .snapshot(let snapshot):
            hasSnapshot = true
            alerts.load(snapshot)
          case .event(let view):
            if let violation = check(view) ?? alerts.check(view) { return .failure(violation) }
            events += 1
          }
        }
      } catch {
        try require(!error.problem.isEmpty, "an error says nothing")
      }
      try require(hasSnapshot || events == 0, "events come before the tables")
      try require(file.counters.events == events, "events are counted as they are handed over")
      for problem in file.problems {
        try require(problem.line >= 1 && problem.column >= 1 && !problem.message.isEmpty, "a problem has no place")
      }
      return .success(file.counters)
    } catch {
      return .failure(error)
    }
  }

  /// What holds of every event that is handed over.
  private static func check(_ view: borrowing EventView) -> Violation? {
    let code = Int(view.type.rawValue)
    guard code < types.count else { return Violation(description: "an event of an unknown type") }
    let type = types[code]
    if type.flags.contains(.unused) { return Violation(description: "an event of an unused type, \(type.symbol)") }
    if type.flags.contains(.converted), !type.isEnter, view.parameterCount != type.parameters.count {
      return Violation(description: "\(type.symbol) with \(view.parameterCount) parameters")
    }
    var end = EventView.headerSize + view.parameterCount * (type.flags.contains(.largePayload) ? 4 : 2)
    for index in 0..<view.parameterCount {
      guard let range = view.range(of: index), let parameter = view.parameter(index), range.bounds.lowerBound == end,
        range.bounds.upperBound <= view.bytes.count, parameter.count == range.bounds.count
      else { return Violation(description: "parameter \(index) of \(type.symbol) lies outside") }
      end = range.bounds.upperBound
    }
    return nil
  }
}
