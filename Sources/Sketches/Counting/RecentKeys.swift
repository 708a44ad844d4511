/// The keys that were new last, after enough was learned: with their texts and the time of their first event, in a ring.
struct RecentKeys: ~Copyable {
  static let maximumCapacity = 64

  let capacity: Int
  private(set) var count = 0
  /// Where the next one goes.
  private var next = 0
  private var hashes: Cells
  private var times: Cells
  private var lengths: Cells
  /// Bytes, `TopList.textLimit` for each entry.
  private var texts: Cells

  init(capacity: Int) {
    self.capacity = min(max(capacity, 0), Self.maximumCapacity)
    hashes = Cells(words: self.capacity)
    times = Cells(words: self.capacity)
    lengths = Cells(words: self.capacity)
    texts = Cells(words: self.capacity * TopList.textLimit / 8)
  }

  mutating func insert(_ key: KeyHash, time: UInt64, text: Span<UInt8>) {
    guard capacity > 0 else { return }
    hashes[next] = key.rawValue
    times[next] = time
    let length = min(text.count, TopList.textLimit)
    lengths[next] = UInt64(length)
    for byte in 0..<length { texts.store(text[byte], next * TopList.textLimit + byte) }
    next = (next + 1) % capacity
    count = min(count + 1, capacity)
  }

  /// - Parameter age: 0 for the last.
  private func place(_ age: Int) -> Int { (next - 1 - age + 2 * capacity) % capacity }

  func key(_ age: Int) -> KeyHash { KeyHash(rawValue: hashes[place(age)]) }
  func time(_ age: Int) -> UInt64 { times[place(age)] }
  func text(_ age: Int) -> [UInt8] {
    let place = place(age)
    return (0..<Int(lengths[place])).map { texts.load(place * TopList.textLimit + $0) }
  }

  // MARK: In files

  /// The oldest first.
  func write(to writer: inout ByteWriter, withTexts: Bool) {
    writer.number(UInt32(withTexts ? count : 0))
    for age in (0..<(withTexts ? count : 0)).reversed() {
      writer.number(key(age).rawValue)
      writer.number(time(age))
      writer.blob(text(age))
    }
  }

  /// More than fit push the oldest out.
  mutating func read(from reader: inout ByteReader) throws(ByteReader.Failure) {
    for _ in 0..<(try reader.number() as UInt32) {
      let (key, time, text) = try reader.name()
      insert(key, time: time, text: text.span)
    }
  }
}

/// A line of the list of keys that were new last.
package struct RecentKey: Sendable, Equatable {
  package let key: KeyHash
  /// Of its first event, in nanoseconds since the epoch.
  package let time: UInt64
  /// How often it is counted now.
  package let count: UInt64
  package let text: [UInt8]
}
