package import Matching

/// What a field or a transformer gives for the current event. Plain data: texts are named by place, so that a value can
/// be kept for the time of the event without copying a byte. `Texts` finds the bytes.
package enum Value: Hashable, Sendable, BitwiseCopyable {
  /// No value: every operator is false (rule-language.md §6.1).
  case missing
  case signed(Int64)
  case unsigned(UInt64)
  case bool(Bool)
  /// A percentage.
  case double(Double)
  /// Characters or a buffer's bytes, without terminator.
  case text(Text)
  case address(IPAddress)
  /// A list-valued field: a range of `Scratch.values`, none of them a list.
  case list(ValueRange)
  /// Both ends of a connection (`fd.ip`, `fd.port`, `fd.net`) or all ancestors: one after another is asked, as the
  /// field's quantifier says (`Quantifier`).
  case each(ValueRange, Quantifier)
}

/// How the answers about several candidates make one (rule-language.md §5.4).
package enum Quantifier: UInt8, Sendable, BitwiseCopyable {
  /// True when the operator holds for one of them, negated ones included: `proc.aname != x`.
  case any
  /// The same, but `!=` has to hold for all: both ends of a connection.
  case anyButAllForNotEqual
}

/// Where the bytes of a text lie.
package enum Text: Hashable, Sendable, BitwiseCopyable {
  case event(ByteRange)
  case scratch(ByteRange)
  /// A string without NUL bytes: what is compared as a C string (rule-language.md §5.2) is then the whole, and equal ids
  /// decide. Symbols that hold blobs (arguments, environments) are no texts.
  case symbol(Symbol)
}

/// A run of consecutive values in `Scratch.values`.
package struct ValueRange: Hashable, Sendable, BitwiseCopyable {
  package var start: UInt32
  package var count: UInt32

  package init(start: Int, count: Int) {
    self.start = UInt32(start)
    self.count = UInt32(count)
  }

  package var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
}
