extension SketchDefinition {
  func write(to writer: inout ByteWriter) {
    schema.write(to: &writer)
    shape.write(to: &writer)
    writer.number(window ?? 0)
    writer.number(UInt8(halves ? 1 : 0))
    writer.number(learning.duration)
    writer.number(learning.events)
    writer.number(learning.newKeysPerMillion)
    writer.number(countOncePer ?? 0)
    writer.number(quota?.newKeys ?? 0)
    writer.number(quota?.period ?? 0)
    writer.number(UInt32(min(max(topCapacity, 0), TopList.maximumCapacity)))
    writer.number(tags.rarePerMille)
    writer.number(tags.common)
  }

  init(from reader: inout ByteReader) throws(ByteReader.Failure) {
    self.init(try SketchSchema(from: &reader), try SketchShape(from: &reader))
    let window: UInt64 = try reader.number()
    self.window = window == 0 ? nil : window
    let decay: UInt8 = try reader.number()
    guard decay <= 1, decay == 0 || shape.generations == 1 else { throw ByteReader.Failure(problem: "windows that no sketch has") }
    halves = decay == 1
    learning.duration = try reader.number()
    learning.events = try reader.number()
    learning.newKeysPerMillion = try reader.number()
    let slot: UInt64 = try reader.number()
    countOncePer = slot == 0 ? nil : slot
    let newKeys: UInt64 = try reader.number()
    let period: UInt64 = try reader.number()
    quota = period == 0 ? nil : NewKeyQuota(newKeys: newKeys, period: period)
    let capacity: UInt32 = try reader.number()
    guard capacity <= TopList.maximumCapacity else { throw ByteReader.Failure(problem: "a list of \(capacity) names") }
    topCapacity = Int(capacity)
    tags.rarePerMille = try reader.number()
    tags.common = try reader.number()
  }
}

extension TopList {
  func write(to writer: inout ByteWriter, withTexts: Bool) {
    writer.number(UInt32(count))
    for entry in 0..<count {
      writer.number(key(entry).rawValue)
      writer.number(count(entry))
      writer.blob(withTexts ? text(entry) : [])
    }
  }

  /// More than fit are read and left out, from the end.
  mutating func read(from reader: inout ByteReader) throws(ByteReader.Failure) {
    for _ in 0..<(try reader.number() as UInt32) {
      let (key, count, text) = try reader.name()
      insert(key, count, text: text.span)
    }
  }
}

extension LearningGate {
  var isConsistent: Bool { blockCount < Self.blockEvents && blockNewKeys <= blockCount && lastNewKeys <= Self.blockEvents }
}

extension Sketch {
  static func authenticationKey(_ key: SketchKey) -> [UInt8] { Array("rulec sketch file".utf8) + key.bytes }

  /// After loading under a definition with another window: the present generation ends when the new one says.
  mutating func fitRotation() {
    guard let period = definition.period else { return nextRotation = .max }
    let end = starts[newest].addingReportingOverflow(period)
    nextRotation = end.overflow ? .max : max(end.partialValue, clock.seen + 1)
  }
}

extension ByteReader {
  /// A key with its count or time, and its text.
  mutating func name() throws(Failure) -> (key: KeyHash, number: UInt64, text: [UInt8]) {
    let key = KeyHash(rawValue: try number())
    let number: UInt64 = try number()
    let text = try blob()
    guard text.count <= TopList.textLimit else { throw Failure(problem: "a name of \(text.count) bytes") }
    return (key, number, text)
  }
}
