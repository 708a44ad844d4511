import Compiler
import Diagnostics
import Parser
import RuleFile
import Schema

/// A sound rule, as lints see it.
final class LintedRule {
  /// Into the rule set.
  let index: Int
  let definition: RuleDefinition
  let root: ResolvedID
  let node: GraphID
  /// The types that it is tried on and that can happen.
  let types: EventSet
  /// The same without asynchronous events, which come to every rule, whatever it asks for.
  let ownTypes: EventSet
  /// It can match; only then its parts are worth looking at. Set by the lint of conditions.
  var canMatch = true

  init(index: Int, definition: RuleDefinition, root: ResolvedID, node: GraphID, types: EventSet) {
    self.index = index
    self.definition = definition
    self.root = root
    self.node = node
    self.types = types
    ownTypes = types.subtracting(Self.asynchronous)
  }

  private static let asynchronous = EventSet([.asynchronousEvent])

  var name: String { definition.origin.name }
}

extension Diagnostic {
  func about(_ rule: LintedRule) -> Diagnostic {
    about(kind: rule.definition.kind, rule.definition.origin)
  }

  func about(kind: String, _ origin: ItemOrigin) -> Diagnostic {
    guard subject == nil else { return self }
    var result = self
    result.subject = Subject(kind: kind, name: origin.name, span: origin.itemSpan)
    return result
  }
}

/// "a, b and c"; of many, the first and how many more.
func listing(_ words: [String], atMost limit: Int = 6) -> String {
  if words.count > limit { return enumeration(Array(words[..<(limit - 1)])) + " and \(words.count - limit + 1) more" }
  guard words.count > 1 else { return words.first ?? "" }
  return enumeration(words.dropLast()) + " and " + words[words.count - 1]
}

/// "a, b, c". Not `joined`, which is generic and searches all conformances of the binary when it runs first (docs/decisions/004).
func enumeration(_ words: [String]) -> String {
  var text = words.first ?? ""
  for word in words.dropFirst() { text += ", " + word }
  return text
}
