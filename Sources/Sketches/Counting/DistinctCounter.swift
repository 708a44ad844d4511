#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How many different keys there were: HyperLogLog with 4096 registers (standard error 1.6 %) for each generation, and their
/// union, which the answers come from.
struct DistinctCounter: ~Copyable {
  private static let precision = 12
  static let registerCount = 1 << precision
  static let wordsPerGeneration = registerCount / 8
  /// The greatest value of a register.
  private static let maximum = 64 - precision + 1

  /// Bytes; generation by generation.
  private(set) var registers: Cells
  private var union = Cells(words: Self.wordsPerGeneration)
  /// How many registers of the union have each value.
  private var histogram = Cells(words: Self.maximum + 1)
  private let generations: Int

  init(generations: Int) {
    self.generations = generations
    registers = Cells(words: generations * Self.wordsPerGeneration)
    histogram[0] = UInt64(Self.registerCount)
  }

  @inline(__always)
  mutating func add(_ key: KeyHash, generation: Int) {
    // Spread anew: rows and lines are cut from the key's own bits.
    let hash = remixed(key.rawValue ^ 0x9E37_79B9_7F4A_7C15)
    let register = Int(truncatingIfNeeded: hash >> UInt64(64 - Self.precision))
    // The bit behind the register's number bounds the value.
    let value = UInt8(truncatingIfNeeded: (hash << UInt64(Self.precision) | 1 << UInt64(Self.precision - 1)).leadingZeroBitCount + 1)
    let place = generation &* Self.registerCount &+ register
    if registers.load(place, as: UInt8.self) >= value { return }
    registers.store(value, place)
    raise(register, to: value)
  }

  private mutating func raise(_ register: Int, to value: UInt8) {
    let old: UInt8 = union.load(register)
    guard old < value else { return }
    union.store(value, register)
    histogram[Int(old)] -= 1
    histogram[Int(value)] += 1
  }

  mutating func clear(generation: Int) {
    registers.clear(generation * Self.wordsPerGeneration..<(generation + 1) * Self.wordsPerGeneration)
    rebuild()
  }

  /// The union of what the generations hold.
  private mutating func rebuild() {
    union.clear(0..<union.count)
    histogram.clear(0..<histogram.count)
    histogram[0] = UInt64(Self.registerCount)
    for place in 0..<generations * Self.registerCount {
      raise(place % Self.registerCount, to: registers.load(place))
    }
  }

  /// - Parameters:
  ///   - source: its generation of the other's…
  ///   - generation: …goes into this one.
  mutating func merge(_ other: borrowing DistinctCounter, from source: Int, into generation: Int) {
    for register in 0..<Self.registerCount {
      let theirs: UInt8 = other.registers.load(source * Self.registerCount + register)
      let place = generation * Self.registerCount + register
      if registers.load(place, as: UInt8.self) < theirs { registers.store(theirs, place) }
      raise(register, to: theirs)
    }
  }

  /// Registers from a file; fails for values that no key gives.
  mutating func read(from reader: inout ByteReader) throws(ByteReader.Failure) {
    try reader.words(into: &registers)
    for place in 0..<generations * Self.registerCount where registers.load(place, as: UInt8.self) > Self.maximum {
      throw ByteReader.Failure(problem: "a register that no key sets")
    }
    rebuild()
  }

  /// By Ertl's improved estimator ("New cardinality estimation algorithms for HyperLogLog sketches", 2017, algorithm 6), which
  /// needs no table and no other formula for small numbers.
  var estimate: UInt64 {
    let registers = Double(Self.registerCount)
    var sum = registers * Self.tau(1 - Double(histogram[Self.maximum]) / registers)
    for value in stride(from: Self.maximum - 1, through: 1, by: -1) { sum = 0.5 * (sum + Double(histogram[value])) }
    sum += registers * Self.sigma(Double(histogram[0]) / registers)
    let estimate = registers * registers / (2 * log(2) * sum)
    return estimate.isFinite && estimate < 1e18 ? UInt64(estimate.rounded()) : 0
  }

  private static func sigma(_ start: Double) -> Double {
    if start == 1 { return .infinity }
    var (x, y, sum) = (start, 1.0, start)
    while true {
      x *= x
      let before = sum
      sum += x * y
      y += y
      if sum == before { return sum }
    }
  }

  private static func tau(_ start: Double) -> Double {
    if start == 0 || start == 1 { return 0 }
    var (x, y, sum) = (start, 1.0, 1 - start)
    while true {
      x = x.squareRoot()
      let before = sum
      y *= 0.5
      sum -= (1 - x) * (1 - x) * y
      if sum == before { return sum / 3 }
    }
  }
}
