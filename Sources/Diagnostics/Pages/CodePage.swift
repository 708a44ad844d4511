/// What is to be known of a code: for `rulec explain CODE` and docs/lints.md.
package struct CodePage: Sendable {
  /// What it means, in paragraphs.
  package let meaning: String
  /// Rules that it is reported for, and the same put right: whole items, or only the keys of a rule that matter. Empty for what no
  /// text alone can show.
  package let wrong: String
  package let right: String
  /// When it may be suppressed; nil for errors, which cannot be.
  package let suppression: String?
}

extension DiagnosticCode {
  /// Every code that is not reserved has one.
  package var page: CodePage? { CodePages.all[rawValue] }
}

// Pages as text. A line with `@ CODE` begins one; then come the meaning, `wrong:` and `right:` with an example each, and
// `suppress:` with a paragraph.
private enum CodePages {
  static let all: [String: CodePage] = {
    var pages: [String: CodePage] = [:]
    for text in [CodePage.ofFiles, CodePage.ofConditions, CodePage.ofMeaning, CodePage.ofStyle] {
      for part in ("\n" + text).components(separatedBy: "\n@ ") where !part.isEmpty {
        let code = part.prefix { $0 != "\n" }
        pages[String(code)] = page(part.dropFirst(code.count))
      }
    }
    return pages
  }()

  private static func page(_ text: Substring) -> CodePage {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    func section(_ name: String) -> String? {
      guard let start = lines.firstIndex(where: { $0.hasPrefix(name) }) else { return nil }
      let end = lines[(start + 1)...].firstIndex { ["wrong:", "right:", "suppress:"].contains(where: $0.hasPrefix) } ?? lines.count
      let first = lines[start].dropFirst(name.count).drop { $0 == " " }
      return trimmed((first.isEmpty ? [] : [first]) + lines[(start + 1)..<end])
    }
    let meaningEnd = lines.firstIndex { ["wrong:", "suppress:"].contains(where: $0.hasPrefix) } ?? lines.count
    return CodePage(
      meaning: trimmed(Array(lines[..<meaningEnd])), wrong: section("wrong:") ?? "", right: section("right:") ?? "",
      suppression: section("suppress:"))
  }

  /// Without empty lines at either end.
  private static func trimmed(_ lines: [Substring]) -> String {
    let used = lines.drop { $0.isEmpty }
    let last = used.lastIndex { !$0.isEmpty } ?? used.startIndex - 1
    return used[...max(last, used.startIndex - 1)].joined(separator: "\n")
  }
}

extension String {
  fileprivate func components(separatedBy separator: String) -> [Substring] {
    var parts: [Substring] = []
    var rest = self[...]
    while let range = rest.firstRange(of: separator) {
      parts.append(rest[..<range.lowerBound])
      rest = rest[range.upperBound...]
    }
    return parts + [rest]
  }
}

// MARK: - Rendering

extension DiagnosticCode {
  /// The page as text for a terminal; nil for a reserved code.
  package var pageText: String? {
    guard let page else { return nil }
    var parts = ["\(rawValue) (\(severity.rawValue)\(info.isStyle ? ", style" : "")): \(info.title)", page.meaning]
    if !page.wrong.isEmpty { parts += ["Wrong:", indented(page.wrong), "Right:", indented(page.right)] }
    parts.append(page.suppression.map { "When to suppress it: " + $0 } ?? "It is an error and cannot be suppressed.")
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// The page as a section of a Markdown document.
  package var pageMarkdown: String? {
    guard let page else { return nil }
    var parts = ["### \(rawValue)", "\(info.title). *\(severity.rawValue)\(info.isStyle ? ", style" : "")*", page.meaning]
    if !page.wrong.isEmpty { parts += ["```yaml\n# wrong\n\(page.wrong)\n\n# right\n\(page.right)\n```"] }
    parts.append(page.suppression.map { "When to suppress it: " + $0 } ?? "It is an error and cannot be suppressed.")
    return parts.joined(separator: "\n\n") + "\n"
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }.joined(separator: "\n")
  }
}
