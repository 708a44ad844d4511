import TestSupport
import Testing

/// Who may import whom. `docs/architecture.md` draws this table and says why; `Package.swift` declares it. The compiler
/// alone does not hold the line: SwiftPM lets a target import what a dependency of it depends on.
private let allowedImports: [String: Set<String>] = [
  "Diagnostics": [],
  "Schema": [],
  "RuleFile": ["CYAML", "Schema", "Diagnostics"],
  "Lexer": ["Schema", "Diagnostics"],
  "Parser": ["Lexer", "Schema", "Diagnostics"],
  "Formatter": ["Parser", "Lexer", "RuleFile", "Diagnostics"],
  "Matching": ["CPCRE2"],
  "Sketches": ["Matching"],
  "Bytecode": ["Sketches", "Matching", "Schema", "Diagnostics"],
  "Compiler": ["Parser", "Lexer", "RuleFile", "Bytecode", "Sketches", "Matching", "Schema", "Diagnostics"],
  "Runtime": ["Bytecode", "Sketches", "Matching", "Schema"],
  "Capture": ["Runtime", "Matching", "Schema", "Diagnostics", "CZlib"],
  "CaptureEBPF": ["Runtime", "Matching", "Schema", "CBPF"],
  "ContainerEngines": ["Runtime", "Diagnostics", "NIOCore", "NIOPosix", "NIOHTTP1"],
  "Reference": ["Runtime", "Compiler", "Parser", "Bytecode", "Matching", "Schema", "Diagnostics"],
  "Commands": [
    "Capture", "CaptureEBPF", "ContainerEngines", "Reference", "Runtime", "Compiler", "Formatter", "RuleFile", "Parser", "Lexer",
    "Bytecode", "Sketches", "Matching", "Schema", "Diagnostics", "ArgumentParser", "SystemPackage",
  ],
  "rulec": ["Commands"],
]

/// The C library and what comes with the language; every target may use them.
private let platformModules: Set<String> = ["Glibc", "Musl", "Darwin", "Dispatch", "Synchronization"]

/// Files that may import Foundation, each for a reason that stands there. It costs start-up time and it hides work.
private let foundationAllowlist: Set<String> = []

@Suite("Import graph")
struct ImportGraphTests {
  @Test("Package.swift declares exactly the table")
  func manifestMatchesTable() throws {
    let declared = try Manifest.dependencies()
    #expect(Set(declared.keys) == Set(allowedImports.keys))
    for (target, dependencies) in declared {
      #expect(dependencies == allowedImports[target], "target \(target)")
    }
  }

  @Test("every import is in the table")
  func importsMatchTable() throws {
    let sources = try SwiftSource.all()
    #expect(!sources.isEmpty)
    for source in sources {
      guard let allowed = allowedImports[source.target] else {
        Issue.record("\(source.path): no target of the table owns this folder")
        continue
      }
      for (line, module) in source.imports where module != "Foundation" {
        #expect(
          allowed.contains(module) || platformModules.contains(module),
          "\(source.path):\(line): \(source.target) may not import \(module)")
      }
    }
  }

  @Test("Foundation stays out of the product")
  func foundation() throws {
    for source in try SwiftSource.all() where !foundationAllowlist.contains(source.path) {
      for (line, module) in source.imports {
        #expect(!module.hasPrefix("Foundation"), "\(source.path):\(line): imports \(module)")
      }
    }
  }

  @Test("the table has no cycle: each target's dependencies can be built before it")
  func acyclic() {
    var remaining = allowedImports
    while !remaining.isEmpty {
      let ready = remaining.filter { $0.value.isDisjoint(with: remaining.keys) }.keys
      guard !ready.isEmpty else {
        Issue.record("a cycle among \(remaining.keys.sorted())")
        return
      }
      for target in ready { remaining[target] = nil }
    }
  }
}
