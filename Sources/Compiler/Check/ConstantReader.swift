import Bytecode
import Diagnostics
import Matching
import Schema

/// A constant's text to the value that a type compares with (rule-language.md §4, §6).
struct ConstantReader {
  /// The type of the left side, after transformers.
  let type: ValueType
  let op: Operator

  /// The longest constant that the incumbent takes, in bytes.
  static let maximumLength = 255

  /// Why a text is no constant of a type; `ConstantReader+Diagnostics` says it to the author.
  enum Failure: Error, Equatable {
    case tooLong(Int)
    case containsNUL
    case number(ConstantNumbers.NumberError)
    case bool
    case unknownService
    case address(looksLikeNetwork: Bool)
    case network(IPNetwork.ParseError)
    case hex(HexBytes.ParseError)
    case regex(RegexSyntaxError)
    /// The type takes no constant at all.
    case noConstant
  }

  /// - Parameter id: of `text` in the tables' pool.
  func read(_ text: ArraySlice<UInt8>, _ id: StringID, tables: inout ProgramTables) -> Result<Constant, Failure> {
    if text.contains(0) { return .failure(.containsNUL) }
    switch type.family {
    case .string, .buffer: return string(text, id, tables: &tables)
    case .signed: return number(ConstantNumbers.parseSigned(text.span, bits: type.bitWidth)) { .signed($0) }
    case .double: return number(ConstantNumbers.parseSigned(text.span, bits: 32)) { .signed($0) }
    case .unsigned, .duration:
      return number(ConstantNumbers.parseUnsigned(text.span, bits: type.bitWidth)) { .unsigned($0) }
    case .port: return port(text)
    case .bool:
      if text.elementsEqual("true".utf8) { return .success(.bool(true)) }
      return text.elementsEqual("false".utf8) ? .success(.bool(false)) : .failure(.bool)
    case .address:
      if let address = IPAddress(parsing: text.span) { return .success(.address(address)) }
      return .failure(.address(looksLikeNetwork: text.contains(UInt8(ascii: "/"))))
    case .network:
      return IPNetwork.parse(text.span).map { .network($0) }.mapError { .network($0) }
    case .opaque: return .failure(.noConstant)
    }
  }

  private func string(
    _ text: ArraySlice<UInt8>, _ id: StringID, tables: inout ProgramTables
  ) -> Result<Constant, Failure> {
    guard text.count <= Self.maximumLength else { return .failure(.tooLong(text.count)) }
    switch op {
    case .bcontains, .bstartswith:
      return HexBytes.parse(text.span).map { .string(tables.intern($0[...])) }.mapError { .hex($0) }
    case .regex:
      do throws(RegexSyntaxError) {
        try POSIXRegex.validate(Array(text))
      } catch {
        return .failure(.regex(error))
      }
      return .success(.string(id))
    default: return .success(.string(id))
    }
  }

  private func number<N>(
    _ result: Result<N, ConstantNumbers.NumberError>, _ make: (N) -> Constant
  ) -> Result<Constant, Failure> {
    result.map(make).mapError { .number($0) }
  }

  /// Digits are a number cut to 16 bits, nothing is 0, anything else a service name.
  private func port(_ text: ArraySlice<UInt8>) -> Result<Constant, Failure> {
    if text.isEmpty { return .success(.unsigned(0)) }
    if text.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) {
      return number(ConstantNumbers.parseUnsigned(text.span, bits: 16)) { .unsigned($0) }
    }
    guard let port = ServiceNames.port(named: String(decoding: text, as: UTF8.self)) else {
      return .failure(.unknownService)
    }
    return .success(.unsigned(UInt64(port)))
  }
}

extension ValueType {
  /// How wide a number of the type is.
  var bitWidth: Int {
    switch self {
    case .int8, .uint8, .flags8, .enumflags8, .l4proto, .sigtype: 8
    case .int16, .uint16, .flags16, .enumflags16, .port, .syscallid: 16
    case .int32, .uint32, .flags32, .enumflags32, .mode, .uid, .gid: 32
    default: 64
    }
  }
}
