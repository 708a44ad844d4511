import Matching
import Schema

extension Value {
  /// Appends the value as it stands in `output_fields` (rule-language.md §9.4).
  package func appendJSON(
    _ style: PrintStyle, _ event: borrowing CurrentEvent, _ state: borrowing State, _ scratch: borrowing Scratch,
    to output: inout [UInt8]
  ) {
    if style.isTimeOfDay { return output.append(decimal: event.view.time) }
    guard case .list(let range) = self else { return appendPlainJSON(style, event, state, scratch, to: &output) }
    output.append(UInt8(ascii: "["))
    for index in range.range {
      if index > range.range.lowerBound { output.append(UInt8(ascii: ",")) }
      scratch.values[index].appendPlainJSON(style, event, state, scratch, to: &output)
    }
    output.append(UInt8(ascii: "]"))
  }

  private func appendPlainJSON(
    _ style: PrintStyle, _ event: borrowing CurrentEvent, _ state: borrowing State, _ scratch: borrowing Scratch,
    to output: inout [UInt8]
  ) {
    switch self {
    case .missing, .list, .each: output.append("null")
    case .signed(let number): style.appendJSON(UInt64(bitPattern: number), isSigned: true, to: &output)
    case .unsigned(let number): style.appendJSON(number, isSigned: false, to: &output)
    case .bool(let value): output.append(value ? "true" : "false")
    case .address(let address):
      output.append(UInt8(ascii: "\""))
      address.append(to: &output)
      output.append(UInt8(ascii: "\""))
    case .text(let text):
      output.append(UInt8(ascii: "\""))
      let bytes = event.bytes(of: text, state, scratch)
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
