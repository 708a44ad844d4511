import Foundation

/// The reference files, which are facts about the outside world and no part of the project. `RULEC_SHARED` names their
/// place; without it they are looked for beside the package.
enum Reference {
  static let folder: URL? = {
    let shared =
      ProcessInfo.processInfo.environment["RULEC_SHARED"].map { URL(fileURLWithPath: $0) }
      ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../../shared")
    let folder = shared.appendingPathComponent("reference").standardizedFileURL
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  static let isPresent = folder != nil
  static let absence = "needs the shared reference files (RULEC_SHARED)"

  static func decode<Content: Decodable>(_ type: Content.Type, from name: String) throws -> Content {
    guard let folder else { throw CocoaError(.fileNoSuchFile) }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(contentsOf: folder.appendingPathComponent(name)))
  }
}

struct FieldsFile: Decodable {
  let fields: [FieldFacts]
}

struct FieldFacts: Decodable {
  let name, type, source, arg, printFormat: String
  let multiValued, filterable, printable, deprecated, hiddenFromListing: Bool
  let allowsTransformer, allowsFieldComparison: Bool
  let suggestedOutput: Bool?
  let argSyntax: String?
}

struct EventsFile: Decodable {
  struct Variant: Decodable {
    let index: Int
    let type, fmt: String
  }
  struct Parameter: Decodable {
    let index: Int
    let name, type, fmt: String
    let flagSet, dynamic: String?
    let dirfdParamIndex: Int?
  }
  struct Event: Decodable {
    let code, categoryValue, flagsValue: Int
    let symbol, name, direction, category: String
    let sourceCategory: String?
    let params: [Parameter]
  }
  let dynamicParamTables: [String: [Variant]]
  let events: [Event]
}

struct FlagsFile: Decodable {
  struct Entry: Decodable {
    let name: String
    let value: UInt32
  }
  struct Facts: Decodable {
    let kind: String
    let entries: [Entry]
  }
  let flagSets: [String: Facts]
}

struct SyscallsFile: Decodable {
  struct Facts: Decodable {
    let ppmSc: Int
    let name: String
    let eventCodes: [UInt16]
    let eventNames: [String]
    let hasDedicatedEvent: Bool
    let x8664Nr: UInt16?

    enum CodingKeys: String, CodingKey {
      case ppmSc, name, eventCodes, eventNames, hasDedicatedEvent
      // The key strategy turns "x86_64_nr" into this.
      case x8664Nr = "x8664Nr"
    }
  }
  let syscalls: [Facts]
}

struct ParameterTypesFile: Decodable {
  struct Facts: Decodable {
    let name: String
  }
  let types: [Facts]
}
