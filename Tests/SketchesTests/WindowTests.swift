import Testing
import TestSupport

@testable import Sketches

private let second: UInt64 = 1_000_000_000

@Suite("Windows, learning, and what counts are worth")
struct WindowTests {
  private func windowed(_ shape: SketchShape, seconds: UInt64) -> Sketch {
    var definition = Fixture.definition(shape)
    definition.window = seconds * second
    return Sketch(definition, key: Fixture.key)
  }

  @Test("a window ends with the time of events")
  func rotation() throws {
    for shape in try Fixture.shapes(generations: 2) {
      var sketch = windowed(shape, seconds: 100)
      let start: UInt64 = 1_700_000_000 * second
      sketch.advance(to: start)
      sketch.count(1, times: 3)
      sketch.advance(to: start + 99 * second)
      #expect(sketch.age == 99 * second)
      sketch.advance(to: start + 100 * second)
      // Still in the window: it is at least 100 seconds long.
      let kept = sketch.observe(1)
      #expect(kept.prior == 3 && kept.count == 4)
      sketch.advance(to: start + 199 * second)
      #expect(sketch.estimate(1) == 4)
      #expect(sketch.distinct == 1 && sketch.total == 4)
      sketch.advance(to: start + 200 * second)
      #expect(sketch.estimate(1) == 1)
      #expect(sketch.age == 100 * second)
      sketch.advance(to: start + 300 * second)
      #expect(sketch.estimate(1) == 0 && sketch.distinct == 0 && sketch.total == 0)
      #expect(sketch.events == 4)
    }
  }

  @Test("three generations: each is half of the window")
  func thirds() throws {
    var sketch = windowed(try .table(memory: 4096, generations: 3), seconds: 100)
    sketch.advance(to: second)
    for step in 0..<5 {
      sketch.advance(to: second + UInt64(step) * 50 * second)
      sketch.count(step)
    }
    #expect((0..<5).map { sketch.estimate($0) } == [0, 0, 1, 1, 1])
    #expect(sketch.age == 100 * second)
  }

  @Test("a long time without events forgets everything")
  func gap() throws {
    for shape in try Fixture.shapes(generations: 2) {
      var sketch = windowed(shape, seconds: 10)
      sketch.advance(to: second)
      sketch.count(1, times: 3)
      sketch.advance(to: 1_000_000 * second + 5 * second)
      #expect(sketch.estimate(1) == 0)
      sketch.count(1)
      #expect(sketch.age <= 20 * second)
      sketch.advance(to: 1_000_000 * second + 12 * second)
      #expect(sketch.estimate(1) == 1, "the one that counts now is not older than what it counts")
    }
  }

  @Test("time that goes backwards ends no window and teaches nothing")
  func backwards() throws {
    var sketch = windowed(try .table(memory: 4096, generations: 2), seconds: 100)
    sketch.advance(to: 1_000_000 * second)
    sketch.count(1)
    // An older capture.
    sketch.advance(to: 1_000 * second)
    #expect(sketch.clock.seen == 0 && sketch.estimate(1) == 1)
    sketch.advance(to: 1_030 * second)
    #expect(sketch.clock.seen == 30 * second)
    // Back in the first: the way there is a step forward like any other, unless it is said to be another input.
    sketch.beginInput()
    sketch.advance(to: 1_000_001 * second)
    #expect(sketch.clock.seen == 30 * second)
    sketch.advance(to: 1_000_011 * second)
    #expect(sketch.clock.seen == 40 * second)
    #expect(sketch.estimate(1) == 1)
    #expect(sketch.clock.first == 1_000 * second && sketch.clock.last == 1_000_011 * second)
  }

  @Test("the disorder of several processors adds no time")
  func disorder() throws {
    var sketch = windowed(try .table(memory: 4096, generations: 2), seconds: 100)
    let start = 5_000 * second
    for step: UInt64 in 0..<1000 {
      sketch.advance(to: start + step * 1000)
      sketch.advance(to: start + step * 1000 - min(900_000, step * 900))
    }
    #expect(sketch.clock.seen == 999_000)
  }

