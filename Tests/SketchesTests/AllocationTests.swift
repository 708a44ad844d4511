import AllocationCounter
import TestSupport
import Testing

@testable import Sketches

@Suite("What an event costs")
struct AllocationTests {
  /// Everything that an event may ask of a sketch.
  private static func event(_ number: UInt64, _ sketch: inout Sketch, _ hasher: borrowing KeyHasher, _ path: Span<UInt8>) -> UInt64 {
    sketch.advance(to: number + 1)
    var state = hasher.start
    hasher.add(path, to: &state)
    hasher.add(path, to: &state)
    hasher.add(number % 1500, to: &state)
    let key = state.key()
    var sum = sketch.estimate(key, adding: 1).count
    let observation = sketch.observe(key, owner: hasher.owner(path))
    if observation.wantsName { sketch.name(key, observation, text: path) }
    sum += UInt64(sketch.percentile(observation)) + sketch.distinct + sketch.total + sketch.age
    return sum + UInt64(sketch.tag(observation).rawValue) + (sketch.isTrusted(below: 5) ? 1 : 0)
  }

  @Test("no allocation for hashing, counting, asking, naming, probing and ending a window")
  func allocations() throws {
    for shape in try Fixture.shapes(generations: 2) {
      var definition = Fixture.definition(shape)
      definition.window = 8_000
      definition.countOncePer = 7
      definition.quota = NewKeyQuota(newKeys: 1000, period: 5_000)
      var sketch = Sketch(definition, key: Fixture.key)
      let hasher = KeyHasher(Fixture.key, Fixture.schema)
      let path = Array("/srv/app/static/images/logo-of-the-company.png".utf8)
      let bytes = path.span
      var sum = Self.event(0, &sketch, hasher, bytes)
      let before = allocationCount()
      for number in 1..<20_000 {
        sum &+= Self.event(UInt64(number), &sketch, hasher, bytes)
        if number % 1000 == 0 { sketch.probe() }
      }
      #expect(allocationCount() == before)
      #expect(sum > 0 && sketch.clock.seen == 19_999 && sketch.events > 4_000)
    }
  }
}
