import Diagnostics

/// What became of a test.
struct TestResult {
  enum Outcome {
    case passed
    case failed(TestFailure)
    case skipped(String)
    /// It could not be run: something in its file is wrong, which the diagnostics say.
    case broken
  }

  let name: String
  let rule: String?
  let file: FileID
  let place: SourceSpan
  let outcome: Outcome
}

/// Why a test failed.
struct TestFailure {
  /// Each a sentence without a full stop.
  var reasons: [String]
  /// Of events that decided, each of one rule; none where no event could be singled out.
  var explanations: [ExplanationReport] = []
}

extension TestResult {
  /// As the reports have it.
  enum Verdict: String, CaseIterable { case broken, failed, passed, skipped }

  var verdict: Verdict {
    switch outcome {
    case .passed: .passed
    case .failed: .failed
    case .skipped: .skipped
    case .broken: .broken
    }
  }
}
