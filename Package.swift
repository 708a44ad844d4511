// swift-tools-version: 6.2
import PackageDescription

/// Every target is compiled under the same rules: Swift 6 mode, warnings are errors, every use of an
/// unsafe construct is spelled out, and nothing leaks through an import by accident.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  // For types of our own that borrow bytes (`EventView`).
  .enableExperimentalFeature("Lifetimes"),
]

/// A library target of the product. The list of dependencies is the import graph of `docs/architecture.md`;
/// `Tests/LayeringTests` holds the sources to it.
func library(
  _ name: String, _ dependencies: [Target.Dependency] = [], links: String..., exclude: [String] = [],
  plugins: [Target.PluginUsage] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict,
    linkerSettings: links.map { .linkedLibrary($0) }, plugins: plugins)
}

/// A target that only a build with a live source has: Linux, and not switched off (`--disable-default-traits`).
func whereLive(_ name: String) -> Target.Dependency {
  .target(name: name, condition: .when(platforms: [.linux], traits: ["LiveSource"]))
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, path: "Tests/\(name)", exclude: exclude, swiftSettings: strict)
}

/// A program that is no part of the product.
func tool(_ name: String, _ dependencies: [Target.Dependency], path: String) -> Target {
  .executableTarget(name: name, dependencies: dependencies, path: path, swiftSettings: strict)
}

