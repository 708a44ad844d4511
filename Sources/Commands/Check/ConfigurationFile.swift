import Compiler
import Diagnostics
import Lints
import RuleFile
import Schema
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// `.rulec.yaml`: that of the working directory, or of the nearest folder above it up to the root of the repository.
struct ConfigurationFile {
  static let fileName = ".rulec.yaml"

  /// As reports show it.
  private let name: String
  private let bytes: [UInt8]
  let settings: CheckConfiguration
  private let fields: DeclaredFields
  private let hasProblems: Bool
  private let folder: FilePath
  private let workingDirectory: FilePath

  /// nil where there is none.
  static func find() -> ConfigurationFile? {
    guard let start = currentDirectory() else { return nil }
    var folder = start
    while true {
      let prefix = folder == "/" ? "/" : folder + "/"
      if let bytes = read(prefix + fileName) { return ConfigurationFile(bytes, in: FilePath(folder), seenFrom: FilePath(start)) }
      // Above a repository begins what is not ours.
      guard folder != "/", !exists(prefix + ".git"), let slash = folder.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
      folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
    }
  }

  private init(_ bytes: [UInt8], in folder: FilePath, seenFrom workingDirectory: FilePath) {
    self.bytes = bytes
    self.folder = folder
    self.workingDirectory = workingDirectory
    name = Self.shownName(of: folder.appending(Self.fileName), from: workingDirectory)
    var map = SourceMap()
    var bag = DiagnosticBag()
    (settings, fields) = Self.read(bytes, name, in: folder, seenFrom: workingDirectory, &bag) { name, bytes in
      map.add(name: name, bytes: bytes).map { map[$0] }
    }
    hasProblems = !bag.all.isEmpty
  }

  /// What is wrong with it and the files that it names. They become files of a report only if there is anything.
  func problems(adding add: (String, [UInt8]) -> SourceFile?) -> [Diagnostic] {
    var bag = DiagnosticBag()
    if hasProblems { _ = Self.read(bytes, name, in: folder, seenFrom: workingDirectory, &bag, adding: add) }
    return bag.all
  }

  private static func read(
    _ bytes: [UInt8], _ name: String, in folder: FilePath, seenFrom workingDirectory: FilePath, _ bag: inout DiagnosticBag,
    adding add: (String, [UInt8]) -> SourceFile?
  ) -> (CheckConfiguration, DeclaredFields) {
    var fields = DeclaredFields()
    guard let file = add(name, bytes) else { return (CheckConfiguration(), fields) }
    let settings = CheckConfiguration(reading: file, into: &bag)
    for entry in settings.fieldFiles {
      let path = shownName(of: folder.pushing(FilePath(entry.path)).lexicallyNormalized(), from: workingDirectory)
      let collected = InputCollector.collect([.path(path)])
      guard let id = collected.files.first, collected.unreadable.isEmpty, let file = add(path, collected.map[id].bytes) else {
        let reason = collected.unreadable.values.first?.message ?? "cannot read '\(path)'"
        bag.report(.configuration(reason, at: entry.span))
        continue
      }
      var more = fields
      more.add(FieldFileReader.read(file, into: &bag), of: entry.source)
      do throws(RowError) {
        _ = try more.added(to: .standard)
        fields = more
      } catch {
        bag.report(.configuration(error.problem, at: entry.span))
      }
    }
    return (settings, fields)
  }

  private static func shownName(of path: FilePath, from workingDirectory: FilePath) -> String {
    var rest = path
    return rest.removePrefix(workingDirectory) ? rest.string : path.string
  }

  // MARK: What it says

  /// What rules are compiled against.
  func environment(over base: CompilerEnvironment = .standard) -> CompilerEnvironment {
    // Tried when the files were read.
    (try? fields.added(to: base)) ?? base
  }

  /// What rule files are merged in: what they require is held to the engine that they are for.
  var loaderEnvironment: LoaderEnvironment {
    LoaderEnvironment(engineVersion: settings.engine ?? LoaderEnvironment.standard.engineVersion, plugins: LoaderEnvironment.standard.plugins)
  }

  /// Where a file lies, from the folder of the configuration; nil for what is elsewhere.
  func path(of fileName: String) -> String? {
    var path = FilePath(fileName)
    if path.isRelative { path = workingDirectory.pushing(path) }
    path = path.lexicallyNormalized()
    guard path.starts(with: folder) else { return nil }
    var rest = path
    return rest.removePrefix(folder) ? rest.string : nil
  }

  private static func currentDirectory() -> String? {
    // `getcwd` allocates what it returns where it is given no room.
    guard let text = unsafe getcwd(nil, 0) else { return nil }
    defer { unsafe free(text) }
    return unsafe String(cString: text)
  }

  private static func exists(_ path: String) -> Bool {
    (try? FileDescriptor.open(FilePath(path), .readOnly)).map { (try? $0.close()) != nil } ?? false
  }

  /// Nothing where it is not there; whatever else is wrong with it shows when it is read as a rule file would be.
  private static func read(_ path: String) -> [UInt8]? {
    guard exists(path) else { return nil }
    let collected = InputCollector.collect([.path(path)])
    return collected.files.first.map { collected.map[$0].bytes }
  }
}
