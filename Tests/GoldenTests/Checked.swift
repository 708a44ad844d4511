import Compiler
import Diagnostics
import Foundation
import RuleFile
import TestSupport
import Testing

// GoldenTests: what each stage makes of chosen texts, and every diagnostic that can arise, pinned as text beside its
// source below Cases/. Not here: facts about single functions (the tests of each target).

/// Rule files read, merged and compiled as `rulec check` does it.
struct Checked {
  var map = SourceMap()
  var bag = DiagnosticBag()
  let compilation: Compilation

  /// - Parameter files: named in the report by the last part of their paths.
  init(_ files: [URL]) throws {
    try self.init(texts: files.map { ($0.lastPathComponent, [UInt8](try Data(contentsOf: $0))) })
  }

  init(texts: [(name: String, bytes: [UInt8])]) {
    var builder = RuleSetBuilder()
    for (name, bytes) in texts {
      guard let id = map.add(name: name, bytes: bytes) else { preconditionFailure("the map is full") }
      builder.add(ItemReader.read(map[id], id: id), to: &bag)
    }
    compilation = RuleCompiler.compile(builder.ruleSet, into: &bag)
  }

  /// What a person sees.
  var report: String { Report(map: map, diagnostics: bag.all).pretty }
}

extension Report {
  var pretty: String { String(decoding: rendered(as: .pretty, RenderOptions(toolVersion: "0")), as: UTF8.self) }
}

/// The cases of one kind, and what belongs to each.
enum Cases {
  static let folder = "Tests/GoldenTests/Cases"

  static func all(in kind: String, suffix: String) -> [Case] {
    PackageLayout.files(below: "\(folder)/\(kind)", suffix: suffix).map(Case.init)
  }
}

struct Case: Sendable, CustomTestStringConvertible {
  let url: URL

  /// The folder that it stands in: the topic, or the diagnostic code.
  var topic: String { url.deletingLastPathComponent().lastPathComponent }
  var golden: URL { url.deletingPathExtension().appendingPathExtension("golden") }
  var testDescription: String { "\(topic)/\(url.lastPathComponent)" }
}
