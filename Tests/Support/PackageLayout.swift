package import Foundation

// TestSupport: what several test targets need and no product target may know. Golden files, the shared data, marked
// sources, random numbers that repeat. Not here: anything that knows a type of the product.

/// Where this package lies on disk.
package enum PackageLayout {
  package static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// All files below a folder of the package whose names end in `suffix`, sorted by path.
  package static func files(below folder: String, suffix: String) -> [URL] {
    let start = root.appendingPathComponent(folder)
    let all = FileManager.default.enumerator(at: start, includingPropertiesForKeys: nil)
    return (all?.compactMap { $0 as? URL } ?? [])
      .filter { $0.lastPathComponent.hasSuffix(suffix) }
      .sorted { $0.path < $1.path }
  }

  /// A file's path from the root of the package, for messages.
  package static func relativePath(_ url: URL) -> String {
    let prefix = root.path + "/"
    return url.path.hasPrefix(prefix) ? String(url.path.dropFirst(prefix.count)) : url.path
  }
}
