#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How a sketch counts, and in how much memory: everything that two of them must share to be added up.
package struct SketchShape: BitwiseCopyable, Sendable, Equatable {
  package enum Backend: UInt8, BitwiseCopyable, Sendable {
    /// Fingerprints with counters; what is counted least makes room. Errs to the side of "rare".
    case table
    /// Count-Min. Errs to the side of "common".
    case countMin
  }

  package enum CounterWidth: UInt8, BitwiseCopyable, Sendable {
    case bits16 = 16
    case bits32 = 32

    package var maximum: UInt64 { self == .bits16 ? UInt64(UInt16.max) : UInt64(UInt32.max) }
    var byteCount: Int { Int(rawValue) / 8 }
  }

  package let backend: Backend
  /// Small, since it goes wherever something is counted.
  private let storedRows: UInt8
  private let storedWidth: UInt32
  private let storedGenerations: UInt8
  /// Follows from the generations, by a division.
  private let storedSlots: UInt8
  let slotBits: UInt64
  package let counter: CounterWidth
  /// Raises only the smallest of a key's counters: never a worse estimate. Sums of such sketches stay upper bounds.
  package let isConservative: Bool

  /// 1 for the table.
  package var rows: Int { Int(storedRows) }
  /// Columns of each row, a power of two, or lines of the table, an even number.
  package var width: Int { Int(storedWidth) }
  /// Of the columns.
  var widthBits: Int { storedWidth.trailingZeroBitCount }
  /// Windows side by side, the current one included.
  package var generations: Int { Int(storedGenerations) }
  /// Entries of a line of a table: a tag and a count for each generation.
  package var slots: Int { Int(storedSlots) }

  /// Of a line of a table: it has 64 bytes.
  static let lineWords = 8
  /// In numbers of 16 bits.
  static let lineCounts = lineWords * 4
  static let maximumRows = 16
  static let maximumGenerations = 16
  private static let widthLimits: [Backend: ClosedRange<Int>] = [.table: 2...1 << 24, .countMin: 16...1 << 28]

  /// The counters of all generations, and the tags of a table.
  package var byteCount: Int {
    switch backend {
    case .table: width * Self.lineWords * 8
    case .countMin: rows * width * generations * counter.byteCount
    }
  }

  // MARK: From what rule files say

  /// Why a sketch cannot have the dimensions that were asked for, in words for a diagnostic.
  package struct Failure: Error, Equatable {
    package let problem: String
  }

  private init(
    _ backend: Backend, rows: Int, width: Int, counter: CounterWidth, isConservative: Bool, generations: Int
  ) throws(Failure) {
    guard (1...Self.maximumGenerations).contains(generations) else {
      throw Failure(problem: "a sketch has 1 to \(Self.maximumGenerations) generations, not \(generations)")
    }
    guard (1...Self.maximumRows).contains(rows) else {
      throw Failure(problem: "a sketch has 1 to \(Self.maximumRows) rows, not \(rows)")
    }
    guard let limits = Self.widthLimits[backend], limits.contains(width), backend == .table ? width % 2 == 0 : width.nonzeroBitCount == 1 else {
      throw Failure(problem: "a width of \(width) is outside of what can be counted in")
    }
    self.backend = backend
    storedRows = UInt8(rows)
    storedWidth = UInt32(width)
    storedGenerations = UInt8(generations)
    storedSlots = UInt8(Self.lineCounts / (generations + 1))
    slotBits = FingerprintTable.Slots.bits(of: Self.lineCounts / (generations + 1))
    self.counter = counter
    self.isConservative = isConservative
  }

  /// The largest table that fits into `memory`, all generations together.
  package static func table(memory: Int, generations: Int) throws(Failure) -> SketchShape {
    let lineBytes = lineWords * 8
    guard memory >= 2 * lineBytes else {
      throw Failure(problem: "\(memory) bytes hold no table: at least \(2 * lineBytes) are needed")
    }
    return try SketchShape(
      .table, rows: 1, width: memory / lineBytes & ~1, counter: .bits16, isConservative: true, generations: generations)
  }

  /// The widest rows that fit. Four of them: sketches.md §3 finds three or four best for a given memory.
  package static func countMin(
    memory: Int, rows: Int = 4, counter: CounterWidth = .bits16, isConservative: Bool = true, generations: Int
  ) throws(Failure) -> SketchShape {
    guard (1...maximumRows).contains(rows), generations >= 1 else {
      throw Failure(problem: "a sketch has 1 to \(maximumRows) rows, not \(rows)")
    }
    let columns = memory / counter.byteCount / rows / generations
    guard columns >= 16 else { throw Failure(problem: "\(memory) bytes hold no counters worth having") }
    return try SketchShape(
      .countMin, rows: rows, width: 1 << columns.floorLog2, counter: counter, isConservative: isConservative,
      generations: generations)
  }

  /// Rows and columns as they are asked for; columns are rounded up to a power of two.
  package static func countMin(
    rows: Int, columns: Int, counter: CounterWidth = .bits16, isConservative: Bool = true, generations: Int
  ) throws(Failure) -> SketchShape {
    guard columns >= 1 else { throw Failure(problem: "a sketch has at least one column, not \(columns)") }
    return try SketchShape(
      .countMin, rows: rows, width: 1 << max(columns.ceilingLog2, 4), counter: counter, isConservative: isConservative,
      generations: generations)
  }

  /// By the bound of Cormode and Muthukrishnan: an estimate is more than ε·N too high with a probability of at most δ.
  package static func countMin(
    epsilon: Double, delta: Double, counter: CounterWidth = .bits16, isConservative: Bool = true, generations: Int
  ) throws(Failure) -> SketchShape {
    guard let dimensions = dimensions(epsilon: epsilon, delta: delta) else {
      throw Failure(problem: "epsilon and delta lie between 0 and 1, both excluded")
    }
    return try countMin(
      rows: dimensions.rows, columns: dimensions.columns, counter: counter, isConservative: isConservative,
      generations: generations)
  }

  /// d = ⌈ln 1/δ⌉ rows of w = ⌈e/ε⌉ columns, before w is rounded up to a power of two; nil where they are none.
  package static func dimensions(epsilon: Double, delta: Double) -> (rows: Int, columns: Int)? {
    guard epsilon > 0, epsilon < 1, delta > 0, delta < 1 else { return nil }
    let columns = (exp(1) / epsilon).rounded(.up)
    guard columns < 1e15 else { return nil }
    return (max(Int(log(1 / delta).rounded(.up)), 1), Int(columns))
  }

  // MARK: In files

  func write(to writer: inout ByteWriter) {
    writer.number(backend.rawValue)
    writer.number(counter.rawValue)
    writer.number(UInt8(isConservative ? 1 : 0))
    writer.number(UInt8(rows))
    writer.number(storedWidth)
    writer.number(UInt8(generations))
  }

  init(from reader: inout ByteReader) throws(ByteReader.Failure) {
    let unknown = ByteReader.Failure(problem: "dimensions that no sketch has")
    guard let backend = Backend(rawValue: try reader.number()), let counter = CounterWidth(rawValue: try reader.number()) else {
      throw unknown
    }
    let flag: UInt8 = try reader.number()
    let rows: UInt8 = try reader.number()
    let width: UInt32 = try reader.number()
    let generations: UInt8 = try reader.number()
    guard flag <= 1, backend == .countMin || (rows == 1 && counter == .bits16 && flag == 1) else { throw unknown }
    do throws(Failure) {
      try self.init(
        backend, rows: Int(rows), width: Int(width), counter: counter, isConservative: flag == 1,
        generations: Int(generations))
    } catch {
      throw ByteReader.Failure(problem: error.problem)
    }
  }
}

extension Int {
  /// - Precondition: positive.
  fileprivate var floorLog2: Int { Int.bitWidth - 1 - leadingZeroBitCount }
  fileprivate var ceilingLog2: Int { self <= 1 ? 0 : (self - 1).floorLog2 + 1 }
}
