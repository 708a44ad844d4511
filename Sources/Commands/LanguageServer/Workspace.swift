import Diagnostics
import RuleFile
import Runtime

/// The texts that are open in the editor, and what was found in the folders they lie in.
///
/// Rules are read as `rulec check FOLDER` reads them: all files of the folder of a text, in the order of their names, open ones as they are
/// in the editor. A text that is no file is read by itself.
struct Workspace {
  private var texts: [String: [UInt8]] = [:]
  private var analyses: [String: FolderAnalysis] = [:]

  mutating func open(_ uri: String, _ text: [UInt8]) {
    texts[uri] = text
    analyses[Self.folder(of: uri)] = nil
  }

  mutating func close(_ uri: String) {
    texts[uri] = nil
    analyses[Self.folder(of: uri)] = nil
  }

  /// Files have changed behind the editor's back.
  mutating func forgetFolders() { analyses.removeAll() }

  func text(of uri: String) -> [UInt8]? { texts[uri] }
  var openTexts: some Collection<String> { texts.keys }

  /// What is known of the folder of a text.
  mutating func analysis(of uri: String) -> FolderAnalysis {
    let folder = Self.folder(of: uri)
    if let known = analyses[folder] { return known }
    let analysis = FolderAnalysis(inputs(for: uri, folder))
    analyses[folder] = analysis
    return analysis
  }

  private func inputs(for uri: String, _ folder: String) -> [RuleInput] {
    guard let path = Self.path(of: uri) else { return [.buffer(name: uri, bytes: texts[uri] ?? [])] }
    let open = Dictionary(
      texts.compactMap { uri, bytes in Self.path(of: uri).map { ($0, bytes) } }, uniquingKeysWith: { first, _ in first })
    let listed = InputCollector.collect([.path(folder)])
    var names = listed.files.map { listed.map[$0].name }
    for name in open.keys where Self.folder(ofPath: name) == folder && !names.contains(name) { names.append(name) }
    if !names.contains(path) { names.append(path) }
    return names.sorted().map { name in open[name].map { .buffer(name: name, bytes: $0) } ?? .path(name) }
  }

  // MARK: Names

  /// The path of a `file://` URI.
  static func path(of uri: String) -> String? {
    guard uri.hasPrefix("file://") else { return nil }
    var bytes: [UInt8] = []
    var rest = Array(uri.utf8.dropFirst("file://".utf8.count))[...]
    // A host in front of the path.
    rest = rest.drop { $0 != UInt8(ascii: "/") }
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The URI of a path: everything but the plainest signs is written in hex.
  static func uri(ofPath path: String) -> String {
    guard path.hasPrefix("/") else { return path }
    let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)
    return "file://" + path.utf8.map { plain.contains($0) ? String(UnicodeScalar($0)) : "%" + hexadecimal($0) }.joined()
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.utf8.count == 1 ? "0" + digits : digits
  }

  static func folder(of uri: String) -> String { path(of: uri).map(folder(ofPath:)) ?? uri }

  private static func folder(ofPath path: String) -> String {
    path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
  }
}
