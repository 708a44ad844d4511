import Matching
import Schema

/// What `fdlist.*` tells of each descriptor.
enum DescriptorListColumn {
  case number, name, clientAddress, serverAddress, clientPort, serverPort
}

extension CurrentEvent {
  /// Joined by commas; descriptors that have nothing to tell are left out, except that a missing name reads `<NA>`. No
  /// value where nothing is left.
  func descriptorList(_ column: DescriptorListColumn, _ state: borrowing State, _ scratch: inout Scratch) -> Value {
    guard view.type == .poll || view.type == .ppoll, let thread = facts.thread, let range = view.range(of: 1) else {
      return .missing
    }
    let list = DescriptorList(view.bytes, range)
    let mark = scratch.mark
    for index in 0..<list.count {
      let before = scratch.mark
      if before > mark { scratch.append(UInt8(ascii: ",")) }
      let start = scratch.mark
      let number = list.number(index, view.bytes)
      append(column, number, state.descriptor(number, of: thread).map { state.descriptors[$0] }, state, &scratch)
      if scratch.mark == start { scratch.discard(since: before) }
    }
    return scratch.mark > mark ? .text(scratch.text(since: mark)) : .missing
  }

  private func append(
    _ column: DescriptorListColumn, _ number: Int64, _ descriptor: Descriptor?, _ state: borrowing State,
    _ scratch: inout Scratch
  ) {
    if column == .number {
      scratch.write { $0.append(decimal: number) }
      return
    }
    if column == .name {
      let name = descriptor?.name ?? .empty
      scratch.append(state.symbols.bytes(name == .empty ? Symbol(.notAvailable) : name))
      return
    }
    guard let descriptor, descriptor.kind.isIPSocket, let tuple = state.tuple(of: descriptor) else { return }
    let hasTwoEnds = descriptor.kind.hasTwoEnds
    scratch.write { output in
      switch column {
      case .clientAddress where hasTwoEnds: tuple.sourceAddress.append(to: &output)
      case .serverAddress: tuple.destinationAddress.append(to: &output)
      case .clientPort where hasTwoEnds: output.append(decimal: UInt64(tuple.sourcePort))
      case .serverPort where hasTwoEnds: output.append(decimal: UInt64(tuple.destinationPort))
      default: break
      }
    }
  }
}
