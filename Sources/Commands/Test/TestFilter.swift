import Matching

/// The tests that `--filter` leaves: a regular expression that is found somewhere in `suite/test/case` or in the name of a rule.
struct TestFilter {
  private let expression: POSIXRegex
  private let scratch = RegexScratch()

  init(_ text: String) throws(CommandFailure) {
    do throws(RegexSyntaxError) {
      // By itself first, so that what is wrong is told of what was written.
      try POSIXRegex.validate(Array(text.utf8))
      // Names may have several lines, and '.' matches within one.
      expression = try POSIXRegex.compile(Array("(.|\n)*(\(text))(.|\n)*".utf8))
    } catch {
      let help = error.help.map { "; \($0)" } ?? ""
      throw CommandFailure(message: "--filter: '\(text)' is no regular expression: \(error.message)\(help)")
    }
  }

  func matches(_ name: String) -> Bool { expression.matchesWholly(Array(name.utf8).span, scratch: scratch) }
}
