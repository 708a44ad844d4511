import Testing
import TestSupport

@testable import Sketches

/// Statistics follow events in batches; whoever asks must not see it.
@Suite("Statistics")
struct StatisticsTests {
  /// What a sketch should say, counted in dictionaries. Windows are `period` long.
  private struct Model {
    let generations: Int
    let period: UInt64
    let maximum: UInt64
    var counts: [[Int: UInt64]]
    var priors: [[UInt64]]
    var weights: [UInt64]
    var saturations: UInt64 = 0
    var events: UInt64 = 0
    private var began: UInt64 = 0

    init(generations: Int, period: UInt64, maximum: UInt64) {
      (self.generations, self.period, self.maximum) = (generations, period, maximum)
      counts = Array(repeating: [:], count: generations)
      priors = Array(repeating: [], count: generations)
      weights = Array(repeating: 0, count: generations)
    }

    mutating func advance(to seen: UInt64) {
      while seen - began >= period {
        began += period
        counts = [[:]] + counts.dropLast()
        priors = [[]] + priors.dropLast()
        weights = [0] + weights.dropLast()
      }
    }

    mutating func count(_ key: Int, _ weight: UInt64) -> (prior: UInt64, count: UInt64) {
      let prior = counts.reduce(0) { $0 + $1[key, default: 0] }
      let before = counts[0][key, default: 0]
      let after = min(before + weight, maximum)
      if after == maximum { saturations += 1 }
      counts[0][key] = after
      priors[0].append(prior)
      weights[0] += weight
      events += 1
      return (prior, prior - before + after)
    }

    /// Of a thousand events but this one, rounded down.
    func percentile(_ prior: UInt64) -> UInt16 {
      let bits = { (number: UInt64) in 64 - number.leadingZeroBitCount }
      let all = priors.joined()
      let below = all.count { bits($0) <= bits(prior) } - 1
      return all.count > 1 ? UInt16(below * 1000 / (all.count - 1)) : 0
    }
  }

  private enum Case: CaseIterable {
    case tableOfOne, tableOfTwo, tableOfThree, countMinOfOne, countMinOfTwo, threeRows, wide, plain

    func shape() throws -> SketchShape {
      switch self {
      case .tableOfOne: try .table(memory: 1 << 18, generations: 1)
      case .tableOfTwo: try .table(memory: 1 << 18, generations: 2)
      case .tableOfThree: try .table(memory: 1 << 18, generations: 3)
      case .countMinOfOne: try .countMin(memory: 1 << 20, generations: 1)
      case .countMinOfTwo: try .countMin(memory: 1 << 20, generations: 2)
      case .threeRows: try .countMin(memory: 1 << 20, rows: 3, generations: 2)
      case .wide: try .countMin(memory: 1 << 20, counter: .bits32, generations: 2)
      case .plain: try .countMin(memory: 1 << 20, isConservative: false, generations: 2)
      }
    }
  }

  @Test("are those of an exact count at every moment", arguments: Case.allCases)
  private func exact(_ shape: Case) throws {
    let shape = try shape.shape()
    var definition = Fixture.definition(shape)
    let period: UInt64 = 6_000
    definition.window = period * UInt64(max(shape.generations - 1, 1))
    definition.topCapacity = 8
    var sketch = Sketch(definition, key: Fixture.key)
    var model = Model(generations: shape.generations, period: period, maximum: shape.counter.maximum)
    var random = SplitMix64(seed: 5)
    var seen: UInt64 = 0
    for event in 0..<24_000 {
      // Half of all events have one of a few keys; some keys come again only after a window.
      let key = Int(random.next() % (event % 2 == 0 ? 5 : 300)) + event / 10_000 * 150
      let weight = random.next() % 100 == 0 ? random.next() % 30_000 : 1
      if random.next() % 4 == 0 { seen += random.next() % 8 }
      sketch.advance(to: 1_000 + seen)
      model.advance(to: seen)
      let expected = model.count(key, weight)
      let observation = sketch.observe(KeyHash(key), weight: UInt32(weight))
      #expect(observation.prior == expected.prior && observation.count == expected.count, "event \(event)")
      if observation.wantsName { sketch.name(KeyHash(key), observation, text: Array("k\(key)".utf8).span) }
      guard random.next() % 197 == 0 else { continue }
      #expect(sketch.percentile(observation) == model.percentile(expected.prior), "event \(event)")
      #expect(sketch.events == model.events && sketch.total == model.weights.reduce(0, +))
      #expect(sketch.eventsInWindow == UInt64(model.priors.reduce(0) { $0 + $1.count }))
      #expect(sketch.events(below: 3) == UInt64(model.priors.joined().count { $0 < 8 }))
      #expect(sketch.health.saturations == model.saturations)
      guard random.next() % 10 == 0 else { continue }
      let saved = SketchFile.encode(sketch)
      sketch.settle()
      #expect(SketchFile.encode(sketch) == saved, "what is saved does not hang on it either")
    }
    if shape.counter == .bits16 { #expect(model.saturations > 100) }
    // Nobody of the list is counted less than somebody who is not in it.
    let sums = model.counts.reduce(into: [:]) { sums, counts in sums.merge(counts, uniquingKeysWith: +) }
    let most = sums.values.sorted(by: >)
    #expect(sketch.topKeys.map(\.count) == Array(most.prefix(8)))
    for key in sketch.topKeys {
      let number = try #require(Int(String(decoding: key.text.dropFirst(), as: UTF8.self)))
      #expect(key.key == KeyHash(number) && sums[number] == key.count)
    }
  }

  @Test("the canaries are asked with every 65 536th event", arguments: Case.allCases)
  private func probes(_ shape: Case) throws {
    var sketch = Fixture.sketch(try shape.shape())
    for event in 1...150_000 {
      _ = sketch.observe(event % 1000)
      #expect(sketch.untilProbe == Sketch.probeInterval - UInt64(event) % Sketch.probeInterval, "event \(event)")
    }
  }
}
