import Foundation
import TestSupport
import Testing

@testable import Sketches

@Suite("Files of sketches")
struct FileTests {
  private static func filled(_ shape: SketchShape, seed: UInt64 = 1) -> Sketch {
    var definition = Fixture.definition(shape)
    definition.window = 1_000_000_000_000
    definition.learning = LearningGate.Limits(duration: 5, events: 10, newKeysPerMillion: 500_000)
    definition.countOncePer = 50
    definition.quota = NewKeyQuota(newKeys: 1_000_000, period: 10)
    var sketch = Sketch(definition, key: Fixture.key)
    for (index, key) in KeyStream.middle.keys(500, seed: seed).enumerated() {
      sketch.advance(to: 1_000_000 + UInt64(index))
      let observation = sketch.observe(key)
      if observation.wantsName { sketch.name(KeyHash(key), observation, text: Array("/srv/ü/\(key)".utf8).span) }
    }
    return sketch
  }

  private static func decode(
    _ bytes: [UInt8], expecting definition: SketchDefinition? = nil, key: SketchKey? = Fixture.key,
    limits: SketchFile.Limits = .init()
  ) throws(SketchFile.Unreadable) -> Sketch {
    try SketchFile.decode(bytes, expecting: definition, key, limits)
  }

  @Test("saved, loaded, saved: the same bytes; and counting goes on")
  func roundTrip() throws {
    for shape in try Fixture.shapes(generations: 2) {
      var sketch = Self.filled(shape)
      let bytes = SketchFile.encode(sketch)
      var loaded = try Self.decode(bytes)
      #expect(SketchFile.encode(loaded) == bytes)
      #expect(loaded.definition == sketch.definition)
      #expect(try SketchFile.encode(Self.decode(bytes, expecting: sketch.definition)) == bytes)
      // Loading is another input: no time passes.
      let seen = loaded.clock.seen
      loaded.advance(to: 9_000_000_000_000)
      #expect(loaded.clock.seen == seen)
      for key in [1, 2, 1_000_000] { #expect(loaded.estimate(key) == sketch.estimate(key)) }
      #expect(loaded.observe(KeyHash(7_777)) == sketch.observe(KeyHash(7_777)))
      #expect(loaded.distinct == sketch.distinct && loaded.topKeys == sketch.topKeys)
    }
  }

  private static func small() throws -> [UInt8] {
    var definition = Fixture.definition(try .table(memory: 128, generations: 1))
    definition.topCapacity = 2
    var sketch = Sketch(definition, key: Fixture.key)
    for key in 0..<3 {
      let observation = sketch.observe(key)
      sketch.name(KeyHash(key), observation, text: Array("k".utf8).span)
    }
    return SketchFile.encode(sketch)
  }

  @Test("every flipped bit is found")
  func bitFlips() throws {
    let bytes = try Self.small()
    #expect(bytes.count < 1500)
    var damaged = bytes
    for bit in 0..<bytes.count * 8 {
      damaged[bit / 8] ^= 1 << (bit % 8)
      if (try? Self.decode(damaged)) != nil { Issue.record("bit \(bit) of \(bytes.count * 8)") }
      damaged[bit / 8] ^= 1 << (bit % 8)
    }
    // Without the secret too: what is in the way is SHA-256.
    for bit in stride(from: 0, to: bytes.count * 8, by: 13) {
      damaged[bit / 8] ^= 1 << (bit % 8)
      if (try? Self.decode(damaged, key: nil)) != nil { Issue.record("bit \(bit), without the secret") }
      damaged[bit / 8] ^= 1 << (bit % 8)
    }
    #expect((try? Self.decode(bytes)) != nil && (try? Self.decode(bytes, key: nil)) != nil)
  }

  @Test("every cut is found, and everything behind the end")
  func truncation() throws {
    let bytes = try Self.small()
    for count in 0..<bytes.count where (try? Self.decode(Array(bytes.prefix(count)), key: nil)) != nil {
      Issue.record("\(count) of \(bytes.count) bytes")
    }
    #expect((try? Self.decode(bytes + [0])) == nil)
    #expect((try? Self.decode(bytes + bytes)) == nil)
  }

  /// As somebody would who can compute checksums: whatever stands in a section, it is read without a crash.
  @Test("sections that lie are refused or harmless")
  func liars() throws {
    let bytes = try Self.small()
    var random = SplitMix64(seed: 9)
    var refused = 0
    for _ in 0..<1500 {
      var changed = bytes
      let body = 16..<bytes.count - 64
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        changed[Int.random(in: body, using: &random)] = [0, 0xFF, UInt8.random(in: 0...255, using: &random)].randomElement(using: &random) ?? 0
      }
      Self.resealFrames(&changed)
      guard var sketch = try? Self.decode(changed, key: nil, limits: .init(memoryBytes: 1 << 20)) else {
        refused += 1
        continue
      }
      // Whatever it has become, it counts.
      sketch.advance(to: 5)
      sketch.advance(to: .max - 5)
      sketch.count(3)
      _ = (sketch.distinct, sketch.age, sketch.topKeys, sketch.total, sketch.percentile(sketch.observe(4)))
    }
    #expect(refused > 500 && refused < 1500)
  }