  @Test("learning ends when time, number and share of new keys all say so, and does not begin again")
  func learning() throws {
    var definition = Fixture.definition(try .table(memory: 1 << 16, generations: 1))
    definition.learning = LearningGate.Limits(duration: 60 * second, events: 6_000, newKeysPerMillion: 1_000)
    var still = Sketch(definition, key: Fixture.key)
    still.advance(to: second)
    for number in 0..<10_000 { still.count(number % 50) }
    #expect(!still.learning.isOpen && still.learning.newKeysPerMillion == 0, "no time has passed")
    #expect(still.tag(still.estimate(KeyHash(1))) == .learning && still.isTrusted(below: 5) == false)
    still.advance(to: 61 * second)
    still.count(1)
    #expect(still.learning.isOpen)

    var sketch = Sketch(definition, key: Fixture.key)
    sketch.advance(to: second)
    sketch.advance(to: 70 * second)
    for number in 0..<8_192 { sketch.count(number % 97 == 0 ? number : 1) }
    #expect(!sketch.learning.isOpen, "one in a hundred is still new")
    #expect(sketch.learning.newKeysPerMillion > 5_000)
    for number in 0..<8_192 { sketch.count(number % 50) }
    #expect(sketch.learning.isOpen && sketch.isTrusted(below: 5) == true)
    #expect(sketch.tag(sketch.estimate(KeyHash(1 << 30))) == .new)
    for number in 100_000..<110_000 { sketch.count(number) }
    #expect(sketch.learning.isOpen)
  }

