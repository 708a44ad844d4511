import Diagnostics
import Matching
import Schema

extension ConstantReader {
  /// What is wrong with a constant, and what would be right.
  /// - Parameters:
  ///   - name: the left side as it is written.
  ///   - use: the list name in the condition, where the constant comes from a list.
  func diagnostic(
    for failure: Failure, text: ArraySlice<UInt8>, name: String, at span: SourceSpan, use: SourceSpan?
  ) -> Diagnostic {
    let shown = String(decoding: text.prefix(60), as: UTF8.self)
    let (message, help) = words(for: failure, shown: shown, name: name)
    var place = span
    if case .regex(let error) = failure, span.length == UInt32(text.count) {
      place = SourceSpan(start: span.start + UInt32(error.offset), length: UInt32(error.length))
    }
    return Diagnostic(
      .compileCondition, message, at: Label(place), secondary: use.map { [Label($0, "used here")] } ?? [], help: [help])
  }

  private func words(for failure: Failure, shown: String, name: String) -> (String, String) {
    switch failure {
    case .tooLong(let count):
      ("this constant has \(count) bytes, and the limit is \(Self.maximumLength)", "compare with a shorter part, as in 'startswith' or 'contains'")
    case .containsNUL: ("a constant cannot contain a NUL byte", "values end at their first NUL; remove it")
    case .number(let error): number(error, shown: shown, name: name)
    case .bool: ("'\(name)' is true or false, and '\(shown)' is neither", "write 'true' or 'false', in lower case")
    case .unknownService: ("'\(shown)' is neither a port number nor a known service", "write the port number")
    case .address(let looksLikeNetwork):
      looksLikeNetwork
        ? ("'\(name)' is an IP address, and '\(shown)' is a network", "use a network field such as 'fd.net' or 'fd.snet'")
        : ("'\(shown)' is not an IP address", "write an address such as 10.0.0.1 or 2001:db8::1; names are not looked up")
    case .network(.missingPrefix):
      ("'\(shown)' is not an IP network: the prefix is missing", "write '\(shown)/32' for this one address, or a shorter prefix")
    case .network(.badAddress): ("'\(shown)' is not an IP network", "write ADDRESS/PREFIX, as in 10.0.0.0/8 or 2001:db8::/32")
    case .network(.badPrefix(let allowed)):
      ("the prefix of '\(shown)' is not between \(allowed.lowerBound) and \(allowed.upperBound)", "say how many leading bits count, as in 10.0.0.0/8")
    case .hex: ("'\(op.spelling)' takes bytes in hex, and '\(shown)' is not hex", "write two digits 0-9, a-f for each byte, without 0x, as in 4c7f")
    case .regex(let error): ("invalid regular expression: \(error.message)", error.help ?? "write a POSIX extended regular expression")
    case .noConstant: ("'\(name)' cannot be compared with a constant", "use 'exists', or a field of the event that has this value")
    }
  }

  private func number(_ error: ConstantNumbers.NumberError, shown: String, name: String) -> (String, String) {
    let plain = type.family == .duration ? "a plain number of nanoseconds" : "a whole number"
    return switch error {
    case .hexadecimal: ("'\(shown)' is hexadecimal, and '\(name)' is compared with decimal numbers", "write the number in decimal")
    case .fraction, .exponent: ("'\(name)' is compared with \(plain), not with '\(shown)'", "write digits only")
    case .unitSuffix: ("'\(name)' is compared with \(plain), without a unit", "write out the nanoseconds: 1s is 1000000000")
    case .trailingBlank: ("'\(shown)' ends in a blank", "remove the blank behind the number")
    case .trailingText: ("'\(name)' is compared with \(plain), and '\(shown)' goes on behind the digits", "write digits only")
    case .empty: ("'\(name)' is compared with \(plain), and this is empty", "write digits")
    case .notANumber: ("'\(name)' is \(Diagnostic.words(for: type, isList: false)), and '\(shown)' is not a number", "write digits, or use a field that holds text")
    }
  }
}