  /// Makes all checksums right again that need no secret, as far as the frames hold.
  private static func resealFrames(_ bytes: inout [UInt8]) {
    func number(_ offset: Int, _ size: Int) -> Int { (0..<size).reduce(0) { $0 | Int(bytes[offset + $1]) << ($1 * 8) } }
    var offset = 16
    for _ in SketchFile.Section.allCases {
      guard offset + 16 <= bytes.count - 64, bytes[offset + 4 + 7] < 0x40 else { break }
      let end = offset + 12 + number(offset + 4, 7)
      guard end <= bytes.count - 68 else { break }
      bytes.replaceSubrange(end..<end + 4, with: CRC32C.checksum(bytes.span.extracting(offset..<end)).littleEndianBytes)
      offset = end + 4
    }
    let end = bytes.count - 32
    bytes.replaceSubrange(end..., with: SHA256.digest(of: Array(bytes[..<end])))
  }

  @Test("sizes are checked before memory is taken")
  func limits() throws {
    let bytes = SketchFile.encode(Self.filled(try .table(memory: 1 << 16, generations: 2)))
    #expect(throws: (any Error).self) { _ = try Self.decode(bytes, limits: .init(memoryBytes: 1 << 15)) }
    let folder = try ScratchFolder([:])
    let path = folder.url.appendingPathComponent("big.rsk").path
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    do {
      _ = try SketchFile.read(path, key: Fixture.key, limits: .init(fileBytes: 100))
      Issue.record("a file above the limit was read")
    } catch {
      #expect(error.description.contains("more than the limit of 100"))
    }
  }

