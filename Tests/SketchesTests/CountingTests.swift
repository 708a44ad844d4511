import Testing
import TestSupport

@testable import Sketches

/// Estimates against an exact dictionary.
@Suite("Counting")
struct CountingTests {
  @Test("dimensions by the formulas of the talk")
  func dimensions() throws {
    // sketches.md §1: upstream's example.
    let example = try #require(SketchShape.dimensions(epsilon: 0.0001, delta: 0.001))
    #expect(example.rows == 7 && example.columns == 27183)
    let shape = try SketchShape.countMin(epsilon: 0.0001, delta: 0.001, generations: 1)
    #expect(shape.rows == 7 && shape.width == 32768 && shape.byteCount == 7 * 32768 * 2)
    #expect(try SketchShape.countMin(rows: 7, columns: 27183, counter: .bits32, generations: 2).byteCount == 7 * 32768 * 4 * 2)
    // Lines of 64 bytes, an even number of them: 16 entries with one generation, ten with two.
    let table = try SketchShape.table(memory: 2 << 20, generations: 2)
    #expect(table.width == 32768 && table.slots == 10 && table.byteCount == 2 << 20)
    let odd = try SketchShape.table(memory: 1000 * 64 + 63, generations: 1)
    #expect(odd.width == 1000 && odd.slots == 16)
    #expect(try SketchShape.table(memory: 999 * 64, generations: 1).width == 998)
    #expect(try SketchShape.countMin(memory: 1 << 20, generations: 2).width == 65536)
    for (epsilon, delta) in [(0.0, 0.1), (1.0, 0.1), (0.1, 0.0), (0.1, 1.0), (-1, 0.5), (.nan, 0.5), (1e-300, 0.5)] {
      #expect(throws: SketchShape.Failure.self) { try SketchShape.countMin(epsilon: epsilon, delta: delta, generations: 1) }
    }
    for (rows, columns) in [(0, 10), (17, 10), (4, 0), (4, 1 << 40), (4, -1)] {
      #expect(throws: SketchShape.Failure.self) { try SketchShape.countMin(rows: rows, columns: columns, generations: 1) }
    }
    for (memory, generations) in [(0, 1), (-5, 1), (100, 1), (1 << 20, 0), (1 << 20, 17), (1 << 50, 1)] {
      #expect(throws: SketchShape.Failure.self) { try SketchShape.table(memory: memory, generations: generations) }
      #expect(throws: SketchShape.Failure.self) { try SketchShape.countMin(memory: memory - 99, generations: generations) }
    }
  }

  @Test("count-min never says too little, and rarely much too much", arguments: KeyStream.allCases)
  func countMinBounds(_ stream: KeyStream) throws {
    let (epsilon, delta, events) = (0.01, 0.02, 4000)
    let shapes = [
      try SketchShape.countMin(epsilon: epsilon, delta: delta, generations: 1),
      try SketchShape.countMin(epsilon: epsilon, delta: delta, counter: .bits32, isConservative: false, generations: 1),
    ]
    for seed in 1...10 {
      let keys = stream.keys(events, seed: UInt64(seed))
      let exact = exactCounts(keys)
      for shape in shapes {
        var sketch = Fixture.sketch(shape)
        for key in keys { _ = sketch.observe(KeyHash(key, seed: UInt64(seed))) }
        var tooMuch = 0
        for (key, count) in exact {
          let estimate = sketch.estimate(KeyHash(key, seed: UInt64(seed))).count
          #expect(estimate >= count, "seed \(seed), key \(key)")
          if Double(estimate - count) > epsilon * Double(events) { tooMuch += 1 }
        }
        #expect(Double(tooMuch) <= delta * Double(exact.count), "seed \(seed): \(tooMuch) of \(exact.count)")
        #expect(sketch.total == UInt64(events) && sketch.events == UInt64(events))
      }
    }
  }

  @Test("conservative updates are never worse, and better where it is crowded")
  func conservative() throws {
    var plain = Fixture.sketch(try .countMin(rows: 4, columns: 64, isConservative: false, generations: 1))
    var careful = Fixture.sketch(try .countMin(rows: 4, columns: 64, generations: 1))
    let keys = KeyStream.zipf.keys(3000, seed: 3)
    for key in keys {
      _ = plain.observe(key)
      _ = careful.observe(key)
    }
    var (sumPlain, sumCareful): (UInt64, UInt64) = (0, 0)
    for key in exactCounts(keys).keys {
      #expect(careful.estimate(key) <= plain.estimate(key))
      sumPlain += plain.estimate(key)
      sumCareful += careful.estimate(key)
    }
    #expect(sumCareful * 10 < sumPlain * 9)
  }

