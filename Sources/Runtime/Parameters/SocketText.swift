import Matching
import Schema

// Addresses, connections and lists of descriptors as texts of parameters (scap-format.md §4.1, §4.2).
extension CurrentEvent {
  private enum Family {
    static let unix: UInt8 = 1
    static let ipv4: UInt8 = 2
    static let ipv6: UInt8 = 10
  }

  /// `1.2.3.4:443`; the path of a unix socket.
  func addressText(_ range: ByteRange, _ state: borrowing State, _ scratch: inout Scratch) -> Text {
    let bytes = view.bytes.extracting(range.bounds)
    guard bytes.count > 0 else { return .symbol(Symbol(.notAvailable)) }
    let rest = ByteRange(start: range.bounds.lowerBound + 1, count: bytes.count - 1)
    switch bytes[0] {
    case Family.unix: return cleanText(characters(in: rest), &scratch)
    case Family.ipv4: return endText(rest, addressSize: 4, state.schema.text(.invalidIPv4), &scratch)
    case Family.ipv6: return endText(rest, addressSize: 16, state.schema.text(.invalidIPv6), &scratch)
    default: return familyText(bytes[0], &scratch)
    }
  }

  private func endText(_ range: ByteRange, addressSize: Int, _ invalid: Symbol, _ scratch: inout Scratch) -> Text {
    guard Int(range.count) == addressSize + 2, let end = SocketEnd(view.bytes, at: Int(range.start), addressSize) else {
      return .symbol(invalid)
    }
    let mark = scratch.mark
    scratch.write { end.append(to: &$0) }
    return scratch.text(since: mark)
  }

  /// `10.1.2.3:50000->1.2.3.4:443`; of unix sockets the kernel addresses and the path.
  func tupleText(_ range: ByteRange, _ state: borrowing State, _ scratch: inout Scratch) -> Text {
    let bytes = view.bytes.extracting(range.bounds)
    guard bytes.count > 0 else { return .symbol(state.schema.text(.null)) }
    switch bytes[0] {
    case Family.unix where bytes.count > 16: return unixText(range, &scratch)
    case Family.ipv4: return endsText(range, addressSize: 4, state.schema.text(.invalidIPv4), &scratch)
    case Family.ipv6: return endsText(range, addressSize: 16, state.schema.text(.invalidIPv6), &scratch)
    default: return familyText(bytes[0], &scratch)
    }
  }

  private func endsText(_ range: ByteRange, addressSize: Int, _ invalid: Symbol, _ scratch: inout Scratch) -> Text {
    let start = Int(range.start) + 1
    guard Int(range.count) == 1 + 2 * (addressSize + 2),
      var source = SocketEnd(view.bytes, at: start, addressSize),
      var destination = SocketEnd(view.bytes, at: start + addressSize + 2, addressSize)
    else { return .symbol(invalid) }
    // IPv4 over IPv6 shows as what it is, where both ends are so.
    if let sourceV4 = source.address.mappedV4, let destinationV4 = destination.address.mappedV4 {
      source.address = sourceV4
      destination.address = destinationV4
    }
    let mark = scratch.mark
    scratch.write { output in
      source.append(to: &output)
      output.append("->")
      destination.append(to: &output)
    }
    return scratch.text(since: mark)
  }

  private func unixText(_ range: ByteRange, _ scratch: inout Scratch) -> Text {
    let bytes = view.bytes.extracting(range.bounds)
    let source = bytes.littleEndian(at: 1, as: UInt64.self)
    let destination = bytes.littleEndian(at: 9, as: UInt64.self)
    var end = 17
    while end < bytes.count, bytes[end] != 0 { end += 1 }
    let mark = scratch.mark
    scratch.write { output in
      output.append(lowercaseHex: source)
      output.append("->")
      output.append(lowercaseHex: destination)
      output.append(UInt8(ascii: " "))
      PrintableText.append(bytes.extracting(17..<end), to: &output)
    }
    return scratch.text(since: mark)
  }

  private func familyText(_ family: UInt8, _ scratch: inout Scratch) -> Text {
    let mark = scratch.mark
    scratch.append("family ")
    scratch.write { $0.append(decimal: UInt64(family)) }
    return scratch.text(since: mark)
  }

  /// `5:41 999:?4`: number, letter of the type (`?` where it is not known) and flags in hex.
  func descriptorListText(_ range: ByteRange, _ state: borrowing State, _ scratch: inout Scratch) -> Text {
    let mark = scratch.mark
    guard let thread = facts.thread else { return scratch.text(since: mark) }
    let list = DescriptorList(view.bytes, range)
    for index in 0..<list.count {
      if index > 0 { scratch.append(UInt8(ascii: " ")) }
      let number = list.number(index, view.bytes)
      let letter = state.descriptor(number, of: thread).map { state.descriptors[$0].kind.letter } ?? UInt8(ascii: "?")
      // The number prints unsigned, and the flags with their sign spread over 32 bits.
      let flags = UInt32(bitPattern: Int32(list.flags(index, view.bytes)))
      scratch.write { output in
        output.append(decimal: UInt64(bitPattern: number))
        output.append(UInt8(ascii: ":"))
        output.append(letter)
        output.append(lowercaseHex: UInt64(flags))
      }
    }
    return scratch.text(since: mark)
  }
}

/// The descriptors that a `poll` waits for (type FDLIST): a count of 16 bits, then for each its number and 16 flag bits.
struct DescriptorList {
  private let start: Int
  /// As many as there are bytes for, whatever the count says.
  let count: Int
  private static let entrySize = 10

  init(_ bytes: Span<UInt8>, _ range: ByteRange) {
    start = range.bounds.lowerBound + 2
    guard range.count >= 2 else {
      count = 0
      return
    }
    let said = Int(bytes.littleEndian(at: range.bounds.lowerBound, as: UInt16.self))
    count = min(said, (Int(range.count) - 2) / Self.entrySize)
  }

  func number(_ index: Int, _ bytes: Span<UInt8>) -> Int64 {
    bytes.littleEndian(at: start + index * Self.entrySize, as: Int64.self)
  }

  func flags(_ index: Int, _ bytes: Span<UInt8>) -> Int16 {
    bytes.littleEndian(at: start + index * Self.entrySize + 8, as: Int16.self)
  }
}

/// One end of a connection in an event: an address in network order and a port in the machine's.
struct SocketEnd {
  var address: IPAddress
  let port: UInt16

  init?(_ bytes: Span<UInt8>, at start: Int, _ addressSize: Int) {
    guard let address = IPAddress(networkOrder: bytes.extracting(start..<start + addressSize)) else { return nil }
    self.address = address
    port = bytes.littleEndian(at: start + addressSize, as: UInt16.self)
  }

  func append(to output: inout [UInt8]) {
    address.append(to: &output)
    output.append(UInt8(ascii: ":"))
    output.append(decimal: UInt64(port))
  }
}

extension [UInt8] {
  /// Without zeros in front.
  mutating func append(lowercaseHex value: UInt64) {
    for place in (0..<Swift.max((64 - value.leadingZeroBitCount + 3) / 4, 1)).reversed() {
      let digit = UInt8(truncatingIfNeeded: value >> UInt64(place * 4) & 0xF)
      append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }
}
