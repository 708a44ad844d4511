import Foundation
import Parser

/// A tree without the places of its parts: equal for texts that mean the same syntax.
func shape(_ tree: ConditionTree) -> String {
  let listing = SyntaxListing.ast(tree)
  return listing.split(separator: "\n").map { line in
    guard let end = line.range(of: "  ", options: .backwards), line[end.upperBound...].contains("..") else {
      return String(line)
    }
    return String(line[..<end.lowerBound])
  }.joined(separator: "\n")
}
