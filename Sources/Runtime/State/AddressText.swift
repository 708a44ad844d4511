package import Matching

/// How addresses, ports and connections are written in names (state-engine.md §5.2).
package enum AddressText {
  /// IPv4 dotted; IPv6 in the shortest form, as `inet_ntop` has it, without brackets.
  package static func append(_ address: IPAddress, to text: inout [UInt8]) {
    switch address {
    case .v4(let bits): appendDotted(bits, to: &text)
    case .v6(let high, let low): appendGroups(high, low, to: &text)
    }
  }

  package static func append(_ address: IPAddress, port: UInt16, to text: inout [UInt8]) {
    append(address, to: &text)
    text.append(UInt8(ascii: ":"))
    append(decimal: UInt64(port), to: &text)
  }

  /// `source:port->destination:port`; without ports for protocols that have none.
  package static func append(_ tuple: SocketTuple, _ layer4: Layer4, to text: inout [UInt8]) {
    let hasPorts = layer4 != .raw && layer4 != .icmp
    append(tuple.sourceAddress, to: &text)
    if hasPorts { appendPort(tuple.sourcePort, to: &text) }
    text.append(UInt8(ascii: "-"))
    text.append(UInt8(ascii: ">"))
    append(tuple.destinationAddress, to: &text)
    if hasPorts { appendPort(tuple.destinationPort, to: &text) }
  }

  private static func appendPort(_ port: UInt16, to text: inout [UInt8]) {
    text.append(UInt8(ascii: ":"))
    append(decimal: UInt64(port), to: &text)
  }

  package static func append(decimal number: UInt64, to text: inout [UInt8]) {
    // From the first digit on: turning a part of an array round would copy it.
    var unit: UInt64 = 1
    while number / unit >= 10 { unit *= 10 }
    while unit > 0 {
      text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / unit % 10))
      unit /= 10
    }
  }

  package static func append(hex number: UInt64, to text: inout [UInt8]) {
    let digits = max((UInt64.bitWidth - number.leadingZeroBitCount + 3) / 4, 1)
    for digit in (0..<digits).reversed() {
      let value = UInt8(truncatingIfNeeded: number >> UInt64(digit * 4)) & 0xF
      text.append(value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10)
    }
  }

  private static func appendDotted(_ bits: UInt32, to text: inout [UInt8]) {
    for shift: UInt32 in [24, 16, 8, 0] {
      append(decimal: UInt64(bits >> shift & 0xFF), to: &text)
      if shift > 0 { text.append(UInt8(ascii: ".")) }
    }
  }

  private static func appendGroups(_ high: UInt64, _ low: UInt64, to text: inout [UInt8]) {
    func group(_ index: Int) -> UInt64 { (index < 4 ? high >> UInt64(48 - index * 16) : low >> UInt64(112 - index * 16)) & 0xFFFF }
    // The first longest run of at least two zero groups is written as `::`.
    var best = 0..<0
    var index = 0
    while index < 8 {
      var end = index
      while end < 8 && group(end) == 0 { end += 1 }
      if end - index > best.count { best = index..<end }
      index = max(end, index + 1)
    }
    if best.count < 2 { best = 0..<0 }
    // An IPv4 address in the last 32 bits is written dotted behind `::` and `::ffff:`.
    let isEmbedded = best.lowerBound == 0 && (best.count == 6 || (best.count == 5 && group(5) == 0xFFFF))
    index = 0
    while index < 8 {
      if best.count > 0 && index == best.lowerBound {
        text.append(UInt8(ascii: ":"))
        if best.upperBound == 8 { text.append(UInt8(ascii: ":")) }
        index = best.upperBound
        continue
      }
      if index > 0 { text.append(UInt8(ascii: ":")) }
      if index == 6 && isEmbedded {
        appendDotted(UInt32(truncatingIfNeeded: low), to: &text)
        return
      }
      append(hex: group(index), to: &text)
      index += 1
    }
  }
}
