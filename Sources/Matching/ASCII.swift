// Character tests of the C locale. Bytes above 127 are in no class.
extension UInt8 {
  package var isASCIIDigit: Bool { self &- 0x30 < 10 }
  var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
  var isASCIIAlphanumeric: Bool { isASCIIDigit || isASCIILetter }
  /// Blank, tab, newline, vertical tab, form feed, carriage return.
  var isASCIISpace: Bool { self == 0x20 || self &- 0x09 < 5 }
  var asciiLowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
  var asciiUppercased: UInt8 { self &- 0x61 < 26 ? self & 0xDF : self }

  package var hexDigitValue: UInt8? {
    if isASCIIDigit { return self - 0x30 }
    let letter = (self | 0x20) &- 0x61
    return letter < 6 ? letter + 10 : nil
  }
}
