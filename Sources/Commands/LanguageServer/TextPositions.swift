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

/// The way between the offsets of a text and the positions of editors.
struct TextPositions {
  private let bytes: [UInt8]
  /// Offsets at which lines begin.
  private let starts: [Int]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    starts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
  }

  func position(of offset: Int) -> TextPosition {
    let offset = min(max(offset, 0), bytes.count)
    let line = starts.partitioningIndex { $0 > offset } - 1
    return TextPosition(line: line, character: units(in: starts[line]..<offset))
  }

  func range(_ range: Range<Int>) -> EditorRange {
    EditorRange(start: position(of: range.lowerBound), end: position(of: range.upperBound))
  }

  /// The nearest offset, for positions that are not there.
  func offset(of position: TextPosition) -> Int {
    guard position.line >= 0 else { return 0 }
    guard position.line < starts.count else { return bytes.count }
    let end = position.line + 1 < starts.count ? starts[position.line + 1] - 1 : bytes.count
    var (offset, units) = (starts[position.line], 0)
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

extension Array {
  /// The first index whose element satisfies a predicate that holds for no element before.
  fileprivate func partitioningIndex(_ belongsInSecondPart: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if belongsInSecondPart(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
