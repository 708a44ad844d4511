import Matching
import Schema

// Addresses, connections and lists of descriptors as texts of parameters (scap-format.md §4.1, §4.2).
extension CurrentEvent {
  /// `1.2.3.4:443`; the path of a unix socket.
  func addressText(_ range: ByteRange, _ state: borrowing State, _ scratch: inout Scratch) -> Text {
    let bytes = view.bytes.extracting(range.bounds)
    guard bytes.count > 0 else { return .symbol(Symbol(.notAvailable)) }
    let rest = ByteRange(start: range.bounds.lowerBound + 1, count: bytes.count - 1)
    switch bytes[0] {
    case SocketFamily.unix: return cleanText(characters(in: rest), &scratch)
    case SocketFamily.ipv4, SocketFamily.ipv6:
      guard case .server(let address, let port) = SocketEnds(parameter: bytes) else { return invalidText(bytes[0], state) }
      let mark = scratch.mark
      scratch.write { AddressText.append(address, port: port, to: &$0) }
      return scratch.text(since: mark)
    default: return familyText(bytes[0], &scratch)
    }
  }

  /// `10.1.2.3:50000->1.2.3.4:443`; of unix sockets the kernel addresses and the path.
  func tupleText(_ range: ByteRange, _ state: borrowing State, _ scratch: inout Scratch) -> Text {
    let bytes = view.bytes.extracting(range.bounds)
    guard bytes.count > 0 else { return .symbol(state.schema.text(.null)) }
    let mark = scratch.mark
    switch bytes[0] {
    case SocketFamily.unix where bytes.count > 16: scratch.write { SocketEnds.appendUnixName(bytes, to: &$0) }
    case SocketFamily.ipv4, SocketFamily.ipv6:
      guard case .connection(let ends) = SocketEnds(parameter: bytes) else { return invalidText(bytes[0], state) }
      // Ports stand in every tuple, whatever the protocol.
      scratch.write { AddressText.append(ends.unmapped, .unknown, to: &$0) }
    default: return familyText(bytes[0], &scratch)
    }
    return scratch.text(since: mark)
  }

  /// Of an IP family with bytes that are no address of it.
  private func invalidText(_ family: UInt8, _ state: borrowing State) -> Text {
    .symbol(state.schema.text(family == SocketFamily.ipv4 ? .invalidIPv4 : .invalidIPv6))
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
