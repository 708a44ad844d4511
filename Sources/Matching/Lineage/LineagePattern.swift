/// The argument of `proc.lineage.path`: `java > ** > bash` (grammar/extensions.md).
///
/// Steps from the oldest process to the youngest, which is the process itself; what is older than the first step does
/// not matter. A step is a glob for the name of one process, or `**` for any number of processes, none included.
package struct LineagePattern: Equatable, Sendable {
  /// Names of processes in a row, the youngest first.
  package struct Run: Equatable, Sendable {
    package let names: [Glob]
  }

  /// What `**` separates, from the process itself upwards. The first run begins with the process itself and is empty
  /// where the pattern ends in `**`; each other has at least one name and may begin anywhere above the one before.
  package let runs: [Run]

  package static func parse(_ text: Span<UInt8>) -> Result<LineagePattern, PatternSyntaxError> {
    var runs: [Run] = []
    var names: [Glob] = []
    var end = text.count
    var hasName = false
    // From the back, as matching goes.
    while true {
      let start = text.stepStart(before: end)
      switch step(text, start..<end) {
      case .failure(let error): return .failure(error)
      case .success(.name(let glob)):
        names.append(glob)
        hasName = true
      case .success(.anything):
        // Two of them in a row say no more than one, and at the oldest end one says nothing at all.
        if !names.isEmpty || runs.isEmpty { runs.append(Run(names: names)) }
        names = []
      }
      guard start > 0 else { break }
      end = start - 1
    }
    guard hasName else { return .failure(PatternSyntaxError("the pattern names no process", at: 0, help: example)) }
    if !names.isEmpty { runs.append(Run(names: names)) }
    return .success(LineagePattern(runs: runs))
  }

  private static let example = "write the names from the oldest process to the youngest, as in java > ** > bash"

  private enum Step {
    case anything
    case name(Glob)
  }

  private static func step(_ text: Span<UInt8>, _ range: Range<Int>) -> Result<Step, PatternSyntaxError> {
    let trimmed = text.trimmed(range)
    guard !trimmed.isEmpty else {
      return .failure(PatternSyntaxError("a step of the pattern is empty", at: range.lowerBound, help: example))
    }
    if trimmed.count == 2, text[trimmed.lowerBound] == 0x2A, text[trimmed.lowerBound + 1] == 0x2A {
      return .success(.anything)
    }
    var index = trimmed.lowerBound
    while index < trimmed.upperBound {
      switch text[index] {
      case UInt8(ascii: "\\"):
        guard index + 1 < trimmed.upperBound else {
          return .failure(PatternSyntaxError("the name ends in a lone backslash", at: index, help: "write `\\\\` for a backslash"))
        }
        index += 2
      case UInt8(ascii: "*") where index + 1 < trimmed.upperBound && text[index + 1] == UInt8(ascii: "*"):
        return .failure(
          PatternSyntaxError(
            "`**` stands for whole processes, not for a part of a name", at: index,
            help: "inside a name write `*`; between names write `> ** >`"))
      default: index += 1
      }
    }
    return .success(.name(Glob(text.extracting(trimmed))))
  }
}

extension Span<UInt8> {
  /// The place behind the `>` that ends the step before `end`; 0 where there is none.
  fileprivate func stepStart(before end: Int) -> Int {
    var index = end
    while index > 0 {
      index -= 1
      if self[index] == UInt8(ascii: ">"), !isEscaped(index) { return index + 1 }
    }
    return 0
  }

  /// An odd number of backslashes stands before it.
  fileprivate func isEscaped(_ index: Int) -> Bool {
    var backslashes = 0
    while backslashes < index, self[index - 1 - backslashes] == UInt8(ascii: "\\") { backslashes += 1 }
    return backslashes % 2 == 1
  }

  /// Without blanks around. An escaped one stays.
  fileprivate func trimmed(_ range: Range<Int>) -> Range<Int> {
    var range = range
    while let first = range.first, self[first].isASCIISpace { range.removeFirst() }
    while let last = range.last, self[last].isASCIISpace, !isEscaped(last) { range.removeLast() }
    return range
  }
}
