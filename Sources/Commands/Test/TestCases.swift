import Diagnostics
import RuleFile

/// The values of one case of a test, put where `%{ item.NAME }` stands.
struct TestCase {
  private(set) var values: [(name: String, value: YAMLNode)] = []

  static let limit = 10_000

  /// What tells cases of a test apart; empty for a test without cases.
  var label: String {
    let parts = values.map { name, value in
      if case .scalar(let scalar) = value { "\(name)=\(scalar.isNull ? "null" : scalar.string)" } else { "\(name)=…" }
    }
    return parts.joined(separator: ", ")
  }

  /// All cases of `cases`, in order: of a vector one, of a matrix every combination, the last name changing fastest.
  static func all(in test: TestMapping, _ found: inout TestFindings) -> [TestCase] {
    guard test.has("cases") else { return [TestCase()] }
    guard let specifications = test.list("cases", of: "{strategy, values}", &found) else { return [] }
    var cases: [TestCase] = []
    for node in specifications {
      let owner = "\(test.owner): a case"
      guard let mapping = TestMapping(node, owner, known: ["strategy", "values"], &found),
        let strategy = mapping.text("strategy", &found)
      else {
        found.report(.missingTestKey(owner, "'strategy'", at: node.span))
        continue
      }
      guard let valuesNode = mapping["values"] else {
        found.report(.missingTestKey(owner, "'values'", at: node.span))
        continue
      }
      guard let values = TestMapping(valuesNode, "\(owner): 'values'", known: nil, &found) else { continue }
      switch strategy.string {
      case "vector": cases.append(TestCase(values: values.entries.map { ($0.key.string, $0.value) }))
      case "matrix":
        guard let combined = combinations(values, test, &found) else { return [] }
        cases += combined
      default: found.report(.testValue("\(owner): 'strategy'", takes: "vector or matrix", at: strategy.span))
      }
      guard cases.count <= limit else {
        found.report(.tooManyCases(test.owner, limit: limit, at: node.span))
        return []
      }
    }
    return cases
  }

  private static func combinations(
    _ values: TestMapping, _ test: TestMapping, _ found: inout TestFindings
  ) -> [TestCase]? {
    var cases = [TestCase()]
    for entry in values.entries {
      guard let elements = values.list(entry.key.string, of: "values", &found) else { return nil }
      guard cases.count * elements.count <= limit else {
        found.report(.tooManyCases(test.owner, limit: limit, at: values.span))
        return nil
      }
      cases = cases.flatMap { known in
        elements.map { TestCase(values: known.values + [(entry.key.string, $0)]) }
      }
    }
    return cases
  }

  // MARK: Substitution

  /// The node with the values in it. Recursion ends: the YAML reader limits the height of a file.
  func filled(_ node: YAMLNode, _ found: inout TestFindings) -> YAMLNode {
    switch node {
    case .scalar(let scalar): return filled(scalar, &found)
    case .sequence(let elements, let span):
      return .sequence(elements.map { filled($0, &found) }, span)
    case .mapping(let entries, let span):
      return .mapping(entries.map { YAMLEntry(key: $0.key, value: filled($0.value, &found)) }, span)
    }
  }

  private func filled(_ scalar: Scalar, _ found: inout TestFindings) -> YAMLNode {
    guard scalar.text.bytes.contains(UInt8(ascii: "%")) else { return .scalar(scalar) }
    var text = ""
    var rest = scalar.string[...]
    while let start = rest.firstRange(of: "%{"), let end = rest[start.upperBound...].firstRange(of: "}") {
      let inside = rest[start.upperBound..<end.lowerBound].trimmed
      guard inside.hasPrefix("item.") else {
        text += rest[..<end.upperBound]
        rest = rest[end.upperBound...]
        continue
      }
      let name = String(inside.dropFirst(5))
      guard let value = values.first(where: { $0.name == name })?.value else {
        found.report(.unknownCaseValue(name, among: values.map(\.name), at: scalar.span))
        return .scalar(scalar)
      }
      let isWhole = text.isEmpty && start.lowerBound == scalar.string.startIndex && end.upperBound == rest.endIndex
      // A value by itself keeps its type.
      if isWhole { return value }
      guard case .scalar(let part) = value else {
        found.report(.caseValueIsNoText(name, at: scalar.span, value: value.span))
        return .scalar(scalar)
      }
      text += rest[..<start.lowerBound] + part.string
      rest = rest[end.upperBound...]
    }
    text += rest
    let bytes = Array(text.utf8)
    let segment = EmbeddedText.Segment(decodedStart: 0, decodedLength: UInt32(bytes.count), source: scalar.span)
    return .scalar(
      Scalar(text: EmbeddedText(bytes: bytes, segments: [segment], span: scalar.span), style: scalar.style, isNull: false))
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = self
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return text
  }
}
