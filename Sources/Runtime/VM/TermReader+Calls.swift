import Bytecode
import Matching
import Schema

/// Transformers (rule-language.md §7). Each works on every element of a list; where it fails on one, there is no value.
extension TermReader {
  mutating func call(
    _ transformer: Transformer, _ arguments: TableRange, _ selector: UInt8?, _ current: borrowing CurrentEvent,
    _ state: borrowing State
  ) -> Value {
    let first = argument(0, of: arguments)
    switch transformer {
    case .tolower, .toupper, .b64, .basename: return transform(first, by: transformer, current, state)
    case .len:
      switch first {
      case .text(let text): return .unsigned(UInt64(current.bytes(of: text, state, scratch).count))
      case .list(let elements): return .unsigned(UInt64(elements.count))
      default: return .missing
      }
    case .concat:
      let mark = scratch.mark
      for number in 0..<arguments.range.count { append(argument(number, of: arguments), current, state) }
      return .text(scratch.text(since: mark))
    case .join:
      guard case .list(let elements) = argument(1, of: arguments) else { return .missing }
      let mark = scratch.mark
      for index in elements.range {
        if index > elements.range.lowerBound { append(first, current, state) }
        append(scratch.values[index], current, state)
      }
      return .text(scratch.text(since: mark))
    case .getopt:
      guard case .list(let elements) = first, case .text(let letters) = argument(1, of: arguments) else { return .missing }
      return options(elements, letters, selector, current, state)
    }
  }

  /// Writes a value as text. Numbers are written in decimal, also those that `len` gives to `concat`.
  mutating func append(_ value: Value, _ current: borrowing CurrentEvent, _ state: borrowing State) {
    switch value {
    case .text(.event(let range)): scratch.append(current.view.bytes.extracting(range.bounds))
    case .text(.scratch(let range)): scratch.appendCopy(of: range)
    case .text(.symbol(let symbol)): scratch.append(state.symbols.bytes(symbol))
    case .signed(let number): scratch.append(decimal: number)
    case .unsigned(let number): scratch.append(decimal: number)
    case .bool(let isTrue): scratch.append(isTrue ? "true" : "false")
    // No argument of a transformer has these types.
    case .missing, .double, .address, .list, .each: break
    }
  }

  // MARK: Text to text

  private mutating func transform(
    _ value: Value, by transformer: Transformer, _ current: borrowing CurrentEvent, _ state: borrowing State
  ) -> Value {
    switch value {
    case .text(let text): return transform(text, by: transformer, current, state)
    case .list(let elements):
      let mark = scratch.valueMark
      for index in elements.range {
        guard case .text(let text) = scratch.values[index] else { return .missing }
        let result = transform(text, by: transformer, current, state)
        if result == .missing {
          scratch.discardValues(since: mark)
          return .missing
        }
        scratch.append(result)
      }
      return .list(scratch.list(since: mark))
    default: return .missing
    }
  }

  private mutating func transform(
    _ text: Text, by transformer: Transformer, _ current: borrowing CurrentEvent, _ state: borrowing State
  ) -> Value {
    if transformer == .basename { return .text(basename(text, current, state)) }
    let mark = scratch.mark
    append(.text(text), current, state)
    switch transformer {
    case .tolower: scratch.write { ByteTransforms.lowercase(&$0, from: mark) }
    case .toupper: scratch.write { ByteTransforms.uppercase(&$0, from: mark) }
    default:
      guard scratch.write({ ByteTransforms.decodeBase64(&$0, from: mark) }) else {
        scratch.discard(since: mark)
        return .missing
      }
    }
    return .text(scratch.text(since: mark))
  }

  /// A part of the text, which need not be copied where its place can be named.
  private mutating func basename(_ text: Text, _ current: borrowing CurrentEvent, _ state: borrowing State) -> Text {
    let part = ByteTransforms.basename(current.bytes(of: text, state, scratch))
    switch text {
    case .event(let range): return .event(ByteRange(start: Int(range.start) + part.lowerBound, count: part.count))
    case .scratch(let range): return .scratch(ByteRange(start: Int(range.start) + part.lowerBound, count: part.count))
    case .symbol(let symbol):
      if part.lowerBound == 0 { return text }
      let mark = scratch.mark
      scratch.append(state.symbols.bytes(symbol).extracting(part))
      return scratch.text(since: mark)
    }
  }

  // MARK: getopt

  private mutating func options(
    _ elements: ValueRange, _ letters: Text, _ selector: UInt8?, _ current: borrowing CurrentEvent,
    _ state: borrowing State
  ) -> Value {
    let mark = scratch.mark
    argumentEnds.removeAll(keepingCapacity: true)
    for index in elements.range {
      append(scratch.values[index], current, state)
      argumentEnds.append(scratch.mark - mark)
    }
    let run = mark..<scratch.mark
    if let selector {
      let found = ShortOptionScan.last(
        selector, in: scratch.bytes.span.extracting(run), ends: argumentEnds.span,
        optstring: current.bytes(of: letters, state, scratch))
      guard let found else { return .missing }
      return found.takesArgument ? argument(of: found, at: mark) : letter(of: found)
    }
    let valueMark = scratch.valueMark
    var scan = ShortOptionScan()
    while let option = scan.next(
      scratch.bytes.span.extracting(run), ends: argumentEnds.span, optstring: current.bytes(of: letters, state, scratch))
    {
      scratch.append(letter(of: option))
      if option.takesArgument { scratch.append(argument(of: option, at: mark)) }
    }
    return .list(scratch.list(since: valueMark))
  }

  private mutating func letter(of option: ShortOptionScan.Option) -> Value {
    let mark = scratch.mark
    scratch.append(option.letter)
    return .text(scratch.text(since: mark))
  }

  private func argument(of option: ShortOptionScan.Option, at mark: Int) -> Value {
    .text(.scratch(ByteRange(start: mark + option.argument.lowerBound, count: option.argument.count)))
  }
}
