import Bytecode
import Matching
import Runtime
import Schema

/// A value that owns what it holds. No value at all is a nil.
indirect enum Known {
  case signed(Int64)
  case unsigned(UInt64)
  case bool(Bool)
  case double(Double)
  case text([UInt8])
  case address(IPAddress)
  case list([Known])
  case each([Known], Quantifier)

  init?(_ value: Value, _ engine: borrowing Engine, _ event: borrowing EventView) {
    switch value {
    case .missing: return nil
    case .signed(let number): self = .signed(number)
    case .unsigned(let number): self = .unsigned(number)
    case .bool(let isTrue): self = .bool(isTrue)
    case .double(let number): self = .double(number)
    case .address(let address): self = .address(address)
    case .text(let text):
      let bytes = engine.bytes(of: text, event)
      self = .text(bytes.indices.map { bytes[$0] })
    case .list(let range): self = .list(Self.elements(of: range, engine, event))
    case .each(let range, let quantifier): self = .each(Self.elements(of: range, engine, event), quantifier)
    }
  }

  private static func elements(
    of range: ValueRange, _ engine: borrowing Engine, _ event: borrowing EventView
  ) -> [Known] {
    var elements: [Known] = []
    for index in 0..<Int(range.count) {
      if let element = Known(engine.element(index, of: range), engine, event) { elements.append(element) }
    }
    return elements
  }

  /// How a transformer sees it: numbers in decimal.
  fileprivate var text: [UInt8] {
    switch self {
    case .text(let bytes): bytes
    case .signed(let number): Array("\(number)".utf8)
    case .unsigned(let number): Array("\(number)".utf8)
    case .bool(let isTrue): Array("\(isTrue)".utf8)
    case .double, .address, .list, .each: []
    }
  }

  fileprivate var elements: [Known] { if case .list(let elements) = self { elements } else { [] } }
}

// MARK: - Terms

extension ReferenceEvaluator {
  func value(of id: TermID, _ engine: inout Engine, _ event: borrowing EventView) -> Known? {
    switch program.terms[Int(id.rawValue)] {
    case .field:
      let value = engine.value(of: id, event)
      return Known(value, engine, event)
    case .constant(let constant):
      switch program.constants[Int(constant.rawValue)] {
      case .string(let string): return .text(Array(program.strings[string]))
      case .signed(let number): return .signed(number)
      case .unsigned(let number): return .unsigned(number)
      case .bool(let isTrue): return .bool(isTrue)
      case .address(let address): return .address(address)
      case .network: return nil
      }
    case .list(let range):
      return values(of: range, &engine, event).map { .list($0.map { .text($0.text) }) }
    case .call(let transformer, let range, let selector):
      return values(of: range, &engine, event).flatMap { apply(transformer, $0, selector) }
    }
  }

  private func values(of range: TableRange, _ engine: inout Engine, _ event: borrowing EventView) -> [Known]? {
    var values: [Known] = []
    for id in program.termLists[range.range] {
      guard let value = value(of: id, &engine, event) else { return nil }
      values.append(value)
    }
    return values
  }

  /// Rule-language.md §7.
  private func apply(_ transformer: Transformer, _ arguments: [Known], _ selector: UInt8?) -> Known? {
    switch transformer {
    case .tolower: return map(arguments[0]) { $0.map { 0x41...0x5A ~= $0 ? $0 + 32 : $0 } }
    case .toupper: return map(arguments[0]) { $0.map { 0x61...0x7A ~= $0 ? $0 - 32 : $0 } }
    case .basename: return map(arguments[0]) { Array($0[($0.lastIndex(of: 0x2F).map { $0 + 1 } ?? 0)...]) }
    case .b64: return map(arguments[0], Self.decodeBase64)
    case .len:
      if case .list(let elements) = arguments[0] { return .unsigned(UInt64(elements.count)) }
      return .unsigned(UInt64(arguments[0].text.count))
    case .concat: return .text(arguments.flatMap(\.text))
    case .join: return .text(Array(arguments[1].elements.map(\.text).joined(separator: arguments[0].text)))
    case .getopt:
      let options = Self.options(arguments[0].elements.map(\.text), arguments[1].text)
      guard let selector else { return .list(options.flatMap { [$0.letter] + ($0.value.map { [$0] } ?? []) }.map { .text($0) }) }
      return options.last { $0.letter == [selector] }.map { .text($0.value ?? $0.letter) }
    }
  }

  private func map(_ value: Known, _ body: ([UInt8]) -> [UInt8]?) -> Known? {
    guard case .list(let elements) = value else { return body(value.text).map { .text($0) } }
    let results = elements.compactMap { body($0.text) }
    return results.count == elements.count ? .list(results.map { .text($0) }) : nil
  }

  private static func decodeBase64(_ text: [UInt8]) -> [UInt8]? {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var digits = text[...]
    for _ in 0..<2 where digits.last == UInt8(ascii: "=") { digits.removeLast() }
    if digits.isEmpty || digits.count % 4 == 1 { return text.isEmpty ? [] : nil }
    var bits: [Bool] = []
    for digit in digits {
      guard let number = alphabet.firstIndex(of: digit) else { return nil }
      for bit in (0..<6).reversed() { bits.append(number >> bit & 1 == 1) }
    }
    let whole = bits.count / 8 * 8
    guard !bits[whole...].contains(true) else { return nil }
    return stride(from: 0, to: whole, by: 8).map { start in bits[start..<start + 8].reduce(0) { $0 << 1 | ($1 ? 1 : 0) } }
  }

  /// Letters as texts; a value for those that take one.
  private static func options(_ arguments: [[UInt8]], _ letters: [UInt8]) -> [(letter: [UInt8], value: [UInt8]?)] {
    var found: [(letter: [UInt8], value: [UInt8]?)] = []
    var rest = arguments[...]
    while let token = rest.popFirst(), token.count > 1, token[0] == UInt8(ascii: "-") {
      if token[1] == UInt8(ascii: "-") {
        if token.count == 2 { break }
        continue
      }
      var cluster = token.dropFirst()
      while let letter = cluster.popFirst() {
        guard letter != UInt8(ascii: ":"), let place = letters.firstIndex(of: letter) else {
          found.append((Array("?".utf8), nil))
          continue
        }
        guard place + 1 < letters.count, letters[place + 1] == UInt8(ascii: ":") else {
          found.append(([letter], nil))
          continue
        }
        found.append(([letter], cluster.isEmpty ? rest.popFirst() ?? [] : Array(cluster)))
        cluster = []
      }
    }
    return found
  }
}
