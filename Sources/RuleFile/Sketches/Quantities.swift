// Quantities as rule files spell them: a number and a unit, nothing between.

/// Splits "7d" into 7 and "d". A number has digits and at most one point.
private func numberAndUnit(_ text: String) -> (number: Double, unit: Substring)? {
  let digits = text.prefix { ("0"..."9").contains($0) || $0 == "." }
  guard let number = Double(digits), number.isFinite, digits.first != ".", digits.last != "." else { return nil }
  return (number, text[digits.endIndex...])
}

/// - Returns: nil also for what does not fit.
private func scaled(_ number: Double, _ factor: Double) -> UInt64? {
  UInt64(exactly: (number * factor).rounded())
}

/// A duration such as `7d`, in nanoseconds.
func parseDuration(_ text: String) -> UInt64? {
  guard let (number, unit) = numberAndUnit(text) else { return nil }
  switch unit {
  case "ns": return scaled(number, 1)
  case "us": return scaled(number, 1e3)
  case "ms": return scaled(number, 1e6)
  case "s": return scaled(number, 1e9)
  case "m": return scaled(number, 60e9)
  case "h": return scaled(number, 3600e9)
  case "d": return scaled(number, 86400e9)
  case "w": return scaled(number, 7 * 86400e9)
  default: return nil
  }
}

/// An amount of memory such as `2MB` or `512KiB`, in bytes.
func parseMemory(_ text: String) -> UInt64? {
  guard let (number, unit) = numberAndUnit(text) else { return nil }
  switch unit {
  case "", "B": return scaled(number, 1)
  case "kB", "KB": return scaled(number, 1e3)
  case "MB": return scaled(number, 1e6)
  case "GB": return scaled(number, 1e9)
  case "KiB": return scaled(number, 1024)
  case "MiB": return scaled(number, 1024 * 1024)
  case "GiB": return scaled(number, 1024 * 1024 * 1024)
  default: return nil
  }
}

/// A share such as `0.1%`, in millionths.
func parseShare(_ text: String) -> UInt64? {
  guard let (number, unit) = numberAndUnit(text), unit == "%", number <= 100 else { return nil }
  return scaled(number, 1e4)
}

/// So many in a time, such as `20000/h`.
func parseRate(_ text: String) -> (count: UInt64, period: UInt64)? {
  let parts = text.split(separator: "/", omittingEmptySubsequences: false)
  guard parts.count == 2, let count = UInt64(parts[0]) else { return nil }
  let period = parts[1].first.map { ("0"..."9").contains($0) } == true ? String(parts[1]) : "1\(parts[1])"
  guard let nanoseconds = parseDuration(period), nanoseconds > 0 else { return nil }
  return (count, nanoseconds)
}
