package import Diagnostics
import Matching
package import RuleFile

/// Comments that say what is not to be reported: `# rulec: ignore CODE[,CODE] -- reason`.
///
/// Behind text, such a comment speaks of its line; alone on a line, of the next. Lines that are indented more belong to the
/// line above them, so that a comment in front of an item speaks of the whole item, and one in front of `condition:` of the whole
/// condition. Errors cannot be suppressed: a rule that does not load is no matter of opinion.
package struct Suppressions {
  private struct Entry {
    var code: DiagnosticCode
    /// Offsets of the bytes that it speaks of.
    var range: Range<UInt32>
    /// The comment.
    var span: SourceSpan
    /// Takes the comment out; nil where it names other codes, too.
    var removal: Fix.Edit?
    /// What stands behind ` -- `.
    var reason: String?
    var isUsed = false
    var metError = false
  }

  private var entries: [Entry] = []
  /// What is wrong with comments.
  private var problems: [Diagnostic] = []

  private static let word = Array("rulec".utf8)
  private static let colon = Array(":".utf8)

  package init(_ files: [FileItems], in map: SourceMap) {
    for file in files {
      // Nearly no file has one, and finding comments reads the file again.
      guard Self.hasMarker(map[file.file].bytes) else { continue }
      let comments = file.comments()
      let lines = SubjectLines(map[file.file])
      for comment in comments.items.flatMap({ $0.leading + $0.inside }) + comments.trailing { read(comment, lines) }
    }
  }

  /// Looks for the colon, which a vectorised search of one byte finds, and then at what stands before it.
  private static func hasMarker(_ bytes: [UInt8]) -> Bool {
    var rest = bytes.span
    while let colon = rest.firstIndex(of: Self.colon.span) {
      if rest.extracting(..<colon).hasSuffix(word.span) { return true }
      rest = rest.extracting((colon + 1)...)
    }
    return false
  }

  // MARK: Reading

  private mutating func read(_ comment: Comment, _ lines: SubjectLines) {
    let words = comment.text.drop { $0 == "#" || $0 == " " || $0 == "\t" }
    guard words.hasPrefix("rulec:") else { return }
    let body = words.dropFirst(6).drop { $0 == " " }
    guard body.hasPrefix("ignore"), body.dropFirst(6).first.map({ $0 == " " || $0 == "\t" }) ?? true else {
      problems.append(.unknownDirective(at: comment.span))
      return
    }
    let parts = body.dropFirst(6).split(separator: " -- ", maxSplits: 1, omittingEmptySubsequences: false)
    let reason = parts.count > 1 ? parts[1].split(separator: " ").joined(separator: " ") : ""
    let names = parts[0].split(whereSeparator: { $0 == "," || $0 == " " || $0 == "\t" }).map(String.init)
    if names.isEmpty { problems.append(.nothingToIgnore(at: comment.span)) }
    let range = lines.range(of: comment)
    let removal = names.count == 1 ? Fix.Edit(lines.wholeSpan(of: comment), "") : nil
    for name in names {
      guard let code = DiagnosticCode(rawValue: name), !code.info.isReserved else {
        problems.append(.unknownCode(name, at: comment.span))
        continue
      }
      entries.append(Entry(code: code, range: range, span: comment.span, removal: removal, reason: reason.isEmpty ? nil : reason))
    }
  }

  // MARK: Use

  /// What is left of the diagnostics, with those about the comments themselves; and what is not left.
  ///
  /// - Parameter isLooked: whether the code was looked for at all; what was not cannot be said to be unused.
  package mutating func apply(to diagnostics: [Diagnostic], isLooked: (DiagnosticCode) -> Bool) -> (
    kept: [Diagnostic], suppressed: [SuppressedDiagnostic]
  ) {
    guard !entries.isEmpty || !problems.isEmpty else { return (diagnostics, []) }
    var (kept, suppressed) = ([] as [Diagnostic], [] as [SuppressedDiagnostic])
    for diagnostic in diagnostics {
      if let entry = suppressing(diagnostic) {
        suppressed.append(SuppressedDiagnostic(diagnostic, .inSource, reason: entry.reason))
      } else {
        kept.append(diagnostic)
      }
    }
    for entry in entries where !entry.isUsed && isLooked(entry.code) { kept.append(.unused(entry.code, entry.span, entry.removal, metError: entry.metError)) }
    return (kept + problems, suppressed)
  }

  /// The first comment that silences it; each that does counts as used.
  private mutating func suppressing(_ diagnostic: Diagnostic) -> Entry? {
    var first: Entry?
    for index in entries.indices where entries[index].code == diagnostic.code {
      guard entries[index].range.contains(diagnostic.primary.span.start) else { continue }
      if diagnostic.severity == .error {
        entries[index].metError = true
      } else {
        entries[index].isUsed = true
        first = first ?? entries[index]
      }
    }
    return first
  }
}

