import Testing
import TestSupport

@testable import Sketches

/// What somebody would do who wants rare behaviour to look common: sketches.md §0 and §5.10.
@Suite("Attacks")
struct AttackTests {
  /// Names whose counters together cover those of `target`, found by who believes to know the secret.
  private static func cover(of target: String, _ shape: SketchShape, _ key: SketchKey, from start: Int) -> [String] {
    var uncovered = Set(0..<shape.rows)
    let goal = columns(name(target, key), shape)
    var names: [String] = []
    var number = start
    while !uncovered.isEmpty {
      let candidate = "/tmp/\(number)"
      number += 1
      let own = columns(name(candidate, key), shape)
      let hit = uncovered.filter { own[$0] == goal[$0] }
      if !hit.isEmpty { names.append(candidate) }
      uncovered.subtract(hit)
    }
    return names
  }

  private static func columns(_ key: KeyHash, _ shape: SketchShape) -> [UInt64] {
    let step = remixed(key.rawValue) | 1
    return (0..<shape.rows).map { (key.rawValue &+ UInt64($0) &* step) >> UInt64(64 - shape.widthBits) }
  }

  private static func name(_ text: String, _ key: SketchKey) -> KeyHash {
    let hasher = KeyHasher(key, Fixture.schema)
    var state = hasher.start
    hasher.addAbsence(to: &state)
    let bytes = Array(text.utf8)
    hasher.add(bytes.span, to: &state)
    return state.key()
  }

  @Test("collisions that are found under another secret are none")
  func coverSets() throws {
    let shape = try SketchShape.countMin(rows: 4, columns: 32, generations: 1)
    // Who knows the secret succeeds: so the attack is one.
    var known = Fixture.sketch(shape, key: Fixture.otherKey)
    for name in Self.cover(of: "/etc/shadow", shape, Fixture.otherKey, from: 0) {
      for _ in 0..<5 { _ = known.observe(Self.name(name, Fixture.otherKey)) }
    }
    #expect(known.estimate(Self.name("/etc/shadow", Fixture.otherKey)).count >= 5)

    // The cover sets are made for rows of 32: to the sketch that is attacked, which has longer ones, they do as much.
    let attacked = try SketchShape.countMin(rows: 4, columns: 4096, generations: 1)
    for trial in 0..<1000 {
      let target = "/etc/shadow\(trial)"
      var sketch = Fixture.sketch(attacked)
      for name in Self.cover(of: target, shape, Fixture.otherKey, from: trial * 1000) {
        for _ in 0..<5 { _ = sketch.observe(Self.name(name, Fixture.key)) }
      }
      #expect(sketch.estimate(Self.name(target, Fixture.key)).count == 0, "trial \(trial)")
    }
  }

  @Test("a flood without a quota is noticed within 65 536 updates")
  func floodIsNoticed() throws {
    var sketch = Fixture.sketch(try .countMin(memory: 1 << 14, generations: 1))
    #expect(sketch.isTrusted(below: 5) == true)
    for number in 0..<Int(Sketch.probeInterval) { sketch.count(number) }
    #expect(sketch.isTrusted(below: 5) == false)
    #expect(sketch.noise.percentile99 >= 5)
    // Keys that were never counted, asked one by one.
    let answers = (0..<2000).map { sketch.estimate(KeyHash($0, seed: 3)).count }.sorted()
    let (truth, measured) = (Double(answers[1980]), Double(sketch.noise.percentile99))
    #expect(abs(truth - measured) <= max(1, truth / 10), "99 of 100 have at most \(truth), canaries say \(measured)")
  }

  @Test("a flood from one owner leaves the others what they have")
  func quota() throws {
    for shape in try Fixture.shapes(bytes: 1 << 14) {
      var definition = Fixture.definition(shape)
      definition.quota = NewKeyQuota(newKeys: 100, period: 3_600_000_000_000)
      var sketch = Sketch(definition, key: Fixture.key)
      let hasher = KeyHasher(Fixture.key, Fixture.schema)
      let (attacker, other) = (hasher.owner(Array("aaaa".utf8).span), hasher.owner(Array("bbbb".utf8).span))
      sketch.advance(to: 1_000)
      for number in 0..<20 { _ = sketch.observe(KeyHash(number), owner: other) }
      var refused = 0
      for number in 0..<10_000 where sketch.observe(KeyHash(number, seed: 1), owner: attacker).isBurst { refused += 1 }
      #expect(refused >= 9_900 - 100 && refused <= 9_900)
      #expect(sketch.health.refusals == UInt64(refused))
      // What was seen before still counts for the attacker too; new keys of others are counted.
      #expect(!sketch.observe(KeyHash(1), owner: attacker).isBurst)
      let own = sketch.observe(KeyHash(500), owner: other)
      #expect(own.prior == 0 && own.count == 1 && !own.isBurst)
      let missed = (0..<5_000).count { sketch.estimate(KeyHash($0, seed: 2)).count > 0 }
      #expect(missed <= 5, "\(missed) of 5000")
      // The next hour.
      sketch.advance(to: 3_600_000_002_000)
      #expect(!sketch.observe(KeyHash(70_000, seed: 1), owner: attacker).isBurst)
    }
  }

  @Test("repetition within a slot of time changes nothing")
  func repetition() throws {
    for shape in try Fixture.shapes() {
      var definition = Fixture.definition(shape)
      let minute: UInt64 = 60_000_000_000
      definition.countOncePer = 10 * minute
      var sketch = Sketch(definition, key: Fixture.key)
      sketch.advance(to: minute)
      let first = sketch.observe(8)
      for _ in 0..<6 {
        #expect(sketch.estimate(KeyHash(8), adding: 1) == Observation(prior: 0, count: 1))
        let again = sketch.observe(8)
        #expect(again.prior == first.prior && again.count == first.count)
        #expect(sketch.tag(again) == .new)
      }
      for slot in 1...5 {
        sketch.advance(to: minute * UInt64(1 + 10 * slot))
        #expect(sketch.observe(8).count == UInt64(slot + 1))
        #expect(sketch.observe(8).count == UInt64(slot + 1))
      }
    }
  }

  @Test("what is only asked for is never learned")
  func heldBack() throws {
    for shape in try Fixture.shapes() {
      var sketch = Fixture.sketch(shape)
      sketch.count(1)
      let before = SketchFile.encode(sketch)
      for _ in 0..<1000 { #expect(sketch.estimate(KeyHash(2), adding: 1) == Observation(prior: 0, count: 1)) }
      #expect(SketchFile.encode(sketch) == before)
    }
  }

  @Test("live counts add to a baseline, and leave it as it is")
  func baseline() throws {
    for shape in try Fixture.shapes(generations: 2) {
      var trained = Fixture.sketch(shape)
      trained.count(1, times: 7)
      let saved = SketchFile.encode(trained)
      var live = Fixture.sketch(shape)
      try live.setBaseline(trained)
      #expect(live.estimate(1) == 7)
      #expect(live.observe(1).count == 8)
      #expect(live.events == 1)
      #expect(SketchFile.encode(trained) == saved)
      var foreign = Fixture.sketch(shape, key: Fixture.otherKey)
      #expect(throws: SketchMismatch.self) { try foreign.setBaseline(trained) }
    }
  }
}
