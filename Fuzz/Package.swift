// swift-tools-version: 6.2
import PackageDescription

// A package of its own, because everything in it is compiled with instrumentation: the product's own sources too, which
// it sees through the link `Product`. The product's API is `package`, so it has to be one package with its fuzzer.
// `run` builds it; plain `swift build` would lack libFuzzer.

let language: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableExperimentalFeature("Lifetimes"),
]

/// Optimised code that keeps every assertion, precondition, and check of overflow, bounds and exclusive access.
func checked(_ sanitizers: String...) -> [SwiftSetting] {
  let sanitize = sanitizers.isEmpty ? [] : ["-sanitize=\(sanitizers.joined(separator: ","))"]
  return language + [.unsafeFlags(["-assert-config", "Debug", "-enforce-exclusivity=checked"] + sanitize)]
}

/// Edge coverage for libFuzzer. The product only: what checks results would be most of what is measured.
let measured = checked("fuzzer")
/// And AddressSanitizer's checks of each access: for the targets that have raw pointers. The others are safe by the
/// language, and its checks would make every second edge of theirs. Its allocator and leak detector watch everything.
let sanitized = checked("fuzzer", "address")

/// A target of the product, with the dependencies that the main `Package.swift` gives it.
func product(
  _ name: String, _ dependencies: [Target.Dependency] = [], _ settings: [SwiftSetting] = measured, links: String...
) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Product/\(name)", swiftSettings: settings,
    linkerSettings: links.map { .linkedLibrary($0) })
}

func fuzzer(_ name: String) -> Target {
  .executableTarget(
    name: name, dependencies: ["FuzzTargets", "FuzzDriver", "Capture", "Compiler", "Parser", "RuleFile", "Schema", "Diagnostics"],
    swiftSettings: measured,
    linkerSettings: [.unsafeFlags(["-sanitize=address"]), .linkedLibrary("stdc++")])
}

let package = Package(
  name: "rulec-fuzz",
  platforms: [.macOS(.v15)],
  targets: [
    .systemLibrary(name: "CYAML", path: "Product/CYAML"),
    .systemLibrary(name: "CPCRE2", path: "Product/CPCRE2"),
    .systemLibrary(name: "CZlib", path: "Product/CZlib"),

    product("Diagnostics"),
    product("Schema"),
    product("RuleFile", ["CYAML", "Schema", "Diagnostics"], sanitized, links: "yaml"),
    product("Lexer", ["Schema", "Diagnostics"]),
    product("Parser", ["Lexer", "Schema", "Diagnostics"]),
    product("Matching", ["CPCRE2"], sanitized, links: "pcre2-8"),
    product("Bytecode", ["Matching", "Schema", "Diagnostics"]),
    product("Runtime", ["Bytecode", "Matching", "Schema"], sanitized),
    product("Capture", ["Runtime", "Matching", "Schema", "Diagnostics", "CZlib"], sanitized, links: "z"),
    product("Compiler", ["Parser", "Lexer", "RuleFile", "Bytecode", "Matching", "Schema", "Diagnostics"]),

    // What is done with an input; the main package compiles it too, for `Tests/FuzzRegressionTests`.
    .target(
      name: "FuzzTargets",
      dependencies: ["Capture", "Runtime", "Compiler", "RuleFile", "Parser", "Lexer", "Bytecode", "Schema", "Diagnostics"],
      swiftSettings: checked()),
    .target(name: "CLibFuzzer"),
    .target(name: "FuzzDriver", dependencies: ["CLibFuzzer"], swiftSettings: checked()),
    fuzzer("FuzzCondition"),
    fuzzer("FuzzRuleFile"),
    fuzzer("FuzzCapture"),
    fuzzer("FuzzJSONLines"),
    .executableTarget(
      name: "MakeSeeds", dependencies: ["RuleFile", "Schema", "Diagnostics", "FuzzDriver"], swiftSettings: checked(),
      linkerSettings: [.unsafeFlags(["-sanitize=address"]), .linkedLibrary("stdc++")]),
  ]
)
