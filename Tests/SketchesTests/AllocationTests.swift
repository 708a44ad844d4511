import AllocationCounter
import TestSupport
import Testing

@testable import Sketches

@Suite("What an event costs")
struct AllocationTests {
  /// Everything that an event may ask of a sketch.
  private static func event(_ number: UInt64, _ sketch: inout Sketch, _ hasher: KeyHasher, _ path: Span<UInt8>) -> UInt64 {
    sketch.advance(to: number + 1)
    var process = hasher.emptyProcessPart
    hasher.add(hasher.text(path), to: &process)
    var event = hasher.emptyEventPart
    hasher.add(hasher.text(path), to: &event)
    hasher.add(hasher.unsigned(number % 1500), to: &event)
    let key = hasher.key(process: process, event: event)
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
      definition.window = 40_000
      definition.countOncePer = 7
      definition.quota = NewKeyQuota(newKeys: 1000, period: 5_000)
      var sketch = Sketch(definition, key: Fixture.key)
      let hasher = KeyHasher(Fixture.key, Fixture.schema)
      let path = Array("/srv/app/static/images/logo-of-the-company.png".utf8)
      let bytes = path.span
      var sum = Self.event(0, &sketch, hasher, bytes)
      let before = allocationCount()
      for number in 1..<100_000 { sum &+= Self.event(UInt64(number), &sketch, hasher, bytes) }
      #expect(allocationCount() == before)
      #expect(sum > 0 && sketch.clock.seen == 99_999 && sketch.events > 10_000)
    }
  }
}
