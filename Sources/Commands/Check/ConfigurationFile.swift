import Diagnostics
import Lints
import RuleFile
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
  let name: String
  let bytes: [UInt8]
  let settings: CheckConfiguration
  let hasProblems: Bool
  private let folder: FilePath
  private let workingDirectory: FilePath

  /// nil where there is none.
  static func find() -> ConfigurationFile? {
    guard let start = currentDirectory() else { return nil }
    var folder = start[...]
    while true {
      let prefix = folder == "/" ? "/" : folder + "/"
      if let bytes = read(prefix + fileName) { return ConfigurationFile(bytes, in: FilePath(String(folder)), seenFrom: FilePath(start)) }
      // Above a repository begins what is not ours.
      guard folder != "/", !exists(prefix + ".git"), let slash = folder.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
      folder = slash == folder.startIndex ? "/" : folder[..<slash]
    }
  }

  private init(_ bytes: [UInt8], in folder: FilePath, seenFrom workingDirectory: FilePath) {
    self.bytes = bytes
    self.folder = folder
    self.workingDirectory = workingDirectory
    name = folder == workingDirectory ? Self.fileName : folder.appending(Self.fileName).string
    var map = SourceMap()
    var bag = DiagnosticBag()
    settings = map.add(name: name, bytes: bytes).map { CheckConfiguration(reading: map[$0], into: &bag) } ?? CheckConfiguration()
    hasProblems = !bag.all.isEmpty
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
