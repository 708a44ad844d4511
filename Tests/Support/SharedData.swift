package import Foundation
package import Testing

/// The folder of reference data that lies outside the repository: rule corpora, captures, tables of the incumbent.
///
/// It is named by the environment variable `RULEC_SHARED`, or else is `shared` beside the package.
package enum SharedData {
  package static let root: URL? = {
    let named = ProcessInfo.processInfo.environment["RULEC_SHARED"].map { URL(fileURLWithPath: $0) }
    let candidate = named ?? PackageLayout.root.deletingLastPathComponent().appendingPathComponent("shared")
    return FileManager.default.fileExists(atPath: candidate.path) ? candidate : nil
  }()

  package static var isPresent: Bool { root != nil }

  /// - Precondition: the shared data is there; give the test the trait `.needsSharedData`.
  package static func url(_ path: String) -> URL {
    guard let root else { preconditionFailure("\(path) is wanted where there is no shared data") }
    return root.appendingPathComponent(path)
  }

  package static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: url(path)))
  }

  package static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: url(path)), as: UTF8.self)
  }

  /// The files of a folder whose names end in `suffix`, sorted; none where there is no shared data, so that it can
  /// feed the arguments of a test.
  package static func files(in folder: String, suffix: String) -> [URL] {
    guard let root else { return [] }
    let all = try? FileManager.default.contentsOfDirectory(
      at: root.appendingPathComponent(folder), includingPropertiesForKeys: nil)
    return (all ?? []).filter { $0.lastPathComponent.hasSuffix(suffix) }.sorted { $0.path < $1.path }
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips the test where there is no shared data. `.ci/run` counts on the words of the reason.
  package static var needsSharedData: Self {
    .enabled(if: SharedData.isPresent, "needs the shared data: set RULEC_SHARED or put shared/ beside the package")
  }
}
