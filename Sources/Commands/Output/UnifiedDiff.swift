/// Two versions of a file, as `diff -u` shows them.
enum UnifiedDiff {
  /// Lines that are shown around a change.
  private static let context = 3

  private struct Line {
    enum Kind: String { case same = " ", removed = "-", added = "+" }
    var kind: Kind
    var text: Substring
    /// Lines of the old and new version before this one.
    var old: Int
    var new: Int
  }

  static func text(of name: String, old: [UInt8], new: [UInt8]) -> String {
    let lines = merged(split(old), split(new))
    let changed = lines.indices.filter { lines[$0].kind != .same }
    guard let first = changed.first else { return "" }
    var text = name.hasPrefix("/") ? "--- \(name)\n+++ \(name)\n" : "--- a/\(name)\n+++ b/\(name)\n"
    var hunk = max(0, first - context)..<first + 1
    for index in changed.dropFirst() + [lines.count + 3 * context] {
      if index - hunk.upperBound <= 2 * context {
        hunk = hunk.lowerBound..<index + 1
      } else {
        text += self.text(of: lines[hunk.lowerBound..<min(hunk.upperBound + context, lines.count)])
        hunk = max(0, index - context)..<index + 1
      }
    }
    return text
  }

  private static func text(of hunk: ArraySlice<Line>) -> String {
    guard let first = hunk.first else { return "" }
    let (old, new) = (hunk.count { $0.kind != .added }, hunk.count { $0.kind != .removed })
    let head = "@@ -\(first.old + (old > 0 ? 1 : 0)),\(old) +\(first.new + (new > 0 ? 1 : 0)),\(new) @@\n"
    return head + hunk.map { $0.kind.rawValue + $0.text + "\n" }.joined()
  }

  private static func split(_ bytes: [UInt8]) -> [Substring] {
    var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  private static func merged(_ old: [Substring], _ new: [Substring]) -> [Line] {
    let difference = new.difference(from: old)
    let removed = Set(difference.removals.map(\.offset))
    let added = Set(difference.insertions.map(\.offset))
    var lines: [Line] = []
    var (a, b) = (0, 0)
    while a < old.count || b < new.count {
      if a < old.count, removed.contains(a) {
        lines.append(Line(kind: .removed, text: old[a], old: a, new: b))
        a += 1
      } else if b < new.count, added.contains(b) {
        lines.append(Line(kind: .added, text: new[b], old: a, new: b))
        b += 1
      } else {
        lines.append(Line(kind: .same, text: old[min(a, old.count - 1)], old: a, new: b))
        (a, b) = (a + 1, b + 1)
      }
    }
    return lines
  }
}

extension CollectionDifference.Change {
  fileprivate var offset: Int {
    switch self {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset
    }
  }
}
