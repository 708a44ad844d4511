import Compiler
import Diagnostics
import Lexer
import Parser

// What a fix takes out of a text. It works on the decoded text, where blanks are blanks, and gives places in the file.

extension ResolvedConditions {
  /// Takes a part out of an `and` or `or`, with the word that joins it to its neighbour; nil where neither neighbour is joined to
  /// it directly, or where the text is put together from several pieces.
  func removal(of part: ResolvedID, word: String) -> Fix.Edit? {
    let place = places[Int(part.rawValue)]
    let text = texts[Int(place.text)]
    guard text.pieceStarts.count == 1 else { return nil }
    let bytes = text.bytes
    let range = widened(place.range.range, in: bytes)
    if let start = bytes.start(ofWord: Array(word.utf8), before: range.lowerBound) {
      return Fix.Edit(text.span(of: start..<range.upperBound), "")
    }
    if let end = bytes.end(ofWord: Array(word.utf8), behind: range.upperBound) {
      return Fix.Edit(text.span(of: range.lowerBound..<end), "")
    }
    return nil
  }

  /// Takes an element out of a list in parentheses, with one of the commas beside it.
  func removal(ofElement value: Value) -> Fix.Edit? {
    let text = texts[Int(value.place.text)]
    guard text.pieceStarts.count == 1 else { return nil }
    let bytes = text.bytes
    let range = value.place.range.range
    let comma = UInt8(ascii: ",")
    let before = bytes[..<range.lowerBound].lastIndex { !$0.isBlank }
    if let before, bytes[before] == comma { return Fix.Edit(text.span(of: before..<range.upperBound), "") }
    guard var end = bytes[range.upperBound...].firstIndex(where: { !$0.isBlank }), bytes[end] == comma else { return nil }
    end += 1
    while end < bytes.count, bytes[end].isBlank { end += 1 }
    return Fix.Edit(text.span(of: range.lowerBound..<end), "")
  }

  /// With parentheses that hold nothing else.
  private func widened(_ range: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
    var range = range
    while let before = bytes[..<range.lowerBound].lastIndex(where: { !$0.isBlank }), bytes[before] == UInt8(ascii: "("),
      let behind = bytes[range.upperBound...].firstIndex(where: { !$0.isBlank }), bytes[behind] == UInt8(ascii: ")")
    {
      range = before..<behind + 1
    }
    return range
  }
}

extension UInt8 {
  var isBlank: Bool { self == 0x20 || (0x08...0x0D).contains(self) }
}

extension [UInt8] {
  /// Where the word begins that stands directly before a place, with blanks around it; with the blanks before it.
  fileprivate func start(ofWord word: [UInt8], before place: Int) -> Int? {
    var end = place
    while end > 0, self[end - 1].isBlank { end -= 1 }
    guard end >= word.count, self[(end - word.count)..<end].elementsEqual(word), end < place || self[place] == UInt8(ascii: "(") else { return nil }
    var start = end - word.count
    guard start > 0, self[start - 1].isBlank || self[start - 1] == UInt8(ascii: ")") else { return nil }
    while start > 0, self[start - 1].isBlank { start -= 1 }
    return start
  }

  /// Where the text goes on behind the word that follows a place.
  fileprivate func end(ofWord word: [UInt8], behind place: Int) -> Int? {
    var start = place
    while start < count, self[start].isBlank { start += 1 }
    guard start + word.count < count, self[start..<start + word.count].elementsEqual(word) else { return nil }
    var end = start + word.count
    guard self[end].isBlank || self[end] == UInt8(ascii: "(") else { return nil }
    while end < count, self[end].isBlank { end += 1 }
    return end
  }
}
