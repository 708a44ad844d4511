import Foundation
import TestSupport
import Testing

/// The recipe of `examples/rules-repository`, as a service would run it on a pull request.
@Suite("The example of a repository")
struct ExampleRepositoryTests {
  /// One mistake for each lint: the cases of its golden tests.
  private static let mistakes = PackageLayout.files(below: "Tests/LintTests/Cases", suffix: ".yaml")

  /// What `ci/check` says of a copy.
  private func check(adding mistake: URL? = nil) throws -> (status: Int32, output: String) {
    let repository = try ExampleRepository()
    if let mistake { try FileManager.default.copyItem(at: mistake, to: repository.url.appendingPathComponent("rules/mistake.yaml")) }
    return try repository.run(["ci/check"], ["FORMAT": "github"])
  }

  @Test("a pull request without a mistake passes")
  func clean() throws {
    let (status, output) = try check()
    #expect(status == 0, "\(output)")
    #expect(!output.contains("::"), "\(output)")
  }

  @Test("a mistake is annotated where it is, and the job fails", arguments: mistakes)
  func mistake(_ file: URL) throws {
    let code = file.deletingLastPathComponent().lastPathComponent
    let (status, output) = try check(adding: file)
    #expect(status == 1, "\(output)")
    let annotations = output.split(separator: "\n").filter { $0.hasPrefix("::") && $0.contains("file=rules/mistake.yaml,line=") }
    #expect(annotations.contains { $0.contains(code) }, "\(output)")
  }

  @Test("there is a mistake for each lint")
  func complete() { #expect(Self.mistakes.count >= 22) }
}
