/// A sketch in a file, `.rsk`: little-endian.
///
///     "RSK1" · version (2) · flags (2) · number of sections (4) · CRC32C of these 12 bytes
///     for each section: number (4) · length (8) · content · CRC32C of all of it
///     HMAC-SHA-256 of all before, under the secret (if flag 1 is set) · SHA-256 of all before
///
/// Sections stand in the order of `Section`, each once.
package enum SketchFile {
  static let magic: [UInt8] = Array("RSK1".utf8)
  static let version: UInt16 = 4
  static let isAuthenticated: UInt16 = 1

  enum Section: UInt32, CaseIterable {
    /// What is counted, how, and the fingerprint of the secret.
    case definition = 1
    /// Clock, generations, learning, health.
    case state
    case counters, distinct, histogram
    /// The keys that are counted most.
    case names
    /// Keys that were counted in the present slot of time.
    case slot
    /// The keys that were new last.
    case recent

    var name: String {
      switch self {
      case .definition: "definition"
      case .state: "state"
      case .counters: "counters"
      case .distinct: "distinct keys"
      case .histogram: "histogram"
      case .names: "names"
      case .slot: "time slot"
      case .recent: "new keys"
      }
    }
  }

  /// What a file that is read may take.
  package struct Limits: Sendable {
    package var fileBytes: Int
    package var memoryBytes: Int

    package init(fileBytes: Int = 1 << 30, memoryBytes: Int = 1 << 30) {
      self.fileBytes = fileBytes
      self.memoryBytes = memoryBytes
    }
  }

  // MARK: Keeping

  /// The file before the last one, for the case that the last one is damaged.
  package static func previous(_ path: String) -> String { path + ".previous" }

  /// Whatever happens meanwhile, a whole file is at `path` afterwards if there was one before. One writer for each path.
  ///
  /// - Parameter withNames: whether texts of keys are saved too.
  package static func save(_ sketch: borrowing Sketch, to path: String, withNames: Bool = true) throws(SketchFileError) {
    let bytes = encode(sketch, withNames: withNames)
    do throws(SystemFile.Failure) {
      try SystemFile.replace(path, keeping: previous(path), with: bytes)
    } catch {
      throw SketchFileError(path, error)
    }
  }

  /// A sketch as it was saved. For tools: who wrote it is checked only if `key` is given, and it may be anybody's file.
  package static func read(_ path: String, key: SketchKey? = nil, limits: Limits = Limits()) throws(SketchFileError) -> Sketch {
    try load(path, trust: .any, expecting: nil, key, limits)
  }

  private static func load(
    _ path: String, trust: SystemFile.Trust, expecting definition: SketchDefinition?, _ key: SketchKey?, _ limits: Limits
  ) throws(SketchFileError) -> Sketch {
    let bytes: [UInt8]
    do throws(SystemFile.Failure) {
      bytes = try SystemFile.read(path, limit: limits.fileBytes, trust: trust)
    } catch {
      throw SketchFileError(path, error)
    }
    do throws(Unreadable) {
      return try decode(bytes, expecting: definition, key, limits)
    } catch {
      throw SketchFileError(path, error.problem)
    }
  }

  /// What a program that starts goes on with.
  package struct Restored: ~Copyable {
    package enum Origin: Sendable, Equatable {
      case file, previous
      /// There is no file yet.
      case nothing
      /// There are files, and none of them can be used: an alert is due.
      case unusable
    }

    package var sketch: Sketch
    package let origin: Origin
    /// What is wrong with files that were not used.
    package let problems: [SketchFileError]
  }

  /// The sketch of this definition from `path`; from the file before it if that is damaged; empty if neither can be used.
  /// Loading is no passing of time.
  ///
  /// - Throws: where the files are sound and are about something else, which only whoever runs it can decide about.
  package static func restore(
    _ definition: SketchDefinition, key: SketchKey, from path: String, limits: Limits = Limits()
  ) throws(SketchFileError) -> Restored {
    var problems: [SketchFileError] = []
    for (file, origin) in [(path, Restored.Origin.file), (previous(path), .previous)] {
      do throws(SketchFileError) {
        return Restored(
          sketch: try load(file, trust: .own, expecting: definition, key, limits), origin: origin, problems: problems)
      } catch {
        if case .mismatch = error.problem { throw error }
        if error.problem != .missing { problems.append(error) }
      }
    }
    return Restored(
      sketch: Sketch(definition, key: key), origin: problems.isEmpty ? .nothing : .unusable, problems: problems)
  }
}
