/// One row of an excerpt behind the frame: cells that marks, lanes and label texts are painted on.
struct Row {
  /// The number of the source line that the row shows; nil for rows of marks.
  var lineNumber: Int?
  /// Stands for lines that are left out.
  var isGap = false
  /// A line of source, already safe to print, shown behind the cells.
  var source: [UInt8] = []
  private var cells: [Cell] = []

  private struct Cell {
    var scalar: Unicode.Scalar = " "
    var ink = Ink.none
  }

  /// Who painted a cell. A stronger one paints over a weaker one.
  enum Ink: Int, Comparable {
    case none, secondary, primary

    static func < (a: Ink, b: Ink) -> Bool { a.rawValue < b.rawValue }
  }

  /// Paints `scalar` over `columns`, but not over stronger ink.
  mutating func paint(_ scalar: Unicode.Scalar, over columns: Range<Int>, _ ink: Ink) {
    reserve(columns.upperBound)
    for column in columns where cells[column].ink <= ink { cells[column] = Cell(scalar: scalar, ink: ink) }
  }

  /// Paints `scalar` over those of `columns` that are still blank.
  mutating func fill(_ scalar: Unicode.Scalar, over columns: Range<Int>, _ ink: Ink) {
    reserve(columns.upperBound)
    for column in columns where cells[column].scalar == " " { cells[column] = Cell(scalar: scalar, ink: ink) }
  }

  /// Writes words from `column` on. They take one cell a scalar, so nothing may be painted to their right.
  mutating func write(_ text: String, at column: Int, _ ink: Ink) {
    reserve(column)
    cells.removeLast(cells.count - column)
    for scalar in text.unicodeScalars { cells.append(Cell(scalar: harmless(scalar), ink: ink)) }
  }

  /// Makes the cells at least `count`, so that the source begins behind them.
  mutating func reserve(_ count: Int) {
    while cells.count < count { cells.append(Cell()) }
  }

  /// Prints the row behind `indent` blanks, or nothing at all where it is blank.
  func write(to out: inout [UInt8], palette: Palette, severity: Severity, indent: Int) {
    let used = source.isEmpty ? (cells.lastIndex { $0.scalar != " " }.map { $0 + 1 } ?? 0) : cells.count
    guard used > 0 || !source.isEmpty else { return }
    out.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent))
    var ink = Ink.none
    for cell in cells[..<used] {
      if cell.ink != ink {
        if ink != .none { out.write(palette.off) }
        out.write(palette.on(style(of: cell.ink, severity)))
        ink = cell.ink
      }
      out.write(scalar: cell.scalar)
    }
    if ink != .none { out.write(palette.off) }
    out.append(contentsOf: source)
  }

  private func style(of ink: Ink, _ severity: Severity) -> Style {
    switch ink {
    case .none: .plain
    case .secondary: .secondary
    case .primary: .severity(severity)
    }
  }
}
