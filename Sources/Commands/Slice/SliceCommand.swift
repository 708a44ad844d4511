import ArgumentParser
import Capture
import Runtime
import Schema

/// `rulec slice`: some events of a capture as a capture of their own, for tests and reports.
struct SliceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "slice", abstract: "Cut events out of a capture, with all that is known before the first of them.")

  @ArgumentParser.Argument(help: ArgumentHelp("A capture file of whatever kind.", valueName: "file"), completion: .file())
  var source: String

  @Option(help: ArgumentHelp("The numbers (evt.num) of the first and the last event.", valueName: "first..last"))
  var events: EventNumbers

  @Option(name: [.short, .long], help: ArgumentHelp("The capture to write: .scap, compressed.", valueName: "file"), completion: .file())
  var output: String

  func validate() throws {
    // It is read twice: once for the state, once for the events.
    if source == "-" { throw ValidationError("'slice' needs a file; standard input can be read only once.") }
  }

  func run() throws {
    do throws(CaptureError) {
      let snapshot = try stateBeforeFirst()
      var reader = try CaptureFile.open(source)
      let count = try CaptureSlice.copy(
        events.range, of: &reader, snapshot: snapshot, to: output, isCompressed: true)
      Output.message("\(grouped(count)) event\(count == 1 ? "" : "s") in \(output)")
    } catch {
      throw CommandFailure(error, source: source)
    }
  }

  private func stateBeforeFirst() throws(CaptureError) -> StateSnapshot {
    var reader = try CaptureFile.open(source)
    var state = State(events: .syscall)
    var number: UInt64 = 0
    while number + 1 < events.range.lowerBound, let item = try reader.next() {
      switch item {
      case .snapshot(let snapshot): state.load(snapshot)
      case .event(let event):
        let facts = state.apply(event)
        state.finish(event, facts)
        number = facts.number
      }
    }
    if number == 0, case .snapshot(let snapshot)? = try reader.next() { state.load(snapshot) }
    return state.snapshot()
  }
}

/// `100..200`, both included.
struct EventNumbers: ExpressibleByArgument {
  let range: ClosedRange<UInt64>

  init?(argument: String) {
    guard let dots = argument.firstRange(of: ".."), let first = UInt64(argument[..<dots.lowerBound]),
      let last = UInt64(argument[dots.upperBound...]), first > 0, first <= last
    else { return nil }
    range = first...last
  }
}
