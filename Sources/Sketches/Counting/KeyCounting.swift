/// A way to count in cells, where each generation begins at a word of its own.
protocol KeyCounting {
  /// Where a key is counted: the same in each generation.
  associatedtype Home: BitwiseCopyable

  func home(_ key: KeyHash) -> Home

  /// What a generation says of a key.
  func estimate(_ home: Home, _ start: Int, in cells: borrowing Cells) -> UInt64

  /// Adds and says what the estimate was before.
  func add(_ weight: UInt32, _ home: Home, _ start: Int, to cells: inout Cells, _ health: inout SketchHealth) -> UInt64
}
