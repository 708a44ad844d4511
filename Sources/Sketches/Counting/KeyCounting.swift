/// A way to count in cells. The counters of a key in all generations stand side by side, so that they come from memory together.
protocol KeyCounting {
  /// Where a key is counted.
  associatedtype Home: BitwiseCopyable

  init(_ shape: SketchShape)

  func home(_ key: KeyHash) -> Home

  /// What all generations say of a key.
  func estimate(_ home: Home, in cells: borrowing Cells) -> UInt64

  /// Adds to a generation, and says what the estimate was before and is now.
  func add(_ weight: UInt32, _ home: Home, _ generation: Int, to cells: inout Cells, _ health: inout SketchHealth) -> KeyCount

  /// Forgets what a generation counted.
  func clear(_ generation: Int, in cells: inout Cells)
}

/// What is counted of a key.
struct KeyCount: BitwiseCopyable {
  /// By the generation that counts now: before the event, and with it.
  let before: UInt64
  let after: UInt64
  /// By all others.
  let older: UInt64
}
