/// One line of source as a terminal shows it: tabs expanded, nothing in it harmful, and of a very long line only the
/// part around the place of interest.
struct DisplayLine {
  /// Columns that a line may take before it is cut.
  static let maximumWidth = 120
  private static let tabWidth = 4
  private static let ellipsis = "..."

  /// UTF-8, without an end of line.
  private(set) var text: [UInt8] = []
  /// The column at which the scalar that begins at a byte of the line is shown; ascending in both. Empty where the line is shown as
  /// it stands, a column for each byte.
  private var columns: [(byte: Int, column: Int)] = []

  /// - Parameters:
  ///   - line: the line without its end. Bytes are counted from its start.
  ///   - focus: the byte that must be seen, and as much as fits behind it.
  init(_ line: ArraySlice<UInt8>, focus: Int) {
    if line.count <= Self.maximumWidth, line.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
      text = Array(line)
      return
    }
    let glyphs = Self.glyphs(of: line, around: focus)
    let isWhole = glyphs.bytes == 0..<line.count
    let width = glyphs.all.reduce(0) { $0 + $1.width }
    guard !isWhole || width > Self.maximumWidth else {
      show(glyphs.all[...])
      return
    }
    let window = Self.window(of: glyphs.all, around: focus)
    let cutsStart = window.lowerBound > 0 || glyphs.bytes.lowerBound > 0
    let cutsEnd = window.upperBound < glyphs.all.count || glyphs.bytes.upperBound < line.count
    if cutsStart { text.write(Self.ellipsis) }
    show(glyphs.all[window])
    if cutsEnd { text.write(Self.ellipsis) }
  }

  /// The column, from 0, of a byte of the line. Bytes outside of what is shown get the nearest column.
  func column(of byte: Int) -> Int {
    guard !columns.isEmpty else { return max(0, min(byte, text.count)) }
    var low = 0
    var high = columns.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if columns[middle].byte <= byte { low = middle } else { high = middle }
    }
    return columns[low].column
  }

  private mutating func show(_ glyphs: ArraySlice<Glyph>) {
    var column = text.count
    for glyph in glyphs {
      columns.append((glyph.byte, column))
      if glyph.scalar == "\t" {
        text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: glyph.width))
      } else {
        text.write(scalar: harmless(glyph.scalar))
      }
      column += glyph.width
    }
    let end = glyphs.last.map { $0.byte + $0.length } ?? 0
    columns.append((end, column))
  }
}

extension DisplayLine {
  private struct Glyph {
    /// Where its bytes begin in the line, and how many there are.
    let byte: Int
    let length: Int
    let scalar: Unicode.Scalar
    let width: Int
  }

  /// Decodes the part of the line that can matter around `focus`. Invalid bytes become U+FFFD.
  private static func glyphs(of line: ArraySlice<UInt8>, around focus: Int) -> (all: [Glyph], bytes: Range<Int>) {
    // Four bytes are the longest scalar; so this much holds a full window on either side.
    let reach = 4 * maximumWidth
    var lower = max(0, min(focus, line.count) - reach)
    while lower > 0, line[line.startIndex + lower] & 0xC0 == 0x80 { lower -= 1 }
    let upper = min(line.count, focus + reach)
    var bytes = line[line.startIndex + lower..<line.startIndex + upper].makeIterator()
    var parser = Unicode.UTF8.ForwardParser()
    var all: [Glyph] = []
    var position = lower
    while true {
      switch parser.parseScalar(from: &bytes) {
      case .valid(let encoded):
        let scalar = Unicode.UTF8.decode(encoded)
        let width = scalar == "\t" ? tabWidth : displayWidth(harmless(scalar))
        all.append(Glyph(byte: position, length: encoded.count, scalar: scalar, width: width))
        position += encoded.count
      case .error(let length):
        all.append(Glyph(byte: position, length: length, scalar: "\u{FFFD}", width: 1))
        position += length
      case .emptyInput:
        return (all, lower..<upper)
      }
    }
  }

  /// The glyphs to show of a line that is too long: a third of the room before the focus, two thirds from there on.
  private static func window(of glyphs: [Glyph], around focus: Int) -> Range<Int> {
    let room = maximumWidth - 2 * ellipsis.utf8.count
    let anchor = glyphs.firstIndex { $0.byte + $0.length > focus } ?? glyphs.count
    var lower = anchor
    var used = 0
    while lower > 0, used + glyphs[lower - 1].width <= room / 3 {
      lower -= 1
      used += glyphs[lower].width
    }
    var upper = anchor
    while upper < glyphs.count, used + glyphs[upper].width <= room {
      used += glyphs[upper].width
      upper += 1
    }
    // At the end of the line the room that is left goes to what stands before.
    while lower > 0, used + glyphs[lower - 1].width <= room {
      lower -= 1
      used += glyphs[lower].width
    }
    return lower..<upper
  }
}
