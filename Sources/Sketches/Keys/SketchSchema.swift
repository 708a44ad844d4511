/// What a sketch counts: the part of its definition that has to be the same for two of them to mean the same.
package struct SketchSchema: Hashable, Sendable {
  /// Of the engine's own part in it: how fields are read and values are encoded. Goes up when counts from before would
  /// mean something else.
  package static let engineVersion: UInt32 = 3

  package enum Part: UInt8, Hashable, Sendable, BitwiseCopyable, CaseIterable {
    /// The same for all events of a process until that changes.
    case process
    case event

    var name: String { self == .process ? "process" : "event" }
  }

  package struct KeyField: Hashable, Sendable {
    /// As in a rule file, with its argument: `proc.aname[2]`.
    package var name: String
    package var part: Part
    /// By name, in the order in which they are applied.
    package var normalizers: [String]

    package init(_ name: String, _ part: Part, normalizers: [String] = []) {
      self.name = name
      self.part = part
      self.normalizers = normalizers
    }

    var text: String {
      let suffix = normalizers.isEmpty ? "" : ", normalized by " + normalizers.joined(separator: ", ")
      return "\(name) (\(part.name) part\(suffix))"
    }
  }

  package var name: String
  package var key: [KeyField]
  /// The field that gives one update for each of its parts.
  package var each: String?
  /// What is counted, in a form that does not change with blanks and line breaks.
  package var condition: String
  package var engineVersion: UInt32

  package init(
    name: String, key: [KeyField], each: String? = nil, condition: String, engineVersion: UInt32 = SketchSchema.engineVersion
  ) {
    self.name = name
    self.key = key
    self.each = each
    self.condition = condition
    self.engineVersion = engineVersion
  }

  /// The fields of the key in the order in which they are hashed (`KeyState`).
  package var hashedOrder: [Int] {
    let last = key.firstIndex { $0.name == each }
    let whole = key.indices.filter { $0 != last }
    return whole.filter { key[$0].part == .process } + whole.filter { key[$0].part == .event } + (last.map { [$0] } ?? [])
  }

  /// The same for equal schemas and, since it is SHA-256 of an unambiguous encoding, for no others. The name is not in it: a
  /// sketch that is renamed has counted the same.
  var digest: [UInt8] {
    var encoding = ByteWriter()
    writeMeaning(to: &encoding)
    return SHA256.digest(of: encoding.bytes)
  }

  private func writeMeaning(to writer: inout ByteWriter) {
    writer.number(engineVersion)
    writer.text(condition)
    writer.text(each ?? "")
    writer.number(UInt32(key.count))
    for field in key {
      writer.text(field.name)
      writer.number(field.part.rawValue)
      writer.number(UInt32(field.normalizers.count))
      for normalizer in field.normalizers { writer.text(normalizer) }
    }
  }

  func write(to writer: inout ByteWriter) {
    writer.text(name)
    writeMeaning(to: &writer)
  }

  init(from reader: inout ByteReader) throws(ByteReader.Failure) {
    name = try reader.text()
    engineVersion = try reader.number()
    condition = try reader.text()
    let each = try reader.text()
    self.each = each.isEmpty ? nil : each
    key = []
    // Counts only bound the loops: each turn reads bytes that are there, or fails.
    for _ in 0..<(try reader.number() as UInt32) {
      let name = try reader.text()
      guard let part = Part(rawValue: try reader.number()) else { throw ByteReader.Failure(problem: "a field of no known part") }
      var normalizers: [String] = []
      for _ in 0..<(try reader.number() as UInt32) { normalizers.append(try reader.text()) }
      key.append(KeyField(name, part, normalizers: normalizers))
    }
  }

  // MARK: Differences

  /// What has to be the same and is not, one line each, as "key field 3: proc.tty (process part) here, proc.sid (…) there".
  package func differences(from other: SketchSchema) -> [String] {
    var lines: [String] = []
    func compare(_ what: String, _ here: String?, _ there: String?) {
      if here != there { lines.append("\(what): \(here ?? "none") here, \(there ?? "none") there") }
    }
    for index in 0..<max(key.count, other.key.count) {
      compare(
        "key field \(index + 1)", index < key.count ? key[index].text : nil,
        index < other.key.count ? other.key[index].text : nil)
    }
    compare("each", each, other.each)
    compare("condition", condition, other.condition)
    compare("engine's schema version", String(engineVersion), String(other.engineVersion))
    return lines
  }
}
