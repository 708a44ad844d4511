import Testing
import TestSupport

@testable import Sketches

@Suite("Sketches of several hosts together")
struct MergeTests {
  private static func host(_ shape: SketchShape, _ keys: [Int]) -> Sketch {
    var definition = Fixture.definition(shape)
    definition.topCapacity = 10
    var sketch = Sketch(definition, key: Fixture.key)
    for key in keys {
      let observation = sketch.observe(key)
      if observation.wantsName { sketch.name(KeyHash(key), observation, text: Array("\(key)".utf8).span) }
    }
    return sketch
  }

  private static let streams = [KeyStream.middle, .zipf, .steepZipf].map { $0.keys(1500, seed: 6) }

  private static func sum(_ shape: SketchShape, _ order: [Int]) throws -> Sketch {
    var sum = host(shape, streams[order[0]])
    for index in order.dropFirst() { try sum.add(host(shape, streams[index])) }
    return sum
  }

  @Test("plain count-min: the sum is the sketch of all events, byte for byte")
  func exact() throws {
    let shape = try SketchShape.countMin(rows: 3, columns: 128, isConservative: false, generations: 1)
    let sum = try Self.sum(shape, [0, 1, 2])
    let together = Self.host(shape, Self.streams.flatMap { $0 })
    for word in 0..<sum.cells.count { #expect(sum.cells[word] == together.cells[word]) }
    #expect(sum.distinct == together.distinct && sum.total == together.total && sum.events == together.events)
  }

  @Test("sums are upper bounds; tables that have room are exact but for tags")
  func bounds() throws {
    let exact = exactCounts(Self.streams.flatMap { $0 })
    for shape in try Fixture.shapes(bytes: 1 << 15) {
      let sum = try Self.sum(shape, [0, 1, 2])
      #expect(sum.health.evictions == 0)
      #expect(exact.allSatisfy { sum.estimate($0.key) >= $0.value })
      if shape.backend == .table {
        #expect(exact.count { sum.estimate($0.key) != $0.value } * 1000 <= exact.count * 2)
      }
    }
  }

  @Test("in any order and grouping")
  func commutes() throws {
    let keys = Set(Self.streams.flatMap { $0 })
    for shape in try Fixture.shapes(bytes: 1 << 15) {
      let first = try Self.sum(shape, [0, 1, 2])
      var right = Self.host(shape, Self.streams[1])
      try right.add(Self.host(shape, Self.streams[2]))
      var grouped = Self.host(shape, Self.streams[0])
      try grouped.add(right)
      let turned = try Self.sum(shape, [2, 1, 0])
      for key in keys {
        #expect(first.estimate(key) == turned.estimate(key))
        #expect(first.estimate(key) == grouped.estimate(key))
      }
      // A table's places depend on the order; all else is equal to the byte.
      if shape.backend == .countMin {
        #expect(try Self.stripped(first) == Self.stripped(grouped))
        #expect(try Self.stripped(first) == Self.stripped(turned))
      }
      #expect(first.distinct == turned.distinct && first.total == turned.total)
      // The lists of ten left out other keys on the way.
      #expect(first.topKeys.map(\.count).prefix(5) == turned.topKeys.map(\.count).prefix(5))
    }
  }

  /// Without the names, of which a list of ten has to leave some out.
  private static func stripped(_ sketch: borrowing Sketch) throws -> [UInt64] {
    let buckets = sketch.histogram.buckets(with: sketch.batch, in: sketch.newest)
    return (0..<sketch.cells.count).map { sketch.cells[$0] } + (0..<buckets.count).map { buckets[$0] }
      + [sketch.clock.seen, sketch.events, sketch.total, sketch.noise.percentile99]
  }

  @Test("sums stop at the greatest value of a counter")
  func saturation() throws {
    for shape in try Fixture.shapes() {
      var sum = Fixture.sketch(shape)
      let maximum = shape.counter.maximum
      _ = sum.observe(KeyHash(1), weight: UInt32(maximum - 10))
      var other = Fixture.sketch(shape)
      _ = other.observe(KeyHash(1), weight: 20)
      try sum.add(other)
      #expect(sum.estimate(1) == maximum && sum.health.saturations > 0)
    }
  }

  @Test("a table without room says what it forgot")
  func evictions() throws {
    let shape = try SketchShape.table(memory: 512, generations: 1)
    var sum = Self.host(shape, Array(0..<100))
    try sum.add(Self.host(shape, Array(100..<200)))
    #expect(sum.health.evictions > 50)
  }

  @Test("on how many hosts a key was seen")
  func prevalence() throws {
    for shape in try Fixture.shapes(bytes: 1 << 14, generations: 2) {
      var prevalence = Fixture.sketch(shape)
      for host in 0..<5 {
        var sketch = Fixture.sketch(shape)
        sketch.count(1, times: 10)
        if host < 2 { sketch.count(2, times: 4) }
        if host == 0 { sketch.count(3, times: 2) }
        try prevalence.addPrevalence(of: sketch, atLeast: 3)
      }
      #expect([1, 2, 3, 4].map { prevalence.estimate($0) } == [5, 2, 0, 0])
      #expect(prevalence.events == 5)
    }
  }

  @Test("what was counted in which window stays there")
  func generations() throws {
    for shape in try Fixture.shapes(generations: 2) {
      var definition = Fixture.definition(shape)
      definition.window = 100
      var one = Sketch(definition, key: Fixture.key)
      var two = Sketch(definition, key: Fixture.key)
      one.advance(to: 1000)
      one.count(1, times: 2)
      one.advance(to: 1100)
      one.count(1, times: 3)
      two.advance(to: 7000)
      two.count(1, times: 10)
      try one.add(two)
      #expect(one.estimate(1) == 15 && one.clock.seen == 100)
      one.beginInput()
      one.advance(to: 8000)
      one.advance(to: 8100)
      #expect(one.estimate(1) == 13)
    }
  }

  @Test("what does not fit is refused, and says why")
  func mismatches() throws {
    let shape = try SketchShape.table(memory: 4096, generations: 1)
    var sketch = Fixture.sketch(shape)
    let before = SketchFile.encode(sketch)
    #expect(throws: SketchMismatch.shape("table of 64 lines, 1 generation here, table of 32 lines, 1 generation there")) {
      try sketch.add(Fixture.sketch(try .table(memory: 2048, generations: 1)))
    }
    var schema = Fixture.schema
    schema.each = "proc.args"
    #expect(throws: SketchMismatch.schema(["each: none here, proc.args there"])) {
      try sketch.add(Sketch(SketchDefinition(schema, shape), key: Fixture.key))
    }
    #expect(throws: SketchMismatch.self) { try sketch.add(Fixture.sketch(shape, key: Fixture.otherKey)) }
    #expect(throws: SketchMismatch.self) { try sketch.addPrevalence(of: Fixture.sketch(shape, key: Fixture.otherKey)) }
    #expect(SketchFile.encode(sketch) == before)
  }
}
