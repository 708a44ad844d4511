import Matching
import Schema

extension Value {
  /// Appends the value as it stands in `output_fields` (rule-language.md §9.4).
  package func appendJSON(
    _ style: PrintStyle, _ event: borrowing EventView, _ engine: borrowing Engine, to output: inout [UInt8]
  ) {
    if style.isTimeOfDay { return output.append(decimal: event.time) }
    guard case .list(let range) = self else { return appendPlainJSON(style, event, engine, to: &output) }
    output.append(UInt8(ascii: "["))
    for index in 0..<range.range.count {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      engine.element(index, of: range).appendPlainJSON(style, event, engine, to: &output)
    }
    output.append(UInt8(ascii: "]"))
  }

  private func appendPlainJSON(
    _ style: PrintStyle, _ event: borrowing EventView, _ engine: borrowing Engine, to output: inout [UInt8]
  ) {
    switch self {
    case .missing, .list, .each: output.append("null")
    case .signed(let number): style.appendJSON(UInt64(bitPattern: number), isSigned: true, to: &output)
    case .unsigned(let number): style.appendJSON(number, isSigned: false, to: &output)
    case .bool(let value): output.append(value ? "true" : "false")
    case .double(let value): output.append(oneDecimal: value)
    case .address(let address):
      output.append(UInt8(ascii: "\""))
      address.append(to: &output)
      output.append(UInt8(ascii: "\""))
    case .text(let text):
      output.append(UInt8(ascii: "\""))
      let bytes = engine.bytes(of: text, event)
      if style.type == .bytebuf {
        appendEscapedDots(for: bytes, to: &output)
      } else {
        EscapedText.append(bytes.upToTerminator, isValue: true, to: &output)
      }
      output.append(UInt8(ascii: "\""))
    }
  }
}

/// A buffer's bytes between quotes: a dot for each that is no printable ASCII.
private func appendEscapedDots(for bytes: Span<UInt8>, to output: inout [UInt8]) {
  for index in bytes.indices {
    switch bytes[index] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      output.append(UInt8(ascii: "\\"))
      output.append(bytes[index])
    case 0x20..<0x7F: output.append(bytes[index])
    default: output.append(UInt8(ascii: "."))
    }
  }
}

extension PrintStyle {
  fileprivate func appendJSON(_ bits: UInt64, isSigned: Bool, to output: inout [UInt8]) {
    if number == .none { return output.append("null") }
    if !isNumberInJSON { output.append(UInt8(ascii: "\"")) }
    _ = append(bits, isSigned: isSigned, to: &output)
    if !isNumberInJSON { output.append(UInt8(ascii: "\"")) }
  }
}
