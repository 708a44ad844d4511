import Schema

/// A number as the text of its parameter shows it.
///
/// The reference prints through C formats with peculiarities that texts in rules may rely on: decimal 32- and 64-bit
/// numbers are signed even where the type is not, negative 8- and 16-bit numbers in hex show 32 bits, and sets of flags
/// are decimal whatever the format.
struct PrintedNumber {
  private let bits: UInt64
  private let isSigned: Bool
  private let format: ParameterFormat

  /// Nil where the value is no number.
  init?(_ value: Value, of parameter: EventSchema.ParameterFacts) {
    var bits: UInt64
    switch value {
    case .signed(let number): bits = UInt64(bitPattern: number)
    case .unsigned(let number): bits = number
    default: return nil
    }
    switch parameter.type {
    case .int8, .int16, .int32, .uint32, .mode:
      (bits, isSigned) = Self.as32Bits(bits, parameter.format)
      format = parameter.format
    case .uint8, .uint16, .int64, .uint64:
      isSigned = parameter.format != .hex && parameter.format != .octal
      format = parameter.format
    case .uid, .gid:
      (bits, isSigned) = Self.as32Bits(bits, .decimal)
      format = .decimal
    case .errno, .fd, .pid:
      isSigned = true
      format = .decimal
    default:
      isSigned = false
      format = .decimal
    }
    self.bits = bits
  }

  /// 32 bits for hex and octal; for decimal the signed number that they are.
  private static func as32Bits(_ bits: UInt64, _ format: ParameterFormat) -> (UInt64, isSigned: Bool) {
    switch format {
    case .hex, .octal: (bits & 0xFFFF_FFFF, false)
    case .na, .decimal: (UInt64(bitPattern: Int64(Int32(truncatingIfNeeded: bits))), true)
    }
  }

  func append(to output: inout [UInt8]) {
    switch format {
    case .hex: output.append(hex: bits)
    case .octal: output.append(octal: bits)
    case .na, .decimal:
      if isSigned { output.append(decimal: Int64(bitPattern: bits)) } else { output.append(decimal: bits) }
    }
  }
}