let package = Package(
  name: "rulec",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "rulec", targets: ["rulec"])
  ],
  traits: [
    .trait(name: "LiveSource", description: "Events of the running kernel (Linux, needs libbpf)."),
    .default(enabledTraits: ["LiveSource"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
  ],
  targets: [
    // C libraries, each imported by exactly one Swift target.
    .systemLibrary(name: "CYAML", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .systemLibrary(name: "CPCRE2", providers: [.apt(["libpcre2-dev"]), .brew(["pcre2"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CBPF", providers: [.apt(["libbpf-dev"])]),

    // The vocabulary both halves share.
    library("Diagnostics"),
    library("Schema"),

    // The front half: rule files to a verified program.
    library("RuleFile", ["CYAML", "Schema", "Diagnostics"], links: "yaml"),
    library("Lexer", ["Schema", "Diagnostics"]),
    library("Parser", ["Lexer", "Schema", "Diagnostics"]),
    library("Formatter", ["Parser", "Lexer", "RuleFile", "Diagnostics"]),
    library("Matching", ["CPCRE2"], links: "pcre2-8"),
    library("Sketches", ["Matching"]),
    library("Bytecode", ["Sketches", "Matching", "Schema", "Diagnostics"]),
    library(
      "Compiler", ["Parser", "Lexer", "RuleFile", "Bytecode", "Sketches", "Matching", "Schema", "Diagnostics"]),

    // What rules without a mistake mean, and whether their author can have meant it.
    library("Lints", ["Compiler", "Parser", "Lexer", "RuleFile", "Bytecode", "Matching", "Schema", "Diagnostics"]),

    // The back half: events to alerts. It never imports the front half.
    library("Runtime", ["Bytecode", "Sketches", "Matching", "Schema"]),
    library("Capture", ["Runtime", "Matching", "Schema", "Diagnostics", "CZlib"], links: "z"),
    // Live events. What it runs in the kernel is compiled by the plugin and travels inside the program.
    library(
      "CaptureEBPF", ["Runtime", "Matching", "Schema", "CBPF"], links: "bpf", "elf", "z", exclude: ["bpf"],
      plugins: ["CompileBPF"]),
    .plugin(name: "CompileBPF", capability: .buildTool()),
    // Asks the container engines of this machine about their containers.
    library(
      "ContainerEngines",
      [
        "Runtime", "Diagnostics", .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ]),
    // Both halves side by side: what a condition means, for explanations and tests.
    library("Reference", ["Runtime", "Compiler", "Parser", "Bytecode", "Matching", "Schema", "Diagnostics"]),

    // The command line.
    library(
      "Commands",
      [
        "Capture", "Reference", "Runtime", "Lints", "Compiler", "Formatter", "RuleFile", "Parser", "Lexer", "Bytecode", "Sketches",
        "Matching", "Schema", "Diagnostics", whereLive("CaptureEBPF"), whereLive("ContainerEngines"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .executableTarget(name: "rulec", dependencies: ["Commands"], swiftSettings: strict),

    // How fast all this is: `Benchmarks/run`.
    tool(
      "BenchmarkHarness",
      [
        "Capture", "Runtime", "Compiler", "RuleFile", "Bytecode", "Sketches", "Schema", "Diagnostics",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
      ], path: "Benchmarks/Sources/BenchmarkHarness"),

    // Tests: one target per source target, and the cross-cutting ones.
    tests("MatchingTests", ["Matching"], exclude: ["Fixtures"]),
    tests("SchemaTests", ["Schema"]),
    tests("SketchesTests", ["Sketches", "TestSupport", "AllocationCounter", "SketchSaver"]),
    // Saves a sketch again and again until a test kills it.
    tool("SketchSaver", ["Sketches"], path: "Tests/SketchSaver"),
    tests("CompilerTests", ["Compiler", "RuleFile", "Parser", "Bytecode", "Schema", "Diagnostics", "TestSupport"]),
    tests(
      "EmissionTests",
      [
        "Runtime", "Compiler", "RuleFile", "Parser", "Matching", "Bytecode", "Schema", "Diagnostics", "CompilerSupport",
        "TestSupport",
      ]),
    tests("CaptureTests", ["Capture", "Runtime", "Matching", "Schema", "TestSupport"], exclude: ["Fixtures", "Golden"]),
    // Reads whole captures, damaged ones too, and compares with what the reference says of them; in release mode.
    tests("CaptureOracleTests", ["Capture", "Runtime", "Matching", "Schema", "TestSupport"]),
    // Loads programs into the running kernel; skipped with the reason where that is not allowed.
    tests(
      "CaptureEBPFTests",
      ["CaptureEBPF", "Runtime", "Matching", "Schema", "CBPF", "TestSupport", "LiveActor", "rulec"]),
    // Asks engines that tests play themselves.
    tests("ContainerEnginesTests", ["ContainerEngines", "Commands", "Runtime", "Schema", "TestSupport"]),
    // Does what those tests look for.
    tool("LiveActor", [], path: "Tests/LiveActor"),
    tests("StateTests", ["Capture", "Runtime", "Matching", "Schema", "TestSupport"]),
    tests("FieldTests", ["Capture", "Runtime", "Matching", "Bytecode", "Schema", "TestSupport"]),
    tests(
      "MachineTests",
      [
        "Capture", "Reference", "Runtime", "Lints", "Compiler", "RuleFile", "Parser", "Matching", "Bytecode", "Schema",
        "Diagnostics", "Sketches", "CompilerSupport", "TestSupport",
      ]),
    tests("AlertTests", ["Runtime", "Matching", "Bytecode", "Schema", "TestSupport"]),
    // Replays whole captures and compares with what Falco said of them; in release mode.
    tests(
      "ReplayOracleTests",
      [
        "Capture", "Reference", "Runtime", "Compiler", "RuleFile", "Parser", "Matching", "Bytecode", "Sketches", "Schema", "Diagnostics",
        "CompilerSupport", "TestSupport", "AllocationCounter", "rulec",
      ]),
    // A sequence of events for each stock rule that fires it, and near misses that do not.
    tests(
      "StockRuleTests",
      [
        "Capture", "Reference", "Runtime", "Compiler", "RuleFile", "Parser", "Lexer", "Bytecode", "Schema", "Diagnostics",
        "TestSupport",
      ], exclude: ["Sequences"]),
    // Counts what a thread allocates, by standing in front of the C library's malloc.
    .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
    .target(name: "TestSupport", path: "Tests/Support", swiftSettings: strict),
    .target(
      name: "CompilerSupport", dependencies: ["Compiler", "RuleFile", "Diagnostics", "TestSupport"], path: "Tests/CompilerSupport",
      swiftSettings: strict),
    tests("DiagnosticsTests", ["Diagnostics", "TestSupport"], exclude: ["Golden"]),
    tests("LayeringTests", ["TestSupport"]),
    // The package in `Fuzz/` compiles the product and these targets with instrumentation; here their findings are replayed.
    .target(
      name: "FuzzTargets",
      dependencies: ["Capture", "Runtime", "Compiler", "RuleFile", "Parser", "Lexer", "Bytecode", "Schema", "Diagnostics"],
      path: "Fuzz/Sources/FuzzTargets", swiftSettings: strict),
    tests("FuzzRegressionTests", ["FuzzTargets", "TestSupport"]),
    tests(
      "CompatibilityTests", ["Commands", "Compiler", "RuleFile", "Parser", "Lexer", "Schema", "Diagnostics", "TestSupport"],
      exclude: ["Tables"]),
    tests("CommandsTests", ["Commands", "RuleFile", "Diagnostics", "rulec", "TestSupport"], exclude: ["Golden"]),
    tests("RuleFileTests", ["RuleFile", "Schema", "Diagnostics"]),
    tests("FormatterTests", ["Formatter", "Compiler", "RuleFile", "Diagnostics", "CompilerSupport", "TestSupport"]),
    tests("LexerTests", ["Lexer", "Schema", "TestSupport"]),
    tests("ParserTests", ["Parser", "Lexer", "RuleFile", "Schema", "Diagnostics", "TestSupport"], exclude: ["Golden"]),
    tests("GoldenTests", ["Commands", "Compiler", "RuleFile", "Parser", "Diagnostics", "TestSupport"], exclude: ["Cases"]),
    // Verdicts of the lints against events, and what people see of them.
    tests(
      "LintTests",
      [
        "Lints", "Reference", "Runtime", "Compiler", "RuleFile", "Parser", "Matching", "Bytecode", "Schema", "Diagnostics", "TestSupport",
      ], exclude: ["Cases"]),
    tests("MistakeTests", ["Compiler", "RuleFile", "Parser", "Lexer", "Schema", "Diagnostics", "TestSupport"]),
  ]
)
