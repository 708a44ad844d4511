extension [UInt8] {
  /// XML 1.0 has no way at all to write most control characters; `harmless` leaves none of them.
  mutating func writeXML(_ text: String, isAttribute: Bool) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": write("&amp;")
      case "<": write("&lt;")
      case ">": write("&gt;")
      case "\"" where isAttribute: write("&quot;")
      case "\n" where isAttribute: write("&#10;")
      case "\t" where isAttribute: write("&#9;")
      case "\n", "\t": write(scalar: scalar)
      default: write(scalar: harmless(scalar))
      }
    }
  }

  /// ` name="value"`.
  mutating func writeXMLAttribute(_ name: String, _ value: String) {
    write(" \(name)=\"")
    writeXML(value, isAttribute: true)
    write("\"")
  }
}
