import Diagnostics
import RuleFile
import SystemPackage

/// `rulec check --fix` and `--diff`: puts right what can be without changing what rules mean.
///
/// What one change makes possible comes in the next round, so files are checked again in memory until nothing is left to change. Only
/// then are they written.
struct Fixing {
  private let configuration: ConfigurationFile?
  private let includesStyle: Bool
  private var checked: CheckedFiles
  /// As the files were read, by their names.
  private let original: [SourceFile]
  private var fixed = 0

  /// A change that leads to another one that leads back would go on for ever.
  private static let roundLimit = 10

  init(_ paths: [String], includesStyle: Bool) {
    configuration = ConfigurationFile.find()
    self.includesStyle = includesStyle
    checked = CheckedFiles(paths, configuration, includesStyle: includesStyle)
    original = checked.input.files.map { [checked] in checked.input.map[$0.file] }
  }

  mutating func run(_ settings: ReportSettings, onlyShows: Bool) throws {
    // Without a second look at what could not be read, nobody knows what a change would do.
    if !checked.report.hasUnreadInput { fixAll() }
    let changed = zip(original, current).filter { $0.bytes != $1.bytes }
    if onlyShows {
      let text = changed.map { UnifiedDiff.text(from: $0.bytes, to: $1.bytes, name: $0.name) }.joined()
      try (settings.output.map(Output.file) ?? .standard).write(text)
      Output.message("\(count(fixed, "problem")) could be fixed in \(count(changed.count, "file"))")
      if !changed.isEmpty, !settings.exitsZero { throw EarlyExit(status: .findings) }
      return
    }
    for (_, new) in changed { try Output.file(new.name).write(new.bytes) }
    if fixed > 0 { Output.message("fixed \(count(fixed, "problem")) in \(count(changed.count, "file"))") }
    try settings.publish(checked.report) { [checked] in checked.falcoResults }
  }

  private var current: [SourceFile] { checked.input.files.map { [checked] in checked.input.map[$0.file] } }

  private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  private mutating func fixAll() {
    for _ in 0..<Self.roundLimit {
      let fixes = compatibleFixes()
      if fixes.isEmpty { return }
      let inputs = current.map { RuleInput.buffer(name: $0.name, bytes: $0.applying(fixes.flatMap(\.edits))) }
      let next = CheckedFiles(inputs, configuration, includesStyle: includesStyle)
      // A change that breaks a rule is our mistake, and not made.
      guard next.errorCount <= checked.errorCount else { return }
      fixed += fixes.count
      checked = next
    }
  }

  /// The fixes that can be made together.
  private func compatibleFixes() -> [Fix] {
    var taken: [SourceSpan] = []
    var fixes: [Fix] = []
    for fix in checked.report.diagnostics.compactMap(\.fix) where fix.keepsMeaning {
      let spans = fix.edits.map(\.span)
      guard !spans.contains(where: { span in taken.contains { $0.start <= span.end && span.start <= $0.end } }) else { continue }
      taken += spans
      fixes.append(fix)
    }
    return fixes
  }
}

extension SourceFile {
  /// Its bytes after the edits that lie in it.
  fileprivate func applying(_ edits: [Fix.Edit]) -> [UInt8] {
    var result = bytes
    for edit in edits.sorted(by: { $0.span.start > $1.span.start }) where span.contains(edit.span) {
      let start = Int(edit.span.start - base)
      result.replaceSubrange(start..<start + Int(edit.span.length), with: edit.replacement.utf8)
    }
    return result
  }
}
