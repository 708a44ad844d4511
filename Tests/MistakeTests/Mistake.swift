import Diagnostics
import TestSupport

/// One mistake: an edit of one file, and what must be said about it.
struct Mistake: Sendable {
  enum Kind: String, CaseIterable, Sendable {
    // In a condition.
    case misspeltField, misspeltMacro, misspeltEventType, misspeltOperator, tripledEquals
    case parenthesisNotClosed, parenthesisNotOpened, listNotClosed, valueMissing, quoteNotClosed
    case wordForNumber, operatorForOtherType, transformerOfNumber, blankMissing, notBehindField
    // In an output.
    case misspeltOutputField, percentAlone
    // In the keys and values of an item.
    case misspeltOptionalKey, misspeltRequiredKey, misspeltKind, missingDescription, duplicateKey
    case unknownPriority, enabledMaybe, nullListItem, unknownSource, exceptionField, exceptionTupleLength
    // In the syntax of YAML.
    case tabInIndentation, flowSequenceNotClosed
    // Items added behind the last.
    case unusedMacro, unusedList, appendedUndefinedMacro
  }

  let kind: Kind
  let code: DiagnosticCode
  let file: Int
  /// Offsets in the sound file.
  let edit: Range<Int>
  let replacement: [UInt8]
  /// Offsets in the file as it would be with this edit alone.
  let place: Range<Int>

  var shift: Int { replacement.count - edit.count }

  /// Replaces `edit` by `text`, in which the marked place is the one to be reported.
  init(_ kind: Kind, _ code: DiagnosticCode, file: Int, edit: Range<Int>, _ text: String) {
    let marked = MarkedSource(text)
    let range = marked.ranges[0]
    self.init(
      kind, code, file: file, edit: edit, marked.text,
      at: edit.lowerBound + range.lowerBound..<edit.lowerBound + range.upperBound)
  }

  init(_ kind: Kind, _ code: DiagnosticCode, file: Int, edit: Range<Int>, _ text: String, at place: Range<Int>) {
    self.kind = kind
    self.code = code
    self.file = file
    self.edit = edit
    replacement = Array(text.utf8)
    self.place = place
  }
}

/// Sound files with mistakes in them.
struct Mutation {
  private(set) var texts: [(name: String, bytes: [UInt8])]
  /// The mistakes with their places in the changed files.
  private(set) var expected: [Expectation] = []

  struct Expectation: Hashable {
    var code: DiagnosticCode
    var file: Int
    var range: Range<Int>
    var kind: Mistake.Kind
  }

  /// - Precondition: the edits are of different items, so that none overlaps another or its place.
  init(of rules: CleanRules, with mistakes: [Mistake]) {
    texts = rules.files.map { ($0.name, $0.bytes) }
    var shifts = Array(repeating: 0, count: texts.count)
    for mistake in mistakes.sorted(by: { $0.edit.lowerBound < $1.edit.lowerBound }) {
      let shift = shifts[mistake.file]
      let edit = mistake.edit.lowerBound + shift..<mistake.edit.upperBound + shift
      texts[mistake.file].bytes.replaceSubrange(edit, with: mistake.replacement)
      expected.append(
        Expectation(
          code: mistake.code, file: mistake.file,
          range: mistake.place.lowerBound + shift..<mistake.place.upperBound + shift, kind: mistake.kind))
      shifts[mistake.file] += mistake.shift
    }
  }
}