  @Test("counts are halved at the end of each window")
  func halving() throws {
    for shape in try Fixture.shapes() {
      var definition = Fixture.definition(shape)
      definition.window = 1000
      definition.halves = true
      var sketch = Sketch(definition, key: Fixture.key)
      sketch.advance(to: 1)
      sketch.count(1, times: 100)
      sketch.count(2, times: 3)
      sketch.count(3)
      sketch.advance(to: 1001)
      #expect([1, 2, 3].map { sketch.estimate($0) } == [50, 1, 0])
      #expect(sketch.total == 52)
      sketch.count(1)
      // Two windows at once.
      sketch.advance(to: 3001)
      #expect([1, 2, 3].map { sketch.estimate($0) } == [12, 0, 0])
      // What has no count left takes no room: as after a sketch that only ever counted the first.
      if shape.backend == .table { #expect(FingerprintTable(shape).fill(of: sketch.cells) == 1) }
      let read = try SketchFile.decode(SketchFile.encode(sketch), expecting: definition, Fixture.key, SketchFile.Limits())
      #expect(read.estimate(1) == 12 && read.definition.halves && SketchFile.encode(read) == SketchFile.encode(sketch))
      sketch.advance(to: 3_000_000)
      #expect(sketch.estimate(1) == 0 && sketch.total == 0)
    }
  }

  @Test("the keys that were new last, once enough was learned")
  func recent() throws {
    var definition = Fixture.definition(try .table(memory: 1 << 14, generations: 1))
    definition.learning.events = 10
    var sketch = Sketch(definition, key: Fixture.key)
    for number in 0..<100 {
      sketch.advance(to: UInt64(1000 + number))
      for _ in 0..<(number == 50 ? 3 : 1) {
        let observation = sketch.observe(number % 90)
        let text = Array("key \(number)".utf8)
        if observation.wantsName { sketch.name(KeyHash(number % 90), observation, text: text.span) }
      }
    }
    // Of 90 keys the last 64; the last ten events brought none.
    let recent = sketch.recentKeys
    #expect(recent.map { String(decoding: $0.text, as: UTF8.self) } == (26..<90).reversed().map { "key \($0)" })
    #expect(recent.map(\.time) == (26..<90).reversed().map { UInt64(1000 + $0) })
    #expect(recent.map(\.count) == (26..<90).reversed().map { $0 == 50 ? 3 : 1 })
    let read = try SketchFile.decode(SketchFile.encode(sketch), expecting: definition, Fixture.key, SketchFile.Limits())
    #expect(read.recentKeys == recent)
    let withoutNames = try SketchFile.decode(
      SketchFile.encode(sketch, withNames: false), expecting: definition, Fixture.key, SketchFile.Limits())
    #expect(withoutNames.recentKeys.isEmpty)
  }

  @Test("tags: new, rare, common")
  func tags() throws {
    var definition = Fixture.definition(try .table(memory: 1 << 16, generations: 1))
    definition.tags.rarePerMille = 5
    var sketch = Sketch(definition, key: Fixture.key)
    sketch.count(1, times: 5_000)
    sketch.count(2, times: 3)
    #expect(sketch.tag(sketch.estimate(KeyHash(3))) == .new)
    #expect(sketch.tag(sketch.estimate(KeyHash(2))) == .rare)
    #expect(sketch.tag(sketch.estimate(KeyHash(1))) == .common)
    // Counted as often as that, it is common even if all others are counted far more often.
    sketch.count(2, times: 98)
    sketch.count(1, times: 50_000)
    #expect(sketch.percentile(sketch.estimate(KeyHash(2))) <= 5)
    #expect(sketch.tag(sketch.estimate(KeyHash(2))) == .common)
  }

  @Test("percentiles against all prior counts, sorted")
  func percentiles() throws {
    var sketch = Fixture.sketch(try .table(memory: 1 << 18, generations: 1))
    var exact: [Int: UInt64] = [:]
    var priors: [UInt64] = []
    for key in KeyStream.zipf.keys(20_000, seed: 2) {
      priors.append(exact[key, default: 0])
      exact[key, default: 0] += 1
      _ = sketch.observe(key)
    }
    for prior: UInt64 in [0, 1, 2, 3, 4, 7, 8, 100, 1000, 4000] {
      // A bucket ends before the next power of two.
      let end = prior == 0 ? 0 : (1 << UInt64(64 - prior.leadingZeroBitCount)) - 1
      let share = priors.count { $0 <= end } * 1000 / priors.count
      #expect(sketch.percentile(Observation(prior: prior, count: prior)) == share, "prior \(prior)")
    }
  }

  /// What makes percentiles thresholds that carry over: how many alerts they give is known before.
  @Test("an alert at p per mille meets at most p + 1 per mille", arguments: [1, 5, 20] as [UInt16])
  func budget(_ perMille: UInt16) throws {
    var sketch = Fixture.sketch(try .table(memory: 1 << 16, generations: 1))
    let keys = KeyStream.steepZipf.keys(30_000, seed: 8).map { $0 % 400 }
    for key in keys { sketch.count(key) }
    var alerts = 0
    for key in keys where sketch.percentile(sketch.observe(key)) <= perMille { alerts += 1 }
    #expect(alerts * 1000 <= keys.count * Int(perMille + 1), "\(alerts)")
  }

  @Test("different keys are counted to some per cent", arguments: [0, 1, 10, 500, 5_000, 50_000])
  func distinct(_ count: Int) throws {
    var sketch = Fixture.sketch(try .countMin(memory: 4096, generations: 1))
    for key in 0..<count { sketch.count(key, times: key < 10 ? 3 : 1) }
    // Three standard errors of 1.04/√4096.
    let error = abs(Double(sketch.distinct) - Double(count))
    #expect(error <= max(0.5, Double(count) * 3 * 1.04 / 64), "\(sketch.distinct)")
  }

  @Test("the keys that are counted most, with their texts")
  func top() throws {
    var definition = Fixture.definition(try .table(memory: 1 << 18, generations: 1))
    definition.topCapacity = 20
    // New keys have their texts asked for too, once enough was learned.
    definition.learning.events = .max
    var sketch = Sketch(definition, key: Fixture.key)
    let keys = KeyStream.steepZipf.keys(30_000, seed: 4)
    var asked = 0
    for key in keys {
      let observation = sketch.observe(key)
      guard observation.wantsName else { continue }
      asked += 1
      sketch.name(KeyHash(key), observation, text: Array("key \(key)".utf8).span)
    }
    let exact = exactCounts(keys)
    let listed = sketch.topKeys
    #expect(listed.count == 20)
    #expect(listed.map(\.count) == exact.values.sorted(by: >).prefix(20).map { $0 })
    for line in listed {
      let key = try #require(exact.keys.first { KeyHash($0) == line.key })
      #expect(line.count == exact[key] && line.text == Array("key \(key)".utf8))
    }
    #expect(asked < keys.count / 50, "texts were asked for \(asked) times")
  }

  @Test("after a window the list says what is still counted")
  func topAfterRotation() throws {
    var definition = Fixture.definition(try .table(memory: 4096, generations: 2))
    definition.window = 10 * second
    definition.topCapacity = 2
    var sketch = Sketch(definition, key: Fixture.key)
    func count(_ key: Int, _ times: Int) {
      for _ in 0..<times {
        let observation = sketch.observe(key)
        if observation.wantsName { sketch.name(KeyHash(key), observation, text: Array("\(key)".utf8).span) }
      }
    }
    sketch.advance(to: second)
    count(1, 9)
    count(2, 8)
    sketch.advance(to: 12 * second)
    sketch.advance(to: 22 * second)
    count(3, 2)
    #expect(sketch.topKeys.first == TopKey(key: KeyHash(3), count: 2, text: Array("3".utf8)))
    #expect(sketch.topKeys.count == 2 && sketch.topKeys[1].count == 0)
  }

  @Test("the parts of a field together")
  func tokens() throws {
    var sketch = Fixture.sketch(try .table(memory: 4096, generations: 1))
    sketch.count(1, times: 9)
    var statistics = TokenStatistics()
    #expect(statistics.average == nil)
    for key in [1, 2, 1] { statistics.add(sketch.observe(key)) }
    #expect(statistics.tokens == 3 && statistics.sum == 10 + 1 + 11)
    #expect(statistics.minimum == 1 && statistics.maximum == 11 && statistics.average == 7)
  }
}
