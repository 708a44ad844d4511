import Matching
import Schema

extension JSONDocument {
  /// A whole number: as such, or in quotes as decimal, `0x1f`, `0o17` or `0b1`.
  func wholeNumber(_ node: Int) -> (magnitude: UInt64, isNegative: Bool, isPattern: Bool)? {
    switch nodes[node].kind {
    case .integer(let magnitude, let isNegative): (magnitude, isNegative, false)
    case .string: Self.wholeNumber(strings[nodes[node].text])
    default: nil
    }
  }

  private static func wholeNumber(_ text: ArraySlice<UInt8>) -> (magnitude: UInt64, isNegative: Bool, isPattern: Bool)? {
    var digits = text
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative { digits = digits.dropFirst() }
    var base: UInt64 = 10
    if digits.count > 2, digits.first == 0x30 {
      switch digits[digits.startIndex + 1] {
      case UInt8(ascii: "x"): base = 16
      case UInt8(ascii: "o"): base = 8
      case UInt8(ascii: "b"): base = 2
      default: break
      }
      if base != 10 { digits = digits.dropFirst(2) }
    }
    guard !digits.isEmpty else { return nil }
    var magnitude: UInt64 = 0
    for byte in digits {
      guard let digit = byte.hexDigitValue, UInt64(digit) < base else { return nil }
      let (product, overflow) = magnitude.multipliedReportingOverflow(by: base)
      let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
      if overflow || carry { return nil }
      magnitude = sum
    }
    return (magnitude, isNegative, base != 10)
  }

  /// A number of this many bits, as its bits; nil for values of other kinds.
  ///
  /// - Parameter what: who takes it, for the message: "'fd' of openat".
  func number(_ node: Int, bits: Int, isSigned: Bool, _ what: @autoclosure () -> String) throws(LineProblem) -> UInt64? {
    guard let number = wholeNumber(node) else {
      if case .otherNumber = nodes[node].kind {
        throw LineProblem(at: nodes[node].offset, "\(what()) takes a whole number of at most \(bits) bits")
      }
      return nil
    }
    let all = bits == 64 ? UInt64.max : 1 << UInt64(bits) - 1
    // Other notations than decimal may give all bits of a signed number.
    let largest = isSigned && !number.isPattern ? all >> 1 : all
    let fits = number.isNegative ? isSigned && number.magnitude <= all >> 1 + 1 || number.magnitude == 0
      : number.magnitude <= largest
    guard fits else {
      let range = isSigned ? "-\(all >> 1 + 1) to \(all >> 1)" : "0 to \(all)"
      throw LineProblem(at: nodes[node].offset, "\(what()) takes a number from \(range)")
    }
    return (number.isNegative ? 0 &- number.magnitude : number.magnitude) & all
  }
}
