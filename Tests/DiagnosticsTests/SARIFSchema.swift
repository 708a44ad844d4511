import Foundation

/// The rules of the SARIF 2.1.0 schema for the objects that a report can hold: which properties they have, of which kind, and which are
/// required. Objects are closed, as they are in the schema, but for the bags named here.
enum SARIFSchema {
  indirect enum Kind: Sendable {
    case text
    case oneOf([String])
    /// Not less than this.
    case number(Int)
    case bool
    case object(String)
    case list(Kind, least: Int)
    /// Of texts.
    case bag
  }

  private struct Object: Sendable {
    let required: Set<String>
    let properties: [String: Kind]

    init(_ properties: [String: Kind], required: Set<String> = []) {
      self.properties = properties
      self.required = required
    }
  }

  private static let level = Kind.oneOf(["none", "note", "warning", "error"])

  private static let objects: [String: Object] = [
    "log": Object(["$schema": .text, "version": .oneOf(["2.1.0"]), "runs": .list(.object("run"), least: 0)], required: ["version", "runs"]),
    "run": Object(
      [
        "tool": .object("tool"), "invocations": .list(.object("invocation"), least: 0), "results": .list(.object("result"), least: 0),
        "columnKind": .oneOf(["utf16CodeUnits", "unicodeCodePoints"]),
      ], required: ["tool"]),
    "tool": Object(["driver": .object("toolComponent")], required: ["driver"]),
    "toolComponent": Object(
      [
        "name": .text, "semanticVersion": .text, "rules": .list(.object("reportingDescriptor"), least: 0),
        "notifications": .list(.object("reportingDescriptor"), least: 0),
      ], required: ["name"]),
    "reportingDescriptor": Object(
      [
        "id": .text, "shortDescription": .object("multiformatMessageString"), "help": .object("multiformatMessageString"),
        "defaultConfiguration": .object("reportingConfiguration"),
      ], required: ["id"]),
    "multiformatMessageString": Object(["text": .text, "markdown": .text], required: ["text"]),
    "reportingConfiguration": Object(["enabled": .bool, "level": level]),
    "invocation": Object(
      ["executionSuccessful": .bool, "toolExecutionNotifications": .list(.object("notification"), least: 0)], required: ["executionSuccessful"]),
    "notification": Object(
      [
        "message": .object("message"), "level": level, "descriptor": .object("reportingDescriptorReference"),
        "locations": .list(.object("location"), least: 0),
      ], required: ["message"]),
    "reportingDescriptorReference": Object(["id": .text, "index": .number(-1)]),
    "message": Object(["text": .text], required: ["text"]),
    "result": Object(
      [
        "ruleId": .text, "ruleIndex": .number(-1), "level": level, "message": .object("message"), "locations": .list(.object("location"), least: 0),
        "relatedLocations": .list(.object("location"), least: 0), "partialFingerprints": .bag, "fixes": .list(.object("fix"), least: 0),
        "suppressions": .list(.object("suppression"), least: 0),
      ], required: ["message"]),
    "location": Object(["id": .number(-1), "physicalLocation": .object("physicalLocation"), "message": .object("message")]),
    "physicalLocation": Object(["artifactLocation": .object("artifactLocation"), "region": .object("region")], required: ["artifactLocation"]),
    "artifactLocation": Object(["uri": .text, "uriBaseId": .text]),
    "region": Object(["startLine": .number(1), "startColumn": .number(1), "endLine": .number(1), "endColumn": .number(1)]),
    "fix": Object(["description": .object("message"), "artifactChanges": .list(.object("artifactChange"), least: 1)], required: ["artifactChanges"]),
    "artifactChange": Object(
      ["artifactLocation": .object("artifactLocation"), "replacements": .list(.object("replacement"), least: 1)],
      required: ["artifactLocation", "replacements"]),
    "replacement": Object(["deletedRegion": .object("region"), "insertedContent": .object("artifactContent")], required: ["deletedRegion"]),
    "artifactContent": Object(["text": .text]),
    "suppression": Object(
      ["kind": .oneOf(["inSource", "external"]), "status": .oneOf(["accepted", "underReview", "rejected"]), "justification": .text],
      required: ["kind"]),
  ]

  /// Where a report is not as the schema wants it, each with its path.
  static func problems(in bytes: [UInt8]) throws -> [String] {
    var found: [String] = []
    check(try JSONSerialization.jsonObject(with: Data(bytes)), .object("log"), "", &found)
    return found
  }

  private static func check(_ value: Any, _ kind: Kind, _ path: String, _ found: inout [String]) {
    switch (kind, value) {
    case (.text, is String): break
    case (.oneOf(let words), let text as String): if !words.contains(text) { found.append("\(path): \(text)") }
    case (.bool, is Bool): break
    case (.number(let least), let number as Int): if number < least { found.append("\(path): \(number)") }
    case (.list(let element, let least), let elements as [Any]):
      if elements.count < least { found.append("\(path): \(elements.count) elements") }
      for (index, value) in elements.enumerated() { check(value, element, "\(path)[\(index)]", &found) }
    case (.bag, is [String: String]): break
    case (.object(let name), let properties as [String: Any]):
      guard let object = objects[name] else { return found.append("\(path): no object is named \(name)") }
      for missing in object.required.subtracting(properties.keys) { found.append("\(path).\(missing) is missing") }
      for (key, value) in properties {
        if let kind = object.properties[key] { check(value, kind, "\(path).\(key)", &found) } else { found.append("\(path).\(key) is unknown") }
      }
    default: found.append("\(path) is of another kind")
    }
  }
}
