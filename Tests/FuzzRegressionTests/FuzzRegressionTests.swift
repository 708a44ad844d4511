import Foundation
import FuzzTargets
import TestSupport
import Testing

/// What the fuzzers found, and the seeds written for them, run through the fuzzers' own targets. A finding gets its file
/// in `Fuzz/Crashes` from the fuzzer itself.
@Suite struct FuzzRegressionTests {
  /// Paths from the root of the package.
  private static func inputs(_ target: String) -> [String] {
    ["Seeds", "Crashes"].flatMap { PackageLayout.files(below: "Fuzz/\($0)/\(target)", suffix: "") }
      .filter { !$0.hasDirectoryPath }
      .map(PackageLayout.relativePath)
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: PackageLayout.root.appendingPathComponent(path)))
  }

  @Test func thereAreInputs() {
    #expect(Self.inputs("Condition").count > 10)
    #expect(Self.inputs("RuleFile").count > 5)
    #expect(Self.inputs("Capture").count > 10)
    #expect(Self.inputs("JSONLines").count > 10)
  }

  @Test(arguments: inputs("Condition"))
  func condition(path: String) throws {
    try ConditionTarget.run(Self.bytes(path))
  }

  @Test(arguments: inputs("RuleFile"))
  func ruleFile(path: String) throws {
    try RuleFileTarget.run(Self.bytes(path))
  }

  @Test(arguments: inputs("Capture"))
  func capture(path: String) throws {
    try CaptureTarget.run(Self.bytes(path))
  }

  @Test(arguments: inputs("JSONLines"))
  func jsonLines(path: String) throws {
    try CaptureTarget.run(Array("{".utf8) + Self.bytes(path))
  }
}
