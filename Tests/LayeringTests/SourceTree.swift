import Foundation
import TestSupport

/// A Swift file of the product, as text.
struct SwiftSource {
  let target: String
  /// From the root of the package.
  let path: String
  let lines: [Substring]

  /// The lines that are not wholly comment, with their numbers.
  var code: [(number: Int, text: Substring)] {
    lines.enumerated().compactMap { index, line in
      line.drop(while: { $0 == " " }).hasPrefix("//") ? nil : (index + 1, line)
    }
  }

  /// The modules of the file's `import` lines, `import struct M.T` and `@testable` included.
  var imports: [(line: Int, module: String)] {
    code.compactMap { number, text in
      guard let match = text.firstMatch(of: Self.importLine) else { return nil }
      return (number, String(match.1))
    }
  }

  /// A comment stands on the line itself, or on the line before it and its attributes.
  func isExplained(_ number: Int) -> Bool {
    let before = lines[..<(number - 1)].reversed().map { $0.drop(while: { $0 == " " }) }
    return lines[number - 1].contains("//") || before.first { !$0.hasPrefix("@") }?.hasPrefix("//") == true
  }

  static func all() throws -> [SwiftSource] {
    try PackageLayout.files(below: "Sources", suffix: ".swift").map { url in
      let path = PackageLayout.relativePath(url)
      let text = try String(contentsOf: url, encoding: .utf8)
      return SwiftSource(
        target: String(path.split(separator: "/")[1]), path: path,
        lines: text.split(separator: "\n", omittingEmptySubsequences: false))
    }
  }

  private static var importLine: Regex<(Substring, Substring)> {
    /^\s*(?:@\w+(?:\([^)]*\))?\s+|(?:package|public|internal|fileprivate|private)\s+)*import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/
  }
}

/// What `Package.swift` declares, read from its text.
enum Manifest {
  /// Every product target and the names in its list of dependencies.
  static func dependencies() throws -> [String: Set<String>] {
    let text = try String(contentsOf: PackageLayout.root.appendingPathComponent("Package.swift"), encoding: .utf8)
    let declaration = /(?:library\(|\.executableTarget\(\s*name:)\s*"(\w+)"((?:,\s*(?:dependencies:\s*)?\[(?:[^\[\]]*)\])?)/
    let quotedName = /(?:package:\s*)?"([\w-]+)"/
    var graph: [String: Set<String>] = [:]
    for target in text.matches(of: declaration) {
      let names = target.2.matches(of: quotedName).filter { !$0.0.hasPrefix("package:") }
      graph[String(target.1)] = Set(names.map { String($0.1) })
    }
    return graph
  }
}
