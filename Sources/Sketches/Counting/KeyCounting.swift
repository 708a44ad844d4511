/// A way to count in cells, where each generation begins at a word of its own.
protocol KeyCounting {
  /// What a generation says of a key.
  func estimate(_ key: KeyHash, _ start: Int, in cells: borrowing Cells) -> UInt64

  /// Adds and says what the estimate was before.
  func add(_ weight: UInt32, _ key: KeyHash, _ start: Int, to cells: inout Cells, _ health: inout SketchHealth) -> UInt64
}