  @Test("another secret, no secret, another definition")
  func foreign() throws {
    let shape = try SketchShape.table(memory: 4096, generations: 2)
    let sketch = Self.filled(shape)
    let bytes = SketchFile.encode(sketch)
    func problem(_ definition: SketchDefinition?, _ key: SketchKey, _ bytes: [UInt8]) -> SketchFileError.Problem? {
      do throws(SketchFile.Unreadable) {
        _ = try Self.decode(bytes, expecting: definition, key: key)
        return nil
      } catch {
        return error.problem
      }
    }
    #expect(problem(nil, Fixture.key, bytes) == nil)
    #expect(problem(nil, Fixture.otherKey, bytes) == .notAuthentic)
    // Written without the secret, by whoever may write the file.
    var forged = try Self.decode(bytes, key: nil)
    forged.count(5, times: 100)
    #expect(problem(nil, Fixture.key, SketchFile.encode(forged)) == .notAuthentic)

    var other = sketch.definition
    other.schema.key[0].name = "proc.exepath"
    other.schema.key.append(.init("fd.num", .event))
    other.schema.condition = "evt.type = open"
    let expected = [
      "key field 1: proc.exepath (process part) here, proc.name (process part) there",
      "key field 3: fd.num (event part) here, none there",
      "condition: evt.type = open here, evt.type = openat there",
    ]
    #expect(problem(other, Fixture.key, bytes) == .mismatch(.schema(expected)))
    var normalized = sketch.definition
    normalized.schema.key[1].normalizers = []
    #expect(
      problem(normalized, Fixture.key, bytes)
        == .mismatch(.schema(["key field 2: fd.name (event part) here, fd.name (event part, normalized by digits) there"])))
    var larger = sketch.definition
    larger.shape = try .table(memory: 8192, generations: 2)
    #expect(
      problem(larger, Fixture.key, bytes)
        == .mismatch(.shape("table of 128 lines, 2 generations here, table of 64 lines, 2 generations there")))
    // What does not change the meaning of counts may change.
    var window = sketch.definition
    window.window = 5
    window.topCapacity = 3
    window.countOncePer = nil
    window.schema.name = "renamed"
    #expect(problem(window, Fixture.key, bytes) == nil)
  }

  @Test("a damaged file: the one before, then none, and it is said")
  func fallback() throws {
    let folder = try ScratchFolder([:])
    let path = folder.url.appendingPathComponent("state.rsk").path
    let shape = try SketchShape.table(memory: 4096, generations: 2)
    var sketch = Self.filled(shape)
    let definition = sketch.definition
    func restored() throws -> (SketchFile.Restored.Origin, events: UInt64, problems: [String]) {
      let restored = try SketchFile.restore(definition, key: Fixture.key, from: path)
      return (restored.origin, restored.sketch.events, restored.problems.map(\.description))
    }
    #expect(try restored() == (.nothing, 0, []))
    try SketchFile.save(sketch, to: path)
    let first = sketch.events
    sketch.count(1)
    sketch.count(99_999)
    try SketchFile.save(sketch, to: path)
    #expect(try restored() == (.file, sketch.events, []))
    #expect(try mode(path) == 0o600 && mode(SketchFile.previous(path)) == 0o600)

    try damage(path)
    let fallen = try restored()
    #expect(fallen.0 == .previous && fallen.events == first)
    #expect(fallen.problems.count == 1 && fallen.problems[0].hasPrefix("\(path): it is damaged ("))
    try damage(SketchFile.previous(path))
    let cold = try restored()
    #expect(cold.0 == .unusable && cold.events == 0 && cold.problems.count == 2)
    try Data("RSK1".utf8).write(to: URL(fileURLWithPath: path))
    #expect(try restored().problems[0] == "\(path): it is damaged (head): it ends too early")
    try Data("else".utf8).write(to: URL(fileURLWithPath: path))
    #expect(try restored().problems[0] == "\(path): it is no sketch file: it does not begin with 'RSK1'")
  }

  private func damage(_ path: String) throws {
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes[bytes.count / 2] ^= 0x10
    try bytes.write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
  }

  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test("a file that others may write to, a link and a folder are not used")
  func trust() throws {
    let folder = try ScratchFolder([:])
    let path = folder.url.appendingPathComponent("state.rsk").path
    let sketch = Self.filled(try .table(memory: 4096, generations: 2))
    try SketchFile.save(sketch, to: path)
    func problem(_ path: String) throws -> String? {
      try SketchFile.restore(sketch.definition, key: Fixture.key, from: path).problems.first?.description
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o620], ofItemAtPath: path)
    #expect(try problem(path) == "\(path): others may write to it (mode 0620)")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    #expect(try problem(path) == nil)
    let link = folder.url.appendingPathComponent("link.rsk").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    #expect(try problem(link)?.hasPrefix("\(link): cannot open it: ") == true)
    #expect(try problem(folder.url.path) == "\(folder.url.path): it is no regular file")
    // A tool that is given the file by name reads it all the same.
    #expect(try SketchFile.read(link).events == sketch.events)
  }

  @Test("names may be left out")
  func withoutNames() throws {
    let sketch = Self.filled(try .table(memory: 4096, generations: 2))
    let bytes = SketchFile.encode(sketch, withNames: false)
    #expect(Data(SketchFile.encode(sketch)).range(of: Data("/srv/".utf8)) != nil)
    #expect(Data(bytes).range(of: Data("/srv/".utf8)) == nil)
    let loaded = try Self.decode(bytes)
    #expect(loaded.topKeys.map(\.key) == sketch.topKeys.map(\.key))
    #expect(loaded.topKeys.allSatisfy { $0.text.isEmpty })
  }

  @Test("zeros are short: a file of a large empty sketch is small")
  func zeroRuns() throws {
    #expect(SketchFile.encode(Fixture.sketch(try .table(memory: 1 << 18, generations: 2))).count < 1024)
  }
}
