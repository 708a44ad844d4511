import Diagnostics
import RuleFile

/// A mapping of a test file, read by key. In test files an unknown key is an error: a misspelt `expectNoAlert` would turn a
/// test into its opposite.
struct TestMapping {
  let span: SourceSpan
  /// How a headline names what it stands for.
  let owner: String
  private(set) var entries: [(key: Scalar, value: YAMLNode)] = []

  /// - Parameter known: nil where every key is allowed.
  init?(_ node: YAMLNode, _ owner: String, known: [String]?, _ found: inout TestFindings) {
    guard case .mapping(let all, let span) = node else {
      found.report(.testValue(owner, takes: "a mapping", at: node.span))
      return nil
    }
    self.span = span
    self.owner = owner
    var first: [String: SourceSpan] = [:]
    for entry in all {
      guard case .scalar(let key) = entry.key else {
        found.report(.testKeyIsNoText(owner, at: entry.key.span))
        continue
      }
      if let first = first.updateValue(key.span, forKey: key.string) {
        found.report(.testKeyTwice(owner, key, first: first))
      } else if let known, !known.contains(key.string) {
        found.report(.unknownTestKey(owner, key, among: known))
      } else {
        entries.append((key, entry.value))
      }
    }
  }

  subscript(_ key: String) -> YAMLNode? { entries.first { $0.key.string == key }?.value }

  func has(_ key: String) -> Bool { self[key] != nil }

  func place(of key: String) -> SourceSpan { entries.first { $0.key.string == key }?.key.span ?? span }

  // MARK: Values

  /// Text that is not empty; nil where the key is missing or, which is reported, holds none.
  func text(_ key: String, _ found: inout TestFindings) -> Scalar? {
    guard let value = self[key] else { return nil }
    guard case .scalar(let scalar) = value, !scalar.isNull, !scalar.text.isEmpty else {
      found.report(.testValue("\(owner): '\(key)'", takes: "a text", at: value.span))
      return nil
    }
    return scalar
  }

  func flag(_ key: String, _ found: inout TestFindings) -> Bool? {
    guard let value = self[key] else { return nil }
    if case .scalar(let scalar) = value, let flag = Bool(scalar.string) { return flag }
    found.report(.testValue("\(owner): '\(key)'", takes: "true or false", at: value.span))
    return nil
  }

  /// The elements of a list that is not empty; nil where the key is missing or, which is reported, holds none.
  func list(_ key: String, of what: String, _ found: inout TestFindings) -> [YAMLNode]? {
    guard let value = self[key] else { return nil }
    guard case .sequence(let elements, _) = value, !elements.isEmpty else {
      found.report(.testValue("\(owner): '\(key)'", takes: "a list of \(what)", at: value.span))
      return nil
    }
    return elements
  }
}

/// What is wrong with test files, each mistake once, however many cases it is in.
struct TestFindings {
  private(set) var all: [Diagnostic] = []
  private var seen: Set<Diagnostic> = []
  /// Counts repetitions too.
  private(set) var count = 0

  mutating func report(_ diagnostic: Diagnostic) {
    count += 1
    if seen.insert(diagnostic).inserted { all.append(diagnostic) }
  }
}
