import Diagnostics

/// What is wrong with a line of JSON. The line is left out, the others are used.
package struct LineProblem: Error, Hashable, Sendable {
  /// From 1.
  package internal(set) var line: Int
  /// From 1, in Unicode scalars.
  package internal(set) var column: Int
  /// The key and what it takes, as a clause without a capital.
  package let message: String
  /// A name that the author may have meant.
  package let suggestion: String?

  /// Place in the line's bytes, before it is known as line and column.
  let offset: Int

  init(at offset: Int, _ message: String, meant suggestion: String? = nil) {
    line = 0
    column = 0
    self.offset = offset
    self.message = message
    self.suggestion = suggestion
  }

  /// "3:17: unknown event 'opnat'; did you mean 'openat'?"
  package var text: String {
    "\(line):\(column): \(message)" + (suggestion.map { "; did you mean '\($0)'?" } ?? "")
  }

  /// An unknown name, with the nearest of those that are known.
  static func unknown(
    _ kind: String, _ name: String, at offset: Int, of owner: String? = nil, among known: [String]
  ) -> LineProblem {
    let meant = nearestName(to: name, among: known)
    // Few names are said, where none is near.
    let list = meant == nil && known.count <= 12 && !known.isEmpty ? "; known: \(known.joined(separator: ", "))" : ""
    return LineProblem(at: offset, "unknown \(kind) '\(name)'\(owner.map { " of \($0)" } ?? "")\(list)", meant: meant)
  }
}
