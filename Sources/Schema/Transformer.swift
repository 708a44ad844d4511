/// A function applied to a field's value before it is compared or printed. One case and one row per transformer.
package enum Transformer: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case tolower, toupper, b64, basename, len, join, concat, getopt

  package struct Info: Sendable {
    package let spelling: StaticString
    /// How many arguments it takes.
    package let arity: ClosedRange<Int>
    /// `[c]` may follow the call (only `getopt`).
    package let takesSelector: Bool
    package let summary: StaticString

    fileprivate init(
      _ spelling: StaticString, _ arity: ClosedRange<Int>, selector: Bool = false, _ summary: StaticString
    ) {
      self.spelling = spelling
      self.arity = arity
      self.takesSelector = selector
      self.summary = summary
    }
  }

  package var info: Info {
    switch self {
    case .tolower: Info("tolower", 1...1, "ASCII letters in lower case.")
    case .toupper: Info("toupper", 1...1, "ASCII letters in upper case.")
    case .b64: Info("b64", 1...1, "Base64 decoded; no value if it is none.")
    case .basename: Info("basename", 1...1, "What follows the last `/`.")
    case .len: Info("len", 1...1, "Bytes of a string or buffer, elements of a list.")
    case .join: Info("join", 2...2, "A list's elements with a separator between them.")
    case .concat: Info("concat", 2...Int.max, "Strings put together.")
    case .getopt: Info("getopt", 2...2, selector: true, "Short options found in an argument list.")
    }
  }

  package var spelling: String { info.spelling.description }
}
