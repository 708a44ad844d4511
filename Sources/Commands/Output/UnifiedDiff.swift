/// The difference of two texts, as `diff -u` and `git` show it.
enum UnifiedDiff {
  /// Lines around a change.
  private static let context = 3

  /// - Returns: nothing where the texts are equal.
  static func text(from old: [UInt8], to new: [UInt8], name: String) -> String {
    guard old != new else { return "" }
    let (before, after) = (lines(old), lines(new))
    let difference = after.difference(from: before)
    var removed = Set<Int>()
    var inserted = Set<Int>()
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    // Each line of both texts once, with its sign.
    var rows: [(sign: Character, text: String)] = []
    var (left, right) = (0, 0)
    while left < before.count || right < after.count {
      if left < before.count, removed.contains(left) {
        rows.append(("-", before[left]))
        left += 1
      } else if right < after.count, inserted.contains(right) {
        rows.append(("+", after[right]))
        right += 1
      } else {
        rows.append((" ", before[left]))
        left += 1
        right += 1
      }
    }
    return "--- a/\(name)\n+++ b/\(name)\n" + hunks(rows)
  }

  private static func hunks(_ rows: [(sign: Character, text: String)]) -> String {
    let changed = rows.indices.filter { rows[$0].sign != " " }
    var result = ""
    var index = 0
    while index < changed.count {
      var last = index
      while last + 1 < changed.count, changed[last + 1] - changed[last] <= 2 * context { last += 1 }
      let range = max(0, changed[index] - context)..<min(rows.count, changed[last] + context + 1)
      let before = rows[..<range.lowerBound]
      let (old, new) = (before.count { $0.sign != "+" }, before.count { $0.sign != "-" })
      let (olds, news) = (rows[range].count { $0.sign != "+" }, rows[range].count { $0.sign != "-" })
      result += "@@ -\(place(old, olds)) +\(place(new, news)) @@\n"
      for row in rows[range] { result += "\(row.sign)\(row.text)\n" }
      index = last + 1
    }
    return result
  }

  /// First line and count; an empty stretch is named by the line before it.
  private static func place(_ before: Int, _ count: Int) -> String {
    count == 1 ? "\(before + 1)" : "\(count == 0 ? before : before + 1),\(count)"
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }
}