  @Test("a table at nine tenths: rare keys are rare, common ones common", arguments: [1, 2])
  func tableQuality(_ generations: Int) throws {
    // sketches.md §5.10, target 2. 1024 lines, 90 % of them used by keys of ten events each.
    let shape = try SketchShape.table(memory: 1 << 16, generations: generations)
    let count = shape.width * shape.slots * 9 / 10
    var sketch = Fixture.sketch(shape)
    for _ in 0..<10 { for key in 0..<count { sketch.count(key) } }
    // Few lines fill up before the others.
    #expect(sketch.health.evictions * 10_000 <= UInt64(count))
    let fill = FingerprintTable(shape).fill(of: sketch.cells)
    // Keys that share both tag and lines share a place.
    #expect(fill <= count && fill >= count * 999 / 1000)
    let tooRare = (0..<count).count { sketch.estimate($0) < 10 }
    #expect(tooRare * 10_000 <= count)
    // By construction at most 32 tags of 65 535 fit: 0.05 %.
    let probes = 200_000
    let missed = (0..<probes).count { sketch.estimate(KeyHash($0, seed: 7)).count > 0 }
    #expect(missed * 10_000 <= probes * 6, "\(missed) of \(probes)")
    #expect(missed > 0, "as many as this hit a tag of another key; none would mean that tags are not what is compared")
  }

  @Test("an overloaded table forgets; it invents nothing")
  func overload() throws {
    var sketch = Fixture.sketch(try .table(memory: 1 << 12, generations: 1))
    let keys = (0..<3000).flatMap { key in Array(repeating: key, count: key % 10 == 0 ? 5 : 1) }
    for key in keys { sketch.count(key) }
    #expect(sketch.health.evictions > 1000)
    let exact = exactCounts(keys)
    let tooCommon = exact.count { sketch.estimate($0.key) > $0.value }
    #expect(tooCommon * 1000 <= exact.count * 2, "\(tooCommon) of \(exact.count)")
  }

  @Test("what is counted most stays through a flood of new keys")
  func floodOfTable() throws {
    var sketch = Fixture.sketch(try .table(memory: 1 << 12, generations: 1))
    for key in 0..<100 { sketch.count(key, times: 20) }
    for key in 0..<20_000 { _ = sketch.observe(KeyHash(key, seed: 99)) }
    #expect((0..<100).allSatisfy { sketch.estimate($0) >= 20 })
  }

  @Test("counters stop at their greatest value")
  func saturation() throws {
    for shape in try Fixture.shapes() {
      var sketch = Fixture.sketch(shape)
      let maximum = shape.counter.maximum
      let first = sketch.observe(KeyHash(1), weight: UInt32(maximum - 2))
      #expect(first.prior == 0 && first.count == maximum - 2)
      #expect(sketch.health.saturations == 0)
      #expect(sketch.observe(KeyHash(1), weight: 5).count == maximum)
      #expect(sketch.observe(KeyHash(1)) == sketch.observe(KeyHash(1)))
      #expect(sketch.estimate(1) == maximum)
      #expect(sketch.health.saturations == 3)
    }
  }

  @Test("prior and count of one event")
  func observations() throws {
    for shape in try Fixture.shapes() {
      var sketch = Fixture.sketch(shape)
      #expect(sketch.estimate(KeyHash(5), adding: 1) == Observation(prior: 0, count: 1))
      let first = sketch.observe(5)
      #expect(first.prior == 0 && first.count == 1 && first.isNew)
      let second = sketch.observe(KeyHash(5), weight: 3)
      #expect(second.prior == 1 && second.count == 4 && !second.isNew)
      #expect(sketch.estimate(5) == 4)
      #expect(sketch.total == 4 && sketch.events == 2)
    }
  }

  @Test("the same events and secret give the same bytes")
  func determinism() throws {
    for shape in try Fixture.shapes() {
      func run() -> [UInt8] {
        var sketch = Fixture.sketch(shape)
        for key in KeyStream.middle.keys(2000, seed: 5) { sketch.count(key) }
        return SketchFile.encode(sketch)
      }
      #expect(run() == run())
    }
  }

  /// sketches.md §5.10, target 3, at a 160th of the size: T = 5, half of the events to learn from.
  @Test("as many bytes as upstream's example, and rare stays rare", arguments: [KeyStream.largeTail, .middle, .zipf])
  func decisions(_ stream: KeyStream) throws {
    // Upstream: 7 rows of 64-bit counters, plain; 1.52 MB / 160.
    let bytes = 7 * 170 * 8
    var upstream = (0..<7).map { _ in [UInt64](repeating: 0, count: 170) }
    var sketch = Fixture.sketch(try .table(memory: bytes, generations: 1))
    let keys = stream.keys(50_000, seed: 11)
    var exact: [Int: UInt64] = [:]
    var (rare, missed, missedUpstream) = (0, 0, 0)
    for (index, key) in keys.enumerated() {
      exact[key, default: 0] += 1
      let estimate = sketch.observe(key).count
      var least = UInt64.max
      for row in 0..<7 {
        let column = Int(KeyHash(key, seed: UInt64(row + 1)).rawValue % 170)
        upstream[row][column] += 1
        least = min(least, upstream[row][column])
      }
      guard index >= keys.count / 2, let count = exact[key], count <= 5 else { continue }
      rare += 1
      if estimate > 5 { missed += 1 }
      if least > 5 { missedUpstream += 1 }
    }
    #expect(rare > 1000)
    #expect(missed * 1000 <= rare, "\(missed) of \(rare) missed")
    #expect(missedUpstream * 2 > rare, "upstream's misses \(missedUpstream) of \(rare)")
  }
}
