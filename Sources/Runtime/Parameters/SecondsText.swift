/// Seconds with six significant digits, as C's `%g` writes them: `1.5`, `24.9987`, `2e-05`.
enum SecondsText {
  static func append(_ nanoseconds: UInt64, to output: inout [UInt8]) {
    if nanoseconds == 0 {
      output.append(UInt8(ascii: "0"))
      return
    }
    // Six digits and their power of ten: nanoseconds ≈ digits · 10^(magnitude - 5).
    var magnitude = nanoseconds.decimalDigitCount - 1
    var digits = sixDigits(nanoseconds, magnitude)
    if digits == 1_000_000 {
      digits = 100_000
      magnitude += 1
    }
    // Of the seconds.
    let exponent = magnitude - 9
    if exponent < -4 || exponent >= 6 {
      appendMantissa(digits, pointBehind: 1, to: &output)
      output.append(UInt8(ascii: "e"))
      output.append(exponent < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
      output.append(decimal: UInt64(exponent.magnitude), digits: 2)
    } else if exponent < 0 {
      output.append(UInt8(ascii: "0"))
      output.append(UInt8(ascii: "."))
      for _ in 0..<(-exponent - 1) { output.append(UInt8(ascii: "0")) }
      appendMantissa(digits, pointBehind: 0, to: &output)
    } else {
      appendMantissa(digits, pointBehind: exponent + 1, to: &output)
    }
  }

  /// The first six digits, rounded as C does: what is rounded is the nearest `Double` to the seconds, which decides where
  /// the nanoseconds lie exactly between two texts.
  private static func sixDigits(_ nanoseconds: UInt64, _ magnitude: Int) -> UInt64 {
    if magnitude <= 5 { return nanoseconds * powerOfTen(5 - magnitude) }
    let unit = powerOfTen(magnitude - 5)
    let (digits, rest) = nanoseconds.quotientAndRemainder(dividingBy: unit)
    let half = unit / 2
    if rest != half { return rest > half ? digits + 1 : digits }
    let seconds = Double(nanoseconds) / 1e9
    // The exact error of the division: positive where the `Double` lies above the tie.
    let error = (-Double(nanoseconds)).addingProduct(seconds, 1e9)
    if error != 0 { return error > 0 ? digits + 1 : digits }
    return digits + digits % 2
  }

  private static func powerOfTen(_ exponent: Int) -> UInt64 {
    var power: UInt64 = 1
    for _ in 0..<exponent { power *= 10 }
    return power
  }

  /// Six digits with a point behind so many of them; zeros at the end behind the point are left out, and so is the point.
  private static func appendMantissa(_ digits: UInt64, pointBehind point: Int, to output: inout [UInt8]) {
    var rest = digits
    var count = 6
    while count > point, rest % 10 == 0 {
      rest /= 10
      count -= 1
    }
    var divisor = powerOfTen(count - 1)
    for place in 0..<count {
      if place == point, point > 0 { output.append(UInt8(ascii: ".")) }
      output.append(UInt8(ascii: "0") + UInt8(rest / divisor % 10))
      divisor /= 10
    }
  }
}

extension UInt64 {
  fileprivate var decimalDigitCount: Int {
    var count = 1
    var rest = self
    while rest >= 10 {
      rest /= 10
      count += 1
    }
    return count
  }
}
