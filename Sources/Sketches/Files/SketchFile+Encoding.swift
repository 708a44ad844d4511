extension SketchFile {
  static func encode(_ sketch: borrowing Sketch, withNames: Bool = true) -> [UInt8] {
    let authenticationKey = sketch.authenticationKey
    var file = ByteWriter()
    file.append(magic)
    file.number(version)
    file.number(authenticationKey == nil ? 0 : isAuthenticated)
    file.number(UInt32(Section.allCases.count))
    file.number(CRC32C.checksum(file.bytes.span))
    for section in Section.allCases {
      var content = ByteWriter()
      write(section, of: sketch, withNames, to: &content)
      var framed = ByteWriter()
      framed.number(section.rawValue)
      framed.number(UInt64(content.bytes.count))
      framed.append(content.bytes)
      framed.number(CRC32C.checksum(framed.bytes.span))
      file.append(framed.bytes)
    }
    if let authenticationKey { file.append(SHA256.authentication(of: file.bytes.span, key: authenticationKey)) }
    file.append(SHA256.digest(of: file.bytes))
    return file.bytes
  }

  private static func write(
    _ section: Section, of sketch: borrowing Sketch, _ withNames: Bool, to writer: inout ByteWriter
  ) {
    switch section {
    case .definition:
      sketch.definition.write(to: &writer)
      writer.append(sketch.fingerprint.bytes)
    case .state: sketch.writeState(to: &writer)
    case .counters: writer.words(sketch.cells)
    case .distinct: writer.words(sketch.distinctKeys.registers)
    case .histogram: writer.words(sketch.histogram.buckets(with: sketch.batch, in: sketch.newest))
    case .names: sketch.top.write(to: &writer, withTexts: withNames)
    case .slot:
      writer.number(sketch.filter.slot)
      writer.words(sketch.filter.bits)
    case .recent: sketch.recent.write(to: &writer, withTexts: withNames)
    }
  }
}

extension Sketch {
  fileprivate func writeState(to writer: inout ByteWriter) {
    for number in [clock.seen, clock.first, clock.last, events, untilProbe, nextRotation] { writer.number(number) }
    for number in [health.saturations, health.evictions, health.refusals] { writer.number(number) }
    for number in [noise.median, noise.percentile99] { writer.number(number) }
    writer.number(UInt8(learning.isOpen ? 1 : 0))
    for number in [learning.blockCount, learning.blockNewKeys, learning.lastNewKeys] { writer.number(number) }
    writer.number(UInt8(newest))
    for generation in 0..<shape.generations {
      writer.number(starts[generation])
      writer.number(total(of: generation))
    }
  }

  fileprivate mutating func readState(from reader: inout ByteReader) throws(ByteReader.Failure) {
    clock.seen = try reader.number()
    clock.first = try reader.number()
    clock.last = try reader.number()
    settledEvents = try reader.number()
    probeCountdown = try reader.number()
    nextRotation = try reader.number()
    guard (1...Self.probeInterval).contains(probeCountdown), clock.seen < nextRotation else {
      throw ByteReader.Failure(problem: "a count-down that is past its end")
    }
    settledHealth.saturations = try reader.number()
    settledHealth.evictions = try reader.number()
    settledHealth.refusals = try reader.number()
    noise = NoiseFloor(median: try reader.number(), percentile99: try reader.number())
    learning.isOpen = try reader.number() as UInt8 == 1 || learning.isOpen
    learning.blockCount = try reader.number()
    learning.blockNewKeys = try reader.number()
    learning.lastNewKeys = try reader.number()
    guard learning.isConsistent else { throw ByteReader.Failure(problem: "a block of events that is too long") }
    newest = Int(try reader.number() as UInt8)
    guard newest < shape.generations else { throw ByteReader.Failure(problem: "a generation that there is not") }
    for generation in 0..<shape.generations {
      starts[generation] = try reader.number()
      totals[generation] = try reader.number()
      guard starts[generation] <= clock.seen else { throw ByteReader.Failure(problem: "a generation that begins in the future") }
    }
  }

  fileprivate mutating func read(_ section: SketchFile.Section, from reader: inout ByteReader) throws(ByteReader.Failure) {
    switch section {
    case .definition: break
    case .state: try readState(from: &reader)
    case .counters: try reader.words(into: &cells)
    case .distinct: try distinctKeys.read(from: &reader)
    case .histogram: try histogram.read(from: &reader)
    case .names: try top.read(from: &reader)
    case .slot: try filter.read(slot: try reader.number(), from: &reader)
    case .recent: try recent.read(from: &reader)
    }
    try reader.end()
  }
}

// MARK: Decoding

extension SketchFile {
  /// As `SketchFileError`, before it is known which file.
  struct Unreadable: Error {
    let problem: SketchFileError.Problem
  }

  /// A section's content within the file, after its checksum was found to be right.
  private typealias Contents = [Section: Range<Int>]

