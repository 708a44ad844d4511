/// Memory for what is made while one event is evaluated: rendered texts, lists. Emptied before each event; it keeps its
/// capacity, so nothing is allocated once it has met its largest event.
package struct Scratch: ~Copyable {
  private let place = InPlace()
  package private(set) var bytes: [UInt8] = []
  package private(set) var values: [Value] = []
  /// The local time of the last event that was asked for it.
  var clock = LocalClock()

  package init() {
    bytes.reserveCapacity(1 << 14)
    values.reserveCapacity(1 << 8)
  }

  /// Most events leave nothing behind, and emptying an empty array is not free.
  package mutating func reset() {
    if !bytes.isEmpty { bytes.removeAll(keepingCapacity: true) }
    if !values.isEmpty { values.removeAll(keepingCapacity: true) }
  }

  // MARK: Texts

  /// Where the next appended byte will lie: the begin of a text that is about to be written.
  package var mark: Int { bytes.count }

  package mutating func append(_ byte: UInt8) { bytes.append(byte) }

  package mutating func append(_ span: Span<UInt8>) { bytes.append(span) }

  package mutating func append(_ text: StaticString) { bytes.append(text) }

  /// A copy of bytes that lie here already.
  package mutating func appendCopy(of range: ByteRange) {
    for index in range.bounds { bytes.append(bytes[index]) }
  }

  package mutating func append(decimal value: UInt64) { bytes.append(decimal: value) }

  package mutating func append(decimal value: Int64) { bytes.append(decimal: value) }

  /// Hands the bytes to something that writes into an array (`Matching`'s transforms).
  package mutating func write<R>(_ body: (inout [UInt8]) -> R) -> R { body(&bytes) }

  /// The text written since `mark`.
  package func text(since mark: Int) -> Text { .scratch(ByteRange(start: mark, count: bytes.count - mark)) }

  /// Takes back what was written since `mark`.
  package mutating func discard(since mark: Int) { bytes.removeLast(bytes.count - mark) }

  // MARK: Lists

  package var valueMark: Int { values.count }

  package mutating func append(_ value: Value) { values.append(value) }

  package mutating func discardValues(since mark: Int) { values.removeLast(values.count - mark) }

  package func list(since mark: Int) -> ValueRange { ValueRange(start: mark, count: values.count - mark) }
}
