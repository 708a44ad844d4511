package import Foundation
import Testing

/// One run of the built program, as a user would start it. The test's target has to depend on `rulec`.
package struct RulecProcess {
  package let status: Int32
  package let output: String
  package let messages: String

  /// - Parameters:
  ///   - input: what stands in standard input.
  ///   - folder: the working directory, so that paths in reports are short and the same everywhere.
  package init(_ arguments: [String], input: String = "", in folder: URL? = nil) throws {
    let process = Process()
    process.executableURL = Self.program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ["COLUMNS": "100", "TZ": "UTC"]
    let (standardInput, standardOutput) = (Pipe(), Pipe())
    let messageFile = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    #expect(FileManager.default.createFile(atPath: messageFile.path, contents: nil))
    defer { try? FileManager.default.removeItem(at: messageFile) }
    process.standardInput = standardInput
    process.standardOutput = standardOutput
    process.standardError = try FileHandle(forWritingTo: messageFile)
    try process.run()
    // A program that ends without reading closes the pipe, which is no mistake of the test and must not end it.
    _ = Self.survivesClosedPipes
    try? standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try standardInput.fileHandleForWriting.close()
    let bytes = standardOutput.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    status = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    output = String(decoding: bytes, as: UTF8.self)
    messages = String(decoding: try Data(contentsOf: messageFile), as: UTF8.self)
  }

  private static let survivesClosedPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

  /// It is built beside the test bundle.
  package static let program: URL = {
    let folder = Bundle.main.bundleURL
    let candidates = [folder, folder.deletingLastPathComponent()].map { $0.appendingPathComponent("rulec") }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) } ?? candidates[0]
  }()
}

/// A folder of files that lives as long as a test.
package final class ScratchFolder {
  package let url: URL

  package init(_ files: [String: String] = [:]) throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("rulec-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for (path, text) in files {
      let file = url.appendingPathComponent(path)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  package func write(_ text: String, to path: String) throws -> URL {
    let file = url.appendingPathComponent(path)
    try Data(text.utf8).write(to: file)
    return file
  }

  package func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: url.appendingPathComponent(path)), as: UTF8.self)
  }
}
