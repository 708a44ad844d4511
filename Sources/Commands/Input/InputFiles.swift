import Diagnostics
import SystemPackage

/// The rule files of a command: read, side by side in one map.
///
/// A path is a file, a directory (its `.yaml` and `.yml` files, sorted by name, not below it), or `-` for standard input.
/// A file that several paths lead to is read once, where it comes first. What cannot be read is in the map too, empty,
/// so that a diagnostic can be about it.
struct InputFiles {
  private(set) var map = SourceMap()
  /// The files that were read, in the order of the paths.
  private(set) var files: [FileID] = []
  /// About inputs that could not be read.
  private(set) var diagnostics: [Diagnostic] = []
  /// The same, by the empty files that stand for them.
  var unreadable: [FileID: Diagnostic] {
    Dictionary(diagnostics.map { (map.file(containing: $0.primary.span.start), $0) }) { first, _ in first }
  }
  private var seen: Set<Identity> = []

  /// What makes two paths lead to the same file.
  private struct Identity: Hashable {
    let device: DeviceID
    let inode: Inode
  }

  /// More than any rule file has, and less than would harm the machine.
  static let sizeLimit = 256 << 20

  init(reading paths: [String]) throws(CommandFailure) {
    var readStandardInput = false
    for path in paths {
      if path != "-" {
        try read(path)
      } else if !readStandardInput {
        readStandardInput = true
        try add("<stdin>", Result { try Self.contents(of: .standardInput) })
      }
    }
  }

  private mutating func read(_ path: String) throws(CommandFailure) {
    guard let status = try? Stat(FilePath(path)), status.type == .directory else { return try readFile(path) }
    switch Result(catching: { () throws(Errno) in try directoryEntries(path) }) {
    case .failure(let error):
      try add(path, .failure(error))
    case .success(let names):
      let ruleFiles = names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
      if ruleFiles.isEmpty { try addUnread(path) { .directoryWithoutRuleFiles(at: $0) } }
      for name in ruleFiles {
        let file = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
        if (try? Stat(FilePath(file)))?.type == .directory { continue }
        try readFile(file)
      }
    }
  }

  private mutating func readFile(_ path: String) throws(CommandFailure) {
    if let status = try? Stat(FilePath(path)), status.type == .regular {
      guard seen.insert(Identity(device: status.deviceID, inode: status.inode)).inserted else { return }
    }
    try add(path, Result {
      let file = try FileDescriptor.open(FilePath(path), .readOnly)
      return try file.closeAfter { try Self.contents(of: file) }
    })
  }

  private mutating func add(_ name: String, _ contents: Result<[UInt8]?, any Error>) throws(CommandFailure) {
    switch contents {
    case .success(let bytes?):
      files.append(try place(name, bytes))
    case .success(nil):
      try addUnread(name) { .unreadableFile("it is larger than \(Self.sizeLimit >> 20) MiB", at: $0) }
    case .failure(let error):
      try addUnread(name) { .unreadableFile("\(error)", at: $0) }
    }
  }

  private mutating func addUnread(_ name: String, _ diagnostic: (SourceSpan) -> Diagnostic) throws(CommandFailure) {
    let id = try place(name, [])
    diagnostics.append(diagnostic(map[id].span))
  }

  private mutating func place(_ name: String, _ bytes: [UInt8]) throws(CommandFailure) -> FileID {
    guard let id = map.add(name: name, bytes: bytes) else {
      throw CommandFailure(message: "all rule files together are larger than 4 GiB")
    }
    return id
  }

  /// Adds a text that is no file.
  mutating func add(text: String, named name: String) throws(CommandFailure) -> FileID {
    try place(name, Array(text.utf8))
  }

  /// All bytes of an open file, or nil where there are more than `sizeLimit`.
  private static func contents(of file: FileDescriptor) throws -> [UInt8]? {
    let size = (try? Stat(file).size) ?? 0
    var bytes: [UInt8] = []
    var received = -1
    while received != 0, bytes.count <= sizeLimit {
      // One byte more than the size, to find the end in the second call. A pipe has no size: room grows by doubling.
      let room = bytes.isEmpty ? min(max(Int(size) + 1, 4096), sizeLimit + 1) : max(bytes.count, 4096)
      try bytes.append(addingCapacity: room) { (span: inout OutputSpan<UInt8>) throws in
        try unsafe span.withUnsafeMutableBufferPointer { (buffer, initialized) throws in
          // The kernel fills the room behind what is initialized and says how far.
          let free = unsafe UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[initialized...])
          received = try unsafe file.read(into: free)
          initialized += received
        }
      }
    }
    return bytes.count <= sizeLimit ? bytes : nil
  }
}
