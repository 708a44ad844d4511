import Matching
import Schema

// The text forms of parameters (state-engine.md §9.1, rule-language.md §8.2): a raw one, and for some a resolved one.
//
// A function here either returns a text that lies somewhere already, or writes the text, and nothing else, to the end of
// the scratch buffer. So a caller who puts texts together finds written ones in place.
extension CurrentEvent {
  /// `evt.arg`: the resolved text where there is one, else the raw text.
  package func text(of argument: Argument, _ state: borrowing State, _ scratch: inout Scratch) -> Text {
    resolvedText(of: argument, state, &scratch) ?? rawText(of: argument, state, &scratch)
  }

  /// `evt.args`: `name=raw(resolved) name=raw …`.
  package func textOfAllArguments(_ state: borrowing State, _ scratch: inout Scratch) -> Text {
    let mark = scratch.mark
    for place in 0..<argumentCount(state.schema) {
      guard let argument = argument(at: place, state.schema) else { break }
      if place > 0 { scratch.append(UInt8(ascii: " ")) }
      scratch.append(state.symbols.bytes(argument.facts.nameText))
      scratch.append(UInt8(ascii: "="))
      appendUnlessWritten(rawText(of: argument, state, &scratch), state, &scratch)
      let beforeResolved = scratch.mark
      scratch.append(UInt8(ascii: "("))
      if let resolved = resolvedText(of: argument, state, &scratch) {
        appendUnlessWritten(resolved, state, &scratch)
        scratch.append(UInt8(ascii: ")"))
      } else {
        scratch.discard(since: beforeResolved)
      }
    }
    return scratch.text(since: mark)
  }

  /// Copies a text to the end of the scratch buffer unless it was written there.
  private func appendUnlessWritten(_ text: Text, _ state: borrowing State, _ scratch: inout Scratch) {
    switch text {
    case .scratch: break
    case .event(let range): scratch.append(view.bytes.extracting(range.bounds))
    case .symbol(let symbol): scratch.append(state.symbols.bytes(symbol))
    }
  }

  // MARK: Raw

  func rawText(of argument: Argument, _ state: borrowing State, _ scratch: inout Scratch) -> Text {
    let schema = state.schema
    if argument.isAbsent {
      return .symbol(argument.facts.type.isNullWhenAbsent ? schema.text(.null) : Symbol(.notAvailable))
    }
    let range = argument.range
    switch argument.facts.type {
    // The text of a dynamic parameter that has nothing behind the byte of its type: keyctl joins a new keyring without a name.
    case .charbuf where range.count == 0: return .symbol(schema.text(.nullPointer))
    case .charbuf, .fspath, .fsrelpath: return cleanText(characters(in: range), &scratch)
    case .bytebuf: return bufferText(range, &scratch)
    case .sockaddr: return addressText(range, state, &scratch)
    case .socktuple: return tupleText(range, state, &scratch)
    case .fdlist: return descriptorListText(range, state, &scratch)
    case .sigset: return signalsText(range, state, &scratch)
    case .charbufarray: return stringsText(range, &scratch)
    case .dynamic: return .symbol(schema.text(.invalidDynamic))
    case .syscallid: return syscallNumberText(range, state, &scratch)
    case .bool, .double, .ipaddr, .ipnet, .ipv4addr, .ipv6addr, .ipv4net, .ipv6net, .port, .l4proto, .sockfamily, .fd32,
      .pid32, .charbufPairArray:
      return .symbol(schema.text(.notRendered))
    case .abstime: return momentText(range, &scratch)
    case .reltime:
      if number(in: range, as: UInt64.self) == .max { return .symbol(schema.text(.noTime)) }
      return numberText(argument, &scratch)
    default: return numberText(argument, &scratch)
    }
  }

