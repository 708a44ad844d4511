package import Runtime

/// Copies some events of a capture into a file of their own.
package enum CaptureSlice {
  /// Copies the events with the numbers of `events`, counted from 1 as `evt.num` counts.
  ///
  /// - Parameter snapshot: the state in front of the first of them, which becomes the tables of the new file.
  /// - Returns: how many events there were; fewer than asked for where the capture ends before.
  package static func copy(
    _ events: ClosedRange<UInt64>, of source: inout CaptureFile, snapshot: StateSnapshot, to path: String,
    isCompressed: Bool
  ) throws(CaptureError) -> UInt64 {
    var number: UInt64 = 0
    while number + 1 < events.lowerBound {
      guard let item = try source.next() else { throw tooShort(number) }
      if case .event = item { number += 1 }
    }
    var writer = try ScapWriter(path: path, isCompressed: isCompressed)
    try writer.write(snapshot)
    let skipped = number
    while number < events.upperBound, let item = try source.next() {
      switch item {
      case .event(let view):
        number += 1
        try writer.write(view)
      case .snapshot(let later):
        // In front of the first event, `snapshot` stands for it.
        if number > skipped { try writer.write(later) }
      }
    }
    guard number > skipped else { throw tooShort(number) }
    try writer.finish()
    return number - skipped
  }

  private static func tooShort(_ count: UInt64) -> CaptureError {
    CaptureError(.noEvents, "the capture has \(count) events, none of those asked for")
  }
}
