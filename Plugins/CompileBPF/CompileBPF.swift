import Foundation
import PackagePlugin

/// Compiles the target's kernel programs (`bpf/*.bpf.c`) with the toolchain's own clang, and writes each object into one
/// Swift file, as base64: a literal that the compiler takes as it is, where an array of bytes costs it half a minute.
@main
struct CompileBPF: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let folder = target.directoryURL.appending(path: "bpf")
    let sources = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .sorted { $0.path < $1.path }
    let clang = try context.tool(named: "clang").url
    return sources.filter { $0.lastPathComponent.hasSuffix(".bpf.c") }.map { source in
      let name = String(source.lastPathComponent.dropLast(".bpf.c".count))
      let output = context.pluginWorkDirectoryURL.appending(path: "\(name.capitalized)Object.swift")
      return .buildCommand(
        displayName: "Compiling \(source.lastPathComponent) for the kernel",
        executable: URL(filePath: "/bin/sh"),
        arguments: ["-euc", Self.script, "sh", clang.path, source.path, output.path, "\(name)Object"],
        inputFiles: sources, outputFiles: [output])
    }
  }

  /// Arguments: clang, source, output, name of the constant. The object is no output that is declared: the build system
  /// would ship it beside the product. `-g` makes the type information that loading needs; the rest of the debugging
  /// information is left out.
  private static let script = """
    object="$3.o"
    "$1" -target bpf -mcpu=v3 -O2 -g -Wall -Werror -fno-ident -I"$(dirname "$2")" -I/usr/include/$(uname -m)-linux-gnu \
    -c "$2" -o "$object"
    strip="$(dirname "$1")/llvm-objcopy"
    [ ! -x "$strip" ] || "$strip" --strip-debug "$object"
    { printf '// Made from %s.\\nlet %s: StaticString = "' "$(basename "$2")" "$4"; base64 -w0 "$object"; printf '"\\n'; } >"$3"
    rm -f "$object"
    """
}
