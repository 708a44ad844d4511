package import Foundation
package import Testing

/// Expects `actual` to equal the file `Golden/<name>` beside the test's own source file.
///
/// A golden that does not exist is written and the test fails, so that it is looked at before it counts. With
/// `RULEC_BLESS=1` in the environment goldens are rewritten and the tests pass.
package func expectGolden(
  _ actual: String, _ name: String, testFile: String = #filePath, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let folder = URL(fileURLWithPath: testFile).deletingLastPathComponent()
  try expectGolden(actual, at: folder.appendingPathComponent("Golden/\(name)"), sourceLocation: sourceLocation)
}

/// Expects `actual` to equal the file at `url`, for goldens that stand beside their source.
package func expectGolden(_ actual: String, at url: URL, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let name = PackageLayout.relativePath(url)
  let bytes = Data(actual.utf8)
  guard let expected = try? Data(contentsOf: url) else {
    try write(bytes, to: url)
    if !isBlessing {
      Issue.record("\(name) did not exist and was written: look at it", sourceLocation: sourceLocation)
    }
    return
  }
  guard expected != bytes else { return }
  if isBlessing {
    try write(bytes, to: url)
  } else {
    let difference = firstDifference(expected: String(decoding: expected, as: UTF8.self), actual: actual)
    Issue.record("\(name) differs (RULEC_BLESS=1 rewrites it)\n\(difference)", sourceLocation: sourceLocation)
  }
}

private let isBlessing = ProcessInfo.processInfo.environment["RULEC_BLESS"] == "1"

private func write(_ bytes: Data, to file: URL) throws {
  try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
  try bytes.write(to: file)
}

/// The lines around the first place where two texts differ.
private func firstDifference(expected: String, actual: String) -> String {
  let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
  let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
  let same = zip(old, new).prefix { $0 == $1 }.count
  let before = old[max(0, same - 3)..<same].map { "  \($0)" }
  let gone = old[same..<min(same + 6, old.count)].map { "- \($0)" }
  let come = new[same..<min(same + 6, new.count)].map { "+ \($0)" }
  return (["at line \(same + 1):"] + before + gone + come).joined(separator: "\n")
}
