import Diagnostics
import RuleFile
import Schema

/// One case of a test, as its file says it (docs/rule-tests.md).
struct RuleTest {
  enum Source {
    /// JSON lines made of the test's own events.
    case lines(EventLines)
    case capture(path: String, SourceSpan)
    /// What only a real system could run; why.
    case skipped(String)
  }

  enum Expectation {
    case alert(ExpectedAlert)
    case noAlert
    /// So many alerts of each of these rules.
    case counts([ExpectedCount])
  }

  let name: String
  /// `suite/test/case`, for whoever chooses tests: the name of the file without its extension, that of the test, and the values of the
  /// case, if there are several.
  let path: String
  /// Where it is named.
  let place: SourceSpan
  /// Empty where `alerts` name the rules.
  let rule: RuleName?
  let source: Source
  let expectation: Expectation

  /// All rules that it names.
  var rules: [RuleName] {
    guard case .counts(let counts) = expectation else { return rule.map { [$0] } ?? [] }
    return counts.map(\.rule)
  }
}

struct RuleName: Hashable {
  let text: String
  let place: SourceSpan
}

struct ExpectedCount {
  let rule: RuleName
  let count: UInt64
}

/// What an alert has to look like; what is nil may be anything.
struct ExpectedAlert {
  var priority: Priority?
  var source: String?
  var hostname: String?
  var fields: [ExpectedField] = []
}

struct ExpectedField {
  let name: String
  let place: SourceSpan
  /// As the text of an alert has it; nil where there is to be no value.
  let value: String?
}

/// What became of a file of tests.
struct TestFile {
  let id: FileID
  /// Paths of rule files, from the working directory.
  let rules: [String]
  let tests: [RuleTest]
  /// Tests that cannot be run, since something in them is wrong; that has been reported.
  let broken: [BrokenTest]
}

struct BrokenTest {
  let name: String
  /// `suite/test`.
  let path: String
  let place: SourceSpan
}
