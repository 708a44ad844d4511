import Testing
import TestSupport

@testable import Sketches

/// What the tests count with.
enum Fixture {
  static let key = SketchKey(first: 0x0706_0504_0302_0100, second: 0x0F0E_0D0C_0B0A_0908)
  static let otherKey = SketchKey(first: 1, second: 2)

  static let schema = SketchSchema(
    name: "opened", key: [.init("proc.name", .process), .init("fd.name", .event, normalizers: ["digits"])],
    condition: "evt.type = openat")

  static func definition(_ shape: SketchShape) -> SketchDefinition { SketchDefinition(schema, shape) }

  static func sketch(_ shape: SketchShape, key: SketchKey = key) -> Sketch { Sketch(definition(shape), key: key) }

  /// Shapes of all counters, of about the same size.
  static func shapes(bytes: Int = 4096, generations: Int = 1) throws -> [SketchShape] {
    [
      try .table(memory: bytes, generations: generations),
      try .countMin(memory: bytes, generations: generations),
      try .countMin(memory: bytes, counter: .bits32, generations: generations),
      try .countMin(memory: bytes, isConservative: false, generations: generations),
    ]
  }
}

extension KeyHash {
  /// As good as a hash of `number`: all that sketches know of a key.
  init(_ number: Int, seed: UInt64 = 0) {
    var random = SplitMix64(seed: UInt64(number) &+ seed &* 0x1_0000_0001)
    self.init(rawValue: random.next())
  }
}

extension Sketch {
  mutating func observe(_ number: Int) -> Observation { observe(KeyHash(number)) }
  mutating func count(_ number: Int, times: Int = 1) {
    for _ in 0..<times { _ = observe(KeyHash(number)) }
  }
  func estimate(_ number: Int) -> UInt64 { estimate(KeyHash(number)).count }
}

/// Keys of events, as sketches.md §3 has them, smaller.
enum KeyStream: CaseIterable {
  case smallTail, largeTail, middle, steepZipf, zipf

  /// Keys from 0 on.
  func keys(_ count: Int, seed: UInt64) -> [Int] {
    var random = SplitMix64(seed: seed)
    var fresh = 1 << 20
    func unique() -> Int {
      fresh += 1
      return fresh
    }
    switch self {
    case .smallTail: return (0..<count).map { _ in random.chance(50) ? unique() : Int.random(in: 0..<50, using: &random) }
    case .largeTail: return (0..<count).map { _ in random.chance(10) ? unique() : Int.random(in: 0..<50, using: &random) }
    case .middle:
      return (0..<count).map { _ in
        if random.chance(20) { return unique() }
        return random.chance(4) ? Int.random(in: 1000..<3500, using: &random) : Int.random(in: 0..<50, using: &random)
      }
    case .steepZipf: return Self.zipf(count, &random, rank: ZipfNumbers.steep)
    case .zipf: return Self.zipf(count, &random) { $0 }
    }
  }

  private static func zipf(_ count: Int, _ random: inout SplitMix64, rank: (Double) -> Double) -> [Int] {
    let numbers = ZipfNumbers(count / 2, rank: rank)
    return (0..<count).map { _ in numbers.next(using: &random) }
  }
}

/// How often each key came: the exact dictionary.
func exactCounts(_ keys: [Int]) -> [Int: UInt64] {
  var counts: [Int: UInt64] = [:]
  for key in keys { counts[key, default: 0] += 1 }
  return counts
}
