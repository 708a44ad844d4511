import Matching
import Schema

// The printed form of values (rule-language.md §9.2). `ValueJSON.swift` has the form in JSON.

extension Value {
  /// What stands in a text where there is no value.
  package static let absent: StaticString = "<NA>"

  /// Longer texts of lists are cut.
  private static let longestListText = 1023

  /// Appends the value as it stands in the text of an alert.
  package func appendText(
    _ style: PrintStyle, _ event: borrowing EventView, _ engine: borrowing Engine, to output: inout [UInt8]
  ) {
    guard case .list(let range) = self else {
      if !appendPlainText(style, event, engine, to: &output) { output.append(Self.absent) }
      return
    }
    let start = output.count
    output.append(UInt8(ascii: "("))
    for index in 0..<range.range.count {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      _ = engine.element(index, of: range).appendPlainText(style, event, engine, to: &output)
    }
    output.append(UInt8(ascii: ")"))
    if output.count - start > Self.longestListText { output.removeSubrange((start + Self.longestListText)...) }
  }

  /// The same, cut or filled with blanks to `width` bytes.
  package func appendText(
    width: UInt32?, _ style: PrintStyle, _ event: borrowing EventView, _ engine: borrowing Engine,
    to output: inout [UInt8]
  ) {
    let start = output.count
    appendText(style, event, engine, to: &output)
    guard let width else { return }
    let end = start + Int(width)
    if output.count > end {
      output.removeSubrange(end...)
    } else {
      output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: end - output.count))
    }
  }

  /// - Returns: false where there is nothing to print, and nothing was appended.
  private func appendPlainText(
    _ style: PrintStyle, _ event: borrowing EventView, _ engine: borrowing Engine, to output: inout [UInt8]
  ) -> Bool {
    switch self {
    // A pair of ends and a row of ancestors are for conditions; for outputs their fields have other readings or none.
    case .missing, .list, .each: return false
    case .signed(let number): return style.append(UInt64(bitPattern: number), isSigned: true, to: &output)
    case .unsigned(let number): return style.append(number, isSigned: false, to: &output)
    case .bool(let value): output.append(value ? "true" : "false")
    case .double(let value): output.append(oneDecimal: value)
    case .address(let address): address.append(to: &output)
    case .text(let text):
      let bytes = engine.bytes(of: text, event)
      if style.type == .bytebuf {
        appendDots(for: bytes, to: &output)
      } else {
        PrintableText.append(bytes.upToTerminator, to: &output)
      }
    }
    return true
  }
}

/// A buffer's bytes, with a dot for each that is no printable ASCII.
private func appendDots(for bytes: Span<UInt8>, to output: inout [UInt8]) {
  for index in bytes.indices {
    output.append(bytes[index] >= 0x20 && bytes[index] < 0x7F ? bytes[index] : UInt8(ascii: "."))
  }
}

extension Span<UInt8> {
  /// Texts print as C strings.
  var upToTerminator: Span<UInt8> {
    @_lifetime(copy self)
    get {
      var end = 0
      while end < count, self[end] != 0 { end += 1 }
      return extracting(0..<end)
    }
  }
}

extension PrintStyle {
  /// - Returns: false where such numbers have no printed form.
  func append(_ bits: UInt64, isSigned: Bool, to output: inout [UInt8]) -> Bool {
    switch number {
    case .none: return false
    case .decimal:
      if isSigned { output.append(decimal: Int64(bitPattern: bits)) } else { output.append(decimal: bits) }
    case .padded: output.append(decimal: bits, digits: 9)
    case .hex: output.append(hex: bits & mask)
    case .octal: output.append(octal: bits & mask)
    }
    return true
  }
}
