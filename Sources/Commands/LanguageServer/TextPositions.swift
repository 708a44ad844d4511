import Diagnostics

/// A place as editors count: lines from 0, columns in units of UTF-16 from 0.
struct TextPosition: Equatable {
  var line: Int
  var character: Int

  func write(_ name: String, to json: inout JSONWriter) {
    json.field(name) { json in
      json.field("line", line)
      json.field("character", character)
    }
  }
}

struct EditorRange: Equatable {
  var start: TextPosition
  var end: TextPosition

  func write(_ name: String = "range", to json: inout JSONWriter) {
    json.field(name) { json in
      start.write("start", to: &json)
      end.write("end", to: &json)
    }
  }
}

extension EditorRange {
  /// The keys of an edit that puts a text in this place.
  func writeEdit(_ text: String, to json: inout JSONWriter) {
    write(to: &json)
    json.field("newText", text)
  }
}

/// The way between the offsets of a text and the positions of editors.
struct TextPositions {
  private let bytes: [UInt8]
  private let index: LineIndex

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    index = LineIndex(bytes)
  }

  func position(of offset: Int) -> TextPosition {
    let offset = min(max(offset, 0), bytes.count)
    let line = index.line(containing: offset)
    return TextPosition(line: line, character: units(in: Int(index.lineStarts[line])..<offset))
  }

  func range(_ range: Range<Int>) -> EditorRange {
    EditorRange(start: position(of: range.lowerBound), end: position(of: range.upperBound))
  }

  /// The nearest offset, for positions that are not there.
  func offset(of position: TextPosition) -> Int {
    guard position.line >= 0 else { return 0 }
    let starts = index.lineStarts
    guard position.line < starts.count else { return bytes.count }
    let end = position.line + 1 < starts.count ? Int(starts[position.line + 1]) - 1 : bytes.count
    var (offset, units) = (Int(starts[position.line]), 0)
    while offset < end, units < position.character {
      units += Self.units(of: bytes[offset])
      offset += 1
      while offset < end, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    }
    return offset
  }

  private func units(in range: Range<Int>) -> Int { range.reduce(0) { $0 + Self.units(of: bytes[$1]) } }

  /// By the first byte of a scalar: two where it lies beyond the 65,536 first.
  private static func units(of byte: UInt8) -> Int { byte & 0xC0 == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1 }
}
