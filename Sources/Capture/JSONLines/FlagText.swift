import Diagnostics
import Schema

/// A number, or names of a flag set joined by `|`, of which an enumeration takes one.
struct FlagText {
  let document: JSONDocument
  /// Who takes the flags, for messages.
  let what: String
  let set: FlagSet

  /// - Parameter width: how many bits there are.
  func bits(_ node: Int, width: Int) throws(LineProblem) -> UInt64 {
    if let number = try document.number(node, bits: width, isSigned: false, what) { return number }
    let offset = document.nodes[node].offset
    guard document.nodes[node].kind == .string else {
      throw LineProblem(at: offset, "\(what) takes a number, or names of \(set.name)")
    }
    var bits: UInt64 = 0
    var isFirst = true
    let text = document.strings[document.nodes[node].text]
    for part in text.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false) {
      if !isFirst, set.kind == .enumeration {
        throw LineProblem(at: offset, "\(what) takes one name of \(set.name), not several")
      }
      isFirst = false
      let word = part.trimmed
      guard let entry = set.entries.first(where: { $0.name.utf8.elementsEqual(word) }) else {
        let name = String(decoding: word, as: UTF8.self)
        throw LineProblem(
          at: offset, "\(what) takes a number, or names of \(set.name) joined by '|'; '\(name)' is none",
          meant: nearestName(to: name, among: set.entries.map(\.name)))
      }
      bits |= UInt64(entry.value)
    }
    return bits
  }
}

extension ArraySlice<UInt8> {
  /// Without blanks at either end.
  fileprivate var trimmed: ArraySlice<UInt8> {
    var result = self
    while result.first == 0x20 { result.removeFirst() }
    while result.last == 0x20 { result.removeLast() }
    return result
  }
}