  /// Types of which rendering is a plain number. A number of another width than its type's is none.
  private func numberText(_ argument: Argument, _ scratch: inout Scratch) -> Text {
    guard let number = PrintedNumber(value(of: argument), of: argument.facts) else { return .symbol(Symbol(.notAvailable)) }
    let mark = scratch.mark
    scratch.write { number.append(to: &$0) }
    return scratch.text(since: mark)
  }

  /// A text in which nothing that does not print is left (corrections.md A5b); most are as the event has them.
  func cleanText(_ characters: Characters, _ scratch: inout Scratch) -> Text {
    guard case .text(let range) = characters else { return .symbol(Symbol(.notAvailable)) }
    let bytes = view.bytes.extracting(range.bounds)
    var isPlain = true
    for index in bytes.indices where bytes[index] < 0x20 || bytes[index] >= 0x7F { isPlain = false }
    if isPlain { return .event(range) }
    let mark = scratch.mark
    scratch.write { PrintableText.append(bytes, to: &$0) }
    return scratch.text(since: mark)
  }

  /// Buffers show a dot for each byte that is no printable ASCII.
  private func bufferText(_ range: ByteRange, _ scratch: inout Scratch) -> Text {
    let bytes = view.bytes.extracting(range.bounds)
    let mark = scratch.mark
    scratch.write { output in
      for index in bytes.indices {
        output.append(bytes[index] >= 0x20 && bytes[index] < 0x7F ? bytes[index] : UInt8(ascii: "."))
      }
    }
    return scratch.text(since: mark)
  }

  /// NUL-terminated strings, joined by dots.
  private func stringsText(_ range: ByteRange, _ scratch: inout Scratch) -> Text {
    let bytes = view.bytes.extracting(range.bounds)
    let mark = scratch.mark
    var start = 0
    while start < bytes.count {
      let end = start + bytes.extracting(start..<bytes.count).countBeforeNUL
      if start > 0 { scratch.append(UInt8(ascii: ".")) }
      scratch.write { PrintableText.append(bytes.extracting(start..<end), to: &$0) }
      start = end + 1
    }
    return scratch.text(since: mark)
  }

  private func signalsText(_ range: ByteRange, _ state: borrowing State, _ scratch: inout Scratch) -> Text {
    let mark = scratch.mark
    let set = number(in: range, as: UInt32.self) ?? 0
    for bit in 0..<UInt8(32) where set >> UInt32(bit) & 1 == 1 {
      guard let name = state.schema.signalName(bit + 1) else { continue }
      if scratch.mark > mark { scratch.append(UInt8(ascii: " ")) }
      scratch.append(state.symbols.bytes(name))
    }
    return scratch.text(since: mark)
  }

  private func syscallNumberText(_ range: ByteRange, _ state: borrowing State, _ scratch: inout Scratch) -> Text {
    guard let code = number(in: range, as: UInt16.self) else { return .symbol(Symbol(.notAvailable)) }
    if !state.schema.isSyscall(code) { return .symbol(state.schema.text(.unknownSyscall)) }
    let mark = scratch.mark
    scratch.write { $0.append(decimal: UInt64(code)) }
    return scratch.text(since: mark)
  }

  private func momentText(_ range: ByteRange, _ scratch: inout Scratch) -> Text {
    guard let time = number(in: range, as: UInt64.self) else { return .symbol(Symbol(.notAvailable)) }
    let mark = scratch.mark
    let local = CalendarTime(local: time)
    scratch.write { output in
      output.append(dateOf: local)
      output.append(UInt8(ascii: " "))
      output.append(timeOfDayOf: local)
    }
    return scratch.text(since: mark)
  }
}

extension ValueType {
  /// What an absent parameter reads as: `NULL` for these, `<NA>` for the others (corrections.md B13).
  fileprivate var isNullWhenAbsent: Bool {
    switch self {
    case .bytebuf, .socktuple, .fdlist, .charbufarray, .charbufPairArray, .dynamic: true
    default: false
    }
  }
}
