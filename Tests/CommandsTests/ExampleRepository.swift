import Foundation
import TestSupport

/// A copy of `examples/rules-repository`, and programs that run in it as a service would run them: with `rulec` on the path.
final class ExampleRepository {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("rulec-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: PackageLayout.root.appendingPathComponent("examples/rules-repository"), to: url)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ text: String, to path: String) throws { try Data(text.utf8).write(to: url.appendingPathComponent(path)) }

  func text(_ path: String) throws -> String { try String(contentsOf: url.appendingPathComponent(path), encoding: .utf8) }

  /// - Parameter arguments: the first is a program: a path from the repository's folder, or a name to be looked for on the path.
  func run(_ arguments: [String], _ environment: [String: String] = [:]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.currentDirectoryURL = url
    let path = RulecProcess.program.deletingLastPathComponent().path
    // Who commits is nobody's business, and no configuration of this machine has a say.
    let git = ["GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "HOME": url.path].merging(
      ["AUTHOR", "COMMITTER"].flatMap { [("GIT_\($0)_NAME", "n"), ("GIT_\($0)_EMAIL", "n@example.org")] }) { first, _ in first }
    process.environment = git.merging(["PATH": path + ":/usr/bin:/bin"].merging(environment) { $1 }) { $1 }
    let output = Pipe()
    (process.standardOutput, process.standardError) = (output, output)
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
  }
}
