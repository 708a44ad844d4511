import Diagnostics
import Foundation
import RuleFile
import Testing

/// Files and directories.
@Suite struct InputTests {
  /// A folder that is removed when the test is over.
  private final class Folder {
    let path: String
    init() throws {
      path = NSTemporaryDirectory() + "rulec-" + UUID().uuidString
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }
    func write(_ name: String, _ text: String = "[]") throws {
      try text.write(toFile: path + "/" + name, atomically: false, encoding: .utf8)
    }
    func link(_ name: String, to target: String) throws {
      try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
    }
  }

  private func names(_ inputs: RuleInput...) -> [String] {
    let collected = InputCollector.collect(inputs)
    return collected.files.map { collected.map[$0].name }
  }

  @Test func aDirectoryGivesItsRuleFilesInOrder() throws {
    let folder = try Folder()
    for name in ["b.yaml", "a.yml", "B.yaml", "c.txt", ".hidden.yaml", "d.yaml.bak"] { try folder.write(name) }
    try FileManager.default.createDirectory(atPath: folder.path + "/sub.yaml", withIntermediateDirectories: true)
    try folder.link("linked.yaml", to: "c.txt")
    let expected = ["B.yaml", "a.yml", "b.yaml", "linked.yaml"].map { folder.path + "/" + $0 }
    #expect(names(.path(folder.path)) == expected)
    #expect(names(.path(folder.path + "/")) == expected)
    // A file that is named is read, whatever its name.
    #expect(names(.path(folder.path + "/c.txt")) == [folder.path + "/c.txt"])
  }

  @Test func whatCannotBeRead() throws {
    let folder = try Folder()
    try folder.link("loop.yaml", to: "loop.yaml")
    try folder.link("dangling.yaml", to: "nowhere")
    try folder.write("good.yaml", "- list: a\n  items: []\n")
    let loaded = Loaded([.path(folder.path), .path(folder.path + "/missing"), .path("/dev/zero")])
    #expect(loaded.codes == Array(repeating: "LOAD_ERR_FILE_READ", count: 4))
    #expect(!loaded.files.inputs.unreadable.isEmpty)
    #expect(loaded.list("a") != nil)
    for diagnostic in loaded.diagnostics {
      let file = loaded.files.map[loaded.files.map.file(containing: diagnostic.primary.span.start)]
      #expect(diagnostic.message.contains("'\(file.name)'"))
      #expect(file.bytes.isEmpty)
    }
  }

  @Test func aFIFODoesNotBlock() throws {
    let folder = try Folder()
    #expect(unsafe mkfifo(folder.path + "/pipe", 0o600) == 0)
    #expect(Loaded([.path(folder.path + "/pipe")]).codes == ["LOAD_ERR_FILE_READ"])
  }

  @Test func aFileThatIsTooLarge() throws {
    let folder = try Folder()
    try folder.write("large.yaml")
    let handle = try #require(FileHandle(forWritingAtPath: folder.path + "/large.yaml"))
    try handle.truncate(atOffset: 5 << 30)
    try handle.close()
    #expect(Loaded([.path(folder.path + "/large.yaml")]).codes == ["LOAD_ERR_FILE_READ"])
  }

  @Test func readingInParallelChangesNothing() {
    let sources = (0..<12).map { file in
      (0..<200).map { "- macro: m\(file)_\($0)\n  condition: \($0 == 7 ? "%" : "x")\n" }.joined()
    }
    let together = Loaded(sources)
    #expect(together.codes == Array(repeating: "LOAD_ERR_YAML_PARSE", count: 12))
    #expect(together.rules.macros.map(\.origin.name) == sources.flatMap { Loaded($0).rules.macros.map(\.origin.name) })
    #expect(together.diagnostics.map(\.primary.span.start) == together.diagnostics.map(\.primary.span.start).sorted())
  }

  @Test func dashIsStandardInput() {
    guard case .standardInput = RuleInput(argument: "-"), case .path("x") = RuleInput(argument: "x") else {
      Issue.record("'-' must be standard input, all else a path")
      return
    }
  }
}