  static func decode(
    _ bytes: [UInt8], expecting expected: SketchDefinition?, _ key: SketchKey?, _ limits: Limits
  ) throws(Unreadable) -> Sketch {
    let contents = try verify(bytes, key)
    let (saved, fingerprint) = try within(.definition, contents, bytes) { (reader) throws(ByteReader.Failure) in
      let definition = try SketchDefinition(from: &reader)
      let fingerprint = KeyFingerprint(bytes: try reader.take(KeyFingerprint.byteCount))
      try reader.end()
      return (definition, fingerprint)
    }
    if let expected {
      do throws(SketchMismatch) {
        try expected.requireSame(saved)
      } catch {
        throw Unreadable(problem: .mismatch(error))
      }
    }
    // How long a window is and what it takes to have learned may change; what was counted in a slot of time fits only there.
    var definition = expected ?? saved
    let keepsSlot = definition.countOncePer == saved.countOncePer
    if expected == nil { definition.countOncePer = saved.countOncePer }
    guard definition.byteCount <= limits.memoryBytes else {
      throw Unreadable(problem: .tooLarge(definition.byteCount, limit: limits.memoryBytes))
    }
    var sketch = Sketch(definition, key: key, fingerprint: fingerprint)
    for section in Section.allCases.dropFirst() where section != .slot || keepsSlot {
      guard let range = contents[section] else { throw Unreadable(problem: .notASketch) }
      var reader = ByteReader(bytes.span.extracting(range))
      do throws(ByteReader.Failure) {
        try sketch.read(section, from: &reader)
      } catch {
        throw Unreadable(problem: .damaged(section: section.name, error.problem))
      }
    }
    if expected != nil { sketch.fitRotation() }
    return sketch
  }

  private static func within<Result>(
    _ section: Section, _ contents: Contents, _ bytes: [UInt8],
    _ body: (inout ByteReader) throws(ByteReader.Failure) -> Result
  ) throws(Unreadable) -> Result {
    guard let range = contents[section] else { throw Unreadable(problem: .notASketch) }
    var reader = ByteReader(bytes.span.extracting(range))
    do throws(ByteReader.Failure) {
      return try body(&reader)
    } catch {
      throw Unreadable(problem: .damaged(section: section.name, error.problem))
    }
  }

  /// Everything that can be said without understanding a section: the frame, the checksums, the secret.
  private static func verify(_ bytes: [UInt8], _ key: SketchKey?) throws(Unreadable) -> Contents {
    let headCount = 16
    guard bytes.starts(with: magic) else { throw Unreadable(problem: .notASketch) }
    func damaged(_ section: String, _ what: String) -> Unreadable { Unreadable(problem: .damaged(section: section, what)) }
    guard bytes.count >= headCount else { throw damaged("head", "it ends too early") }
    let head = bytes.span
    guard head.number(at: 12, as: UInt32.self) == CRC32C.checksum(head.extracting(0..<12)) else {
      throw damaged("head", "its checksum does not match")
    }
    guard head.number(at: 4, as: UInt16.self) == version else {
      throw Unreadable(problem: .unknownVersion(head.number(at: 4, as: UInt16.self)))
    }
    let flags = head.number(at: 6, as: UInt16.self)
    guard flags & ~isAuthenticated == 0, head.number(at: 8, as: UInt32.self) == Section.allCases.count else {
      throw damaged("head", "it has parts that are not known here")
    }
    var contents: Contents = [:]
    var offset = headCount
    for section in Section.allCases {
      let range = try frame(section, bytes.span, at: offset)
      contents[section] = range
      offset = range.upperBound + 4
    }
    let trailer = (flags & isAuthenticated == 0 ? 0 : SHA256.byteCount) + SHA256.byteCount
    guard bytes.count - offset == trailer else { throw damaged("end", "it is not as long as it says") }
    let end = bytes.count - SHA256.byteCount
    guard SHA256.digest(head.extracting(0..<end), after: []) == Array(bytes[end...]) else {
      throw damaged("end", "its SHA-256 does not match")
    }
    if let key {
      let wanted = SHA256.authentication(of: head.extracting(0..<offset), key: Sketch.authenticationKey(key))
      // Only who has the file learns how long the comparison takes, and could compute as much.
      guard flags & isAuthenticated != 0, wanted == Array(bytes[offset..<end]) else {
        throw Unreadable(problem: .notAuthentic)
      }
    }
    return contents
  }

  private static func frame(_ section: Section, _ bytes: Span<UInt8>, at offset: Int) throws(Unreadable) -> Range<Int> {
    func damaged(_ what: String) -> Unreadable { Unreadable(problem: .damaged(section: section.name, what)) }
    let head = 12
    guard bytes.count - offset >= head + 4 else { throw damaged("it ends too early") }
    guard bytes.number(at: offset, as: UInt32.self) == section.rawValue else { throw damaged("another section stands in its place") }
    let length = bytes.number(at: offset + 4, as: UInt64.self)
    guard length <= UInt64(bytes.count - offset - head - 4) else { throw damaged("it ends too early") }
    let end = offset + head + Int(length)
    guard bytes.number(at: end, as: UInt32.self) == CRC32C.checksum(bytes.extracting(offset..<end)) else {
      throw damaged("its checksum does not match")
    }
    return offset + head..<end
  }
}

extension Span<UInt8> {
  /// - Precondition: it lies inside.
  fileprivate func number<T: FixedWidthInteger>(at offset: Int, as: T.Type) -> T {
    var value: T = 0
    for byte in 0..<T.bitWidth / 8 { value |= T(truncatingIfNeeded: self[offset + byte]) << (byte * 8) }
    return value
  }
}
