/// Block scalars: a header (`|` or `>`, chomping sign, indentation digit), then lines that lose their indentation.
extension ScalarDecoder {
  private enum Chomping { case strip, clip, keep }

  /// What a line break becomes, and where it stands.
  private struct Break {
    var value: LineBreak
    var range: Range<Int>
  }

  mutating func decodeBlock(isFolded: Bool, expecting expected: ArraySlice<UInt8>) {
    var chomping = Chomping.clip
    var hasDigit = false
    position += 1
    while position < end {
      switch bytes[position] {
      case UInt8(ascii: "+"): chomping = .keep
      case UInt8(ascii: "-"): chomping = .strip
      case UInt8(ascii: "1")...UInt8(ascii: "9"): hasDigit = true
      default: break
      }
      if isBlank(at: position) || lineBreak(at: position) != nil { break }
      position += 1
    }
    extendOverBlankLines()
    position = lineEnd(from: position)
    if let (length, _) = lineBreak(at: position) { position += length }

    let body = position
    let widest = indentationOfFirstText(from: body)
    decodeLines(isFolded: isFolded, indentation: widest, chomping: chomping)
    // An indentation digit counts from the parent's column, which the scalar does not show. The text may only be
    // indented less than its first line is, so the right width is found by trying; 9 is the greatest digit, but
    // the parent may be deep, so a bounded number of widths below.
    guard hasDigit else { return }
    var width = widest
    while width > 0, widest - width < 256, !decoded.elementsEqual(expected) {
      width -= 1
      reset(to: body)
      decodeLines(isFolded: isFolded, indentation: width, chomping: chomping)
    }
  }

  /// The span ends with the last line of text; the blank lines behind it matter to `+`.
  private mutating func extendOverBlankLines() {
    var index = end
    end = bytes.count
    var lastBreak = index
    while index < end {
      if let (length, _) = lineBreak(at: index) {
        index += length
        lastBreak = index
      } else if isBlank(at: index) {
        index += 1
      } else {
        break
      }
    }
    end = index == bytes.count ? index : lastBreak
  }

  /// Blanks before the first line that holds more than blanks; without one, the longest run of blanks.
  private func indentationOfFirstText(from start: Int) -> Int {
    var index = start
    var widest = 0
    while index < end {
      let lineStart = index
      while index < end, bytes[index] == UInt8(ascii: " ") { index += 1 }
      widest = max(widest, index - lineStart)
      guard let (length, _) = lineBreak(at: index) else { break }
      index += length
    }
    return max(widest, 1)
  }

  private mutating func decodeLines(isFolded: Bool, indentation: Int, chomping: Chomping) {
    /// The break behind the line before, not yet decided on.
    var pending: Break?
    /// Breaks of the empty lines behind it.
    var empty = takeEmptyLines(indentation)
    var previousWasBlank = false
    while position < end, bytes.distanceToLineStart(position) == indentation {
      let startsBlank = isBlank(at: position)
      if isFolded, let line = pending, line.value == .lineFeed, !previousWasBlank, !startsBlank {
        if empty.isEmpty { put([0x20], for: line.range.lowerBound..<position) }
      } else if let line = pending {
        putBreak(line)
      }
      for line in empty { putBreak(line) }
      previousWasBlank = startsBlank

      let start = position
      position = lineEnd(from: position)
      copy(start..<position)
      pending = nil
      if let (length, value) = lineBreak(at: position) {
        pending = Break(value: value, range: position..<position + length)
        position += length
      }
      empty = takeEmptyLines(indentation)
    }
    if chomping != .strip, let pending { putBreak(pending) }
    if chomping == .keep { for line in empty { putBreak(line) } }
  }

  /// Skips up to `indentation` blanks at the start of lines and takes the lines that end there.
  private mutating func takeEmptyLines(_ indentation: Int) -> [Break] {
    var breaks: [Break] = []
    while position < end {
      let lineStart = position
      while position < end, position - lineStart < indentation, bytes[position] == UInt8(ascii: " ") { position += 1 }
      guard let (length, value) = lineBreak(at: position) else { break }
      breaks.append(Break(value: value, range: position..<position + length))
      position += length
    }
    return breaks
  }

  private mutating func putBreak(_ line: Break) {
    if line.value.length == line.range.count { copy(line.range) } else { put(line.value.bytes, for: line.range) }
  }
}

extension [UInt8] {
  /// Number of blanks between the start of the line and `index`; larger than any indentation when other bytes
  /// stand between.
  fileprivate func distanceToLineStart(_ index: Int) -> Int {
    var start = index
    while start > 0, self[start - 1] == UInt8(ascii: " ") { start -= 1 }
    return index - start
  }
}
