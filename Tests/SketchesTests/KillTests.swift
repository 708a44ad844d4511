import Foundation
import TestSupport
import Testing

@testable import Sketches

@Suite("A process that is killed while it saves")
struct KillTests {
  private static let program: URL = {
    let folder = Bundle.main.bundleURL
    let candidates = [folder, folder.deletingLastPathComponent()].map { $0.appendingPathComponent("SketchSaver") }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) } ?? candidates[0]
  }()

  @Test("200 times at any moment: nothing is lost that was saved, and the one before stays", .timeLimit(.minutes(2)))
  func killed() throws {
    let folder = try ScratchFolder([:])
    let keyPath = folder.url.appendingPathComponent("hash.key").path
    let path = folder.url.appendingPathComponent("state.rsk").path
    let key = try SketchKeyFile.readOrCreate(keyPath).key
    var random = SplitMix64(seed: UInt64.random(in: 0..<1 << 32))
    var saved: UInt64 = 0
    var leftOvers = 0
    for round in 0..<200 {
      saved = max(saved, try run(keyPath, path, &random))
      guard saved > 0 else { continue }
      let schema = SketchSchema(name: "killed", key: [.init("fd.name", .event)], condition: "always")
      let definition = SketchDefinition(schema, try .table(memory: 1024, generations: 1))
      let restored = try SketchFile.restore(definition, key: key, from: path)
      #expect(restored.origin == .file && restored.problems.isEmpty, "round \(round): \(restored.problems)")
      #expect(restored.sketch.events >= saved, "round \(round): \(restored.sketch.events) events, \(saved) were reported")
      #expect(restored.sketch.events % 100 == 0)
      if saved > 100 { #expect(try SketchFile.read(SketchFile.previous(path), key: key).events >= saved - 100) }
      if FileManager.default.fileExists(atPath: path + ".new") { leftOvers += 1 }
      saved = restored.sketch.events
    }
    #expect(saved > 2000)
    #expect(leftOvers > 0, "no kill met a save: what is tested is not what is said")
  }

  /// Starts the saver, kills it some milliseconds after its first save or before, and says what it reported last.
  private func run(_ keyPath: String, _ path: String, _ random: inout SplitMix64) throws -> UInt64 {
    let process = Process()
    process.executableURL = Self.program
    process.arguments = [keyPath, path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    var reported = random.chance(10) ? Data() : output.fileHandleForReading.availableData
    usleep(UInt32.random(in: 0..<12_000, using: &random))
    kill(process.processIdentifier, SIGKILL)
    reported += output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL)
    // A line that is cut off was not reported.
    let lines = String(decoding: reported, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    return lines.last.flatMap { UInt64($0) } ?? 0
  }
}
