import Runtime
import Schema

/// Puts an event together in the layout that `EventView` reads. Its buffer is used again and again.
struct EventBuilder {
  /// The event, whole after `finish`.
  private(set) var bytes: [UInt8] = []
  private var lengthWidth = 2
  private var nextParameter = 0
  private var parameterCount = 0
  /// Where the parameter begins that bytes are appended to.
  private var parameterStart = 0
  private var isTooLong = false

  mutating func begin(
    time: UInt64, threadID: Int64, type: EventCode, parameterCount: Int, hasLargePayload: Bool = false
  ) {
    bytes.removeAll(keepingCapacity: true)
    lengthWidth = hasLargePayload ? 4 : 2
    nextParameter = 0
    self.parameterCount = parameterCount
    isTooLong = false
    append(time)
    append(threadID)
    append(0 as UInt32)
    append(type.rawValue)
    append(UInt32(truncatingIfNeeded: parameterCount))
    for _ in 0..<parameterCount * lengthWidth { bytes.append(0) }
    parameterStart = bytes.count
  }

  mutating func append(_ byte: UInt8) { bytes.append(byte) }

  mutating func append(_ part: Span<UInt8>) { bytes.append(part) }

  mutating func append(_ part: [UInt8]) { bytes += part }

  mutating func append<N: FixedWidthInteger>(_ number: N) {
    for shift in stride(from: 0, to: N.bitWidth, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
  }

  /// What was appended since the last parameter ended is the next parameter.
  mutating func endParameter() {
    precondition(nextParameter < parameterCount, "more parameters than announced")
    let length = bytes.count - parameterStart
    set(length, at: EventView.headerSize + nextParameter * lengthWidth, width: lengthWidth)
    if lengthWidth == 2, length > UInt16.max { isTooLong = true }
    nextParameter += 1
    parameterStart = bytes.count
  }

  /// Parameters that did not come stay empty.
  ///
  /// - Returns: false when a parameter is too long for its length field, or the event for its own.
  mutating func finish() -> Bool {
    set(bytes.count, at: 16, width: 4)
    return !isTooLong && bytes.count <= Int(UInt32.max)
  }

  /// Puts the kernel's path of an opened file behind the event (`EventOption`), which is whole.
  mutating func appendResolvedPath(_ path: [UInt8]) {
    let start = EventOption.start(behind: bytes.count)
    while bytes.count < start { bytes.append(0) }
    append(EventOption.resolvedPathCode)
    append(UInt16(truncatingIfNeeded: path.count))
    append(path)
    // A reader looks for options in no less.
    while bytes.count % 4 != start % 4 { bytes.append(0) }
  }

  /// Takes an event as it is, without what stands behind it.
  mutating func copy(_ view: borrowing EventView) {
    bytes.removeAll(keepingCapacity: true)
    append(view.event)
  }

  /// Takes an event of version 1, whose header lacks the number of parameters (scap-format.md §3.1).
  mutating func copyVersion1(_ old: Span<UInt8>, length: Int, parameterCount: Int) {
    bytes.removeAll(keepingCapacity: true)
    append(old.extracting(0..<22))
    append(UInt32(truncatingIfNeeded: parameterCount))
    append(old.extracting(22..<length))
    set(bytes.count, at: 16, width: 4)
  }

  private mutating func set(_ number: Int, at place: Int, width: Int) {
    for index in 0..<width { bytes[place + index] = UInt8(truncatingIfNeeded: number >> (8 * index)) }
  }
}
