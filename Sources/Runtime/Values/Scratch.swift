/// Memory for what is made while one event is evaluated: rendered texts, lists. Emptied before each event; it keeps its
/// capacity, so nothing is allocated once it has met its largest event.
package struct Scratch: ~Copyable {
  package private(set) var bytes: [UInt8] = []
  package private(set) var values: [Value] = []

  package init() {
    bytes.reserveCapacity(1 << 14)
    values.reserveCapacity(1 << 8)
  }

  package mutating func reset() {
    bytes.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
  }

  // MARK: Texts

  /// Where the next appended byte will lie: the begin of a text that is about to be written.
  package var mark: Int { bytes.count }

  package mutating func append(_ byte: UInt8) { bytes.append(byte) }

  package mutating func append(_ span: Span<UInt8>) {
    bytes.reserveCapacity(bytes.count + span.count)
    for index in span.indices { bytes.append(span[index]) }
  }

  package mutating func append(_ text: StaticString) {
    // Safe: a static string's bytes live as long as the program.
    unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Hands the bytes to something that writes into an array (`Matching`'s transforms).
  package mutating func write<R>(_ body: (inout [UInt8]) -> R) -> R { body(&bytes) }

  /// The text written since `mark`.
  package func text(since mark: Int) -> Text { .scratch(ByteRange(start: mark, count: bytes.count - mark)) }

  /// Takes back what was written since `mark`.
  package mutating func discard(since mark: Int) { bytes.removeSubrange(mark...) }

  // MARK: Lists

  package var valueMark: Int { values.count }

  package mutating func append(_ value: Value) { values.append(value) }

  package func list(since mark: Int) -> ValueRange { ValueRange(start: mark, count: values.count - mark) }
}
