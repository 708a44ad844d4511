import Bytecode
import Matching
import Schema

/// A check, ready to be answered: nothing left to look up or to parse. Plain data; what is larger lies in `CheckTables`.
struct CheckPlan: BitwiseCopyable {
  var left: TermID
  var op: Operator
  var form: Form

  enum Form: BitwiseCopyable {
    /// False whatever the value: an empty list.
    case never
    case exists
    case test(Test)
    /// One test for each element of a list, as the modifier says. `set` is the same as one test, where there is one;
    /// it holds for single values only.
    case each(Modifier, TableRange, set: Test?)
    /// Against the value of another term of the same type.
    case term(TermID, isBuffer: Bool)
  }
}

/// Compares a single value with constants. `!=` is the test for `=`, turned around by whoever asks.
enum Test: BitwiseCopyable {
  case equal(Literal, Extent)
  case textIn(Int32, Extent)
  case ordered(Ordering, Literal)
  case contains(Literal, Extent)
  case startsWith(Literal, Extent)
  case endsWith(Literal, Extent)
  case containsIgnoringCase(Literal)
  case glob(Int32)
  case regex(Int32)
  case paths(Int32)
  /// The number as its bits: the value says how they are to be read (`evt.rawarg` is typed by the event).
  case number(Ordering, UInt64)
  case numberIn(Int32)
  case double(Ordering, Double)
  case doubleIn(TableRange)
  /// Bit 0: false will do; bit 1: true will do.
  case bool(UInt8)
  case address(IPAddress)
  case addressIn(Int32)
  case network(IPNetwork)
  case networkIn(Int32)
}

/// A constant text: a place in `Evaluator.literals`, and its symbol.
struct Literal: BitwiseCopyable {
  var range: ByteRange
  var symbol: Symbol
}

/// How far a text reaches when it is compared (rule-language.md §5.2).
enum Extent: UInt8, BitwiseCopyable {
  /// Strings: up to the first NUL.
  case cString
  /// Strings in `in`, `intersects`, `pmatch` and `regex`: without the NULs at the end.
  case trimmed
  /// Buffers: all bytes.
  case whole
}

enum Ordering: UInt8, BitwiseCopyable {
  case equal, less, lessOrEqual, greater, greaterOrEqual

  /// Nil for operators that do not compare magnitudes; `!=` is the opposite of `=`.
  init?(_ op: Operator) {
    switch op {
    case .equal, .notEqual: self = .equal
    case .less: self = .less
    case .lessOrEqual: self = .lessOrEqual
    case .greater: self = .greater
    case .greaterOrEqual: self = .greaterOrEqual
    default: return nil
    }
  }

  @inline(__always)
  func holds<T: Comparable>(_ a: T, _ b: T) -> Bool {
    switch self {
    case .equal: a == b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    case .greaterOrEqual: a >= b
    }
  }
}

/// The constants and compiled matchers of all checks.
struct CheckTables {
  var textSets: [TextSet] = []
  var numberSets: [NumberSet] = []
  var doubles: [Double] = []
  var addressSets: [AddressSet] = []
  var networkSets: [NetworkSet] = []
  var globs: [Glob] = []
  var regexes: [POSIXRegex] = []
  var pathSets: [PathPrefixSet] = []
  /// The tests of checks with a modifier.
  var tests: [Test] = []
}

/// The strings of an `in`, by symbol and by bytes.
struct TextSet {
  var symbols: NumberSet
  var strings: ByteStringSet
}