/// The lines that a comment speaks of.
private struct SubjectLines {
  private let file: SourceFile
  private let index: LineIndex

  init(_ file: SourceFile) {
    self.file = file
    index = LineIndex(file.bytes)
  }

  /// In the offsets of the map.
  func range(of comment: Comment) -> Range<UInt32> {
    let start = Int(comment.span.start - file.base)
    var first = index.line(containing: start)
    if comment.isWholeLine {
      guard let next = lineBehind(first) else { return file.span.end..<file.span.end }
      first = next
    }
    // What stands behind text speaks of what belongs to the line only if the line opens a block of text.
    let isWhole = comment.isWholeLine || opensBlock(index.range(ofLine: first).lowerBound..<start)
    let last = isWhole ? lastIndented(below: first) : first
    return UInt32(index.range(ofLine: first).lowerBound) + file.base..<UInt32(index.range(ofLine: last).upperBound) + file.base + 1
  }

  /// The comment with what would be left of it: its line, or the blanks before it.
  func wholeSpan(of comment: Comment) -> SourceSpan {
    var start = Int(comment.span.start - file.base)
    if comment.isWholeLine {
      let line = index.range(ofLine: index.line(containing: start))
      return SourceSpan(from: UInt32(line.lowerBound) + file.base, to: UInt32(min(line.upperBound + 1, file.bytes.count)) + file.base)
    }
    while start > 0, file.bytes[start - 1] == 0x20 || file.bytes[start - 1] == 0x09 { start -= 1 }
    return SourceSpan(from: UInt32(start) + file.base, to: comment.span.end)
  }

  /// The next line that is neither empty nor a comment.
  private func lineBehind(_ line: Int) -> Int? {
    index.lineStarts.indices[(line + 1)...].first { line in
      let sign = file.bytes[index.range(ofLine: line)].first { $0 > 0x20 }
      return sign != nil && sign != UInt8(ascii: "#")
    }
  }

  /// Whether a line ends with the sign of a block scalar.
  private func opensBlock(_ line: Range<Int>) -> Bool {
    let text = file.bytes[line].reversed().drop { $0 <= 0x20 || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    return text.first == UInt8(ascii: ">") || text.first == UInt8(ascii: "|")
  }

  /// The last line that belongs to a line by its indentation.
  private func lastIndented(below first: Int) -> Int {
    let own = indentation(first) ?? 0
    var last = first
    for line in index.lineStarts.indices[(first + 1)...] {
      guard let other = indentation(line) else { continue }
      if other <= own { break }
      last = line
    }
    return last
  }

  /// Blanks in front of a line; nil for an empty one.
  private func indentation(_ line: Int) -> Int? {
    let range = index.range(ofLine: line)
    return file.bytes[range].firstIndex { $0 > 0x20 }.map { $0 - range.lowerBound }
  }
}

extension Diagnostic {
  /// `this comment suppresses nothing`
  fileprivate static func unused(
    _ code: DiagnosticCode, _ span: SourceSpan, _ removal: Fix.Edit?, metError: Bool
  ) -> Diagnostic {
    metError
      ? Diagnostic(
        .suppression, "an error cannot be suppressed: \(code.rawValue)", at: Label(span), help: ["put the mistake right; the rule does not load"])
      : Diagnostic(
        .suppression, "nothing here is reported as \(code.rawValue)", at: Label(span), help: ["remove it from the comment"],
        fix: removal.map { Fix("remove the comment", [$0]) })
  }

  fileprivate static func unknownCode(_ name: String, at span: SourceSpan) -> Diagnostic {
    let near = nearestName(to: name, among: DiagnosticCode.allCases.lazy.filter { !$0.info.isReserved }.map(\.rawValue))
    return Diagnostic(
      .suppression, "no code is named '\(name)'", at: Label(span),
      help: [near.map { "did you mean '\($0)'?" } ?? "'rulec list codes' shows all codes"])
  }

  fileprivate static func nothingToIgnore(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .suppression, "this comment names no code", at: Label(span), help: ["write '# rulec: ignore CODE -- reason', several codes with commas"])
  }

  fileprivate static func unknownDirective(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .suppression, "a comment for rulec that it does not understand", at: Label(span), help: ["write '# rulec: ignore CODE -- reason'"])
  }
}
