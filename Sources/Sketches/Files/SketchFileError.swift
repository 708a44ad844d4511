/// Why a file of a sketch or of a secret cannot be used.
package struct SketchFileError: Error, Equatable, CustomStringConvertible {
  package enum Problem: Equatable {
    case system(String)
    /// There is none: where that is no mistake.
    case missing
    case notASketch
    case unknownVersion(UInt16)
    /// What it says is not what was written: where, and what is wrong there.
    case damaged(section: String, String)
    /// It was not written by anybody who knows the secret.
    case notAuthentic
    case mismatch(SketchMismatch)
    /// Of a key file.
    case notAKey(String)
    case tooLarge(Int, limit: Int)
  }

  package let path: String
  package let problem: Problem

  package var description: String { "\(path): \(text)" }

  private var text: String {
    switch problem {
    case .system(let text): text
    case .missing: "there is no such file"
    case .notASketch: "it is no sketch file: it does not begin with 'RSK1'"
    case .unknownVersion(let version): "it has version \(version) of the format; version \(SketchFile.version) is known here"
    case .damaged(let section, let what): "it is damaged (\(section)): \(what)"
    case .notAuthentic: "it was not written under this secret, or was changed since"
    case .mismatch(let mismatch): "it does not fit: \(mismatch)"
    case .notAKey(let what): "it is no key file: \(what)"
    case .tooLarge(let size, let limit): "its counters take \(size) bytes, more than the limit of \(limit)"
    }
  }

  init(_ path: String, _ problem: Problem) {
    self.path = path
    self.problem = problem
  }

  init(_ path: String, _ failure: SystemFile.Failure) {
    self.init(path, failure.isMissing ? .missing : .system(failure.problem))
  }
}
