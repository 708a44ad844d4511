/// Which code counts, in one generation of cells. Of the shape and not of the sketch: whatever borrows a sketch to ask it something
/// is passed a copy of its two kilobytes.
extension SketchShape {
  @inline(__always)
  func estimate(_ key: KeyHash, _ generation: Int, in cells: borrowing Cells) -> UInt64 {
    switch backend {
    case .table: FingerprintTable(self, generation: generation).estimate(key, in: cells)
    case .countMin:
      counter == .bits16
        ? CountMin<UInt16>(self, generation: generation).estimate(key, in: cells)
        : CountMin<UInt32>(self, generation: generation).estimate(key, in: cells)
    }
  }

  /// Adds and says what the estimate was before.
  @inline(__always)
  func add(_ weight: UInt32, _ key: KeyHash, _ generation: Int, to cells: inout Cells, _ health: inout SketchHealth) -> UInt64 {
    switch backend {
    case .table: FingerprintTable(self, generation: generation).add(weight, key, to: &cells, &health)
    case .countMin:
      counter == .bits16
        ? CountMin<UInt16>(self, generation: generation)
          .add(weight, key, to: &cells, conservatively: isConservative, &health)
        : CountMin<UInt32>(self, generation: generation)
          .add(weight, key, to: &cells, conservatively: isConservative, &health)
    }
  }
}
