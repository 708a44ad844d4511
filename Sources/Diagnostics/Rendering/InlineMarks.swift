/// The marks inside one line: their underlines in one row, the text of the last behind it, the others hanging below.
///
///       condition: a and not_there
///                  -     ^^^^^^^^^ no macro has this name
///                  |
///                  expanded from here
struct InlineMarks {
  struct Piece {
    let columns: Range<Int>
    let text: String
    let ink: Row.Ink
    let glyph: Unicode.Scalar
  }

  private let pieces: [Piece]

  init(_ pieces: [Piece]) {
    self.pieces = pieces
  }

  func rows(_ lanes: Lanes) -> [Row] {
    guard !pieces.isEmpty else { return [] }
    var underline = lanes.row()
    for piece in pieces {
      let columns = piece.columns.lowerBound + lanes.width..<piece.columns.upperBound + lanes.width
      underline.paint(piece.glyph, over: columns, piece.ink)
    }
    var hanging = pieces.enumerated().filter { !$0.element.text.isEmpty }
    let last = pieces.indices.max { rank(pieces[$0]) < rank(pieces[$1]) }
    if let last, let index = hanging.firstIndex(where: { $0.offset == last }) {
      let piece = hanging.remove(at: index).element
      underline.write(piece.text, at: piece.columns.upperBound + 1 + lanes.width, piece.ink)
    }
    return [underline] + hangingRows(hanging.map(\.element), lanes)
  }

  /// The piece of the greatest rank has its text in the row of the underlines: nothing stands to its right.
  private func rank(_ piece: Piece) -> (Int, Row.Ink) { (piece.columns.upperBound, piece.ink) }

  private func hangingRows(_ pieces: [Piece], _ lanes: Lanes) -> [Row] {
    guard !pieces.isEmpty else { return [] }
    var rest = pieces.sorted { $0.columns.lowerBound < $1.columns.lowerBound }
    var rows = [connectors(to: rest[...], lanes)]
    while let piece = rest.popLast() {
      let column = piece.columns.lowerBound
      var row = connectors(to: rest.prefix { $0.columns.lowerBound < column }, lanes)
      row.write(piece.text, at: column + lanes.width, piece.ink)
      rows.append(row)
    }
    return rows
  }

  private func connectors(to pieces: ArraySlice<Piece>, _ lanes: Lanes) -> Row {
    var row = lanes.row()
    for piece in pieces {
      let column = piece.columns.lowerBound + lanes.width
      row.paint("|", over: column..<column + 1, piece.ink)
    }
    return row
  }
}
