/// A test's source with the places it talks about marked in it: `proc.pid = «abc»`.
///
/// Marks may nest and may be empty (`«»` is a point).
package struct MarkedSource: Sendable {
  /// The source without the marks.
  package let text: String
  /// The marked places as byte ranges of `text`, in the order in which they open.
  package let ranges: [Range<Int>]

  package var bytes: [UInt8] { Array(text.utf8) }

  /// - Precondition: every mark that opens closes.
  package init(_ marked: String) {
    var text = ""
    var ranges: [Range<Int>] = []
    var open: [Int] = []
    for scalar in marked.unicodeScalars {
      let here = text.utf8.count
      switch scalar {
      case "«":
        open.append(ranges.count)
        ranges.append(here..<here)
      case "»":
        guard let index = open.popLast() else { preconditionFailure("» without «: \(marked)") }
        ranges[index] = ranges[index].lowerBound..<here
      default:
        text.unicodeScalars.append(scalar)
      }
    }
    precondition(open.isEmpty, "« without »: \(marked)")
    self.text = text
    self.ranges = ranges
  }
}
