package import Bytecode
package import Diagnostics

/// The checks of a program as the rules of one source write them.
package struct WrittenChecks {
  private let compilation: Compilation
  private let source: SourceCompilation
  /// By check of the program: where it was met first. Each has at least one.
  private var first: [ResolvedCheckID?]
  private var walk: ConditionWalk

  package init(_ compilation: Compilation, _ source: SourceCompilation) {
    self.compilation = compilation
    self.source = source
    walk = ConditionWalk(compilation.conditions)
    first = Array(repeating: nil, count: source.program.program.checks.count)
    for (index, id) in source.checkIDs.enumerated() {
      if let id, first[Int(id.rawValue)] == nil { first[Int(id.rawValue)] = ResolvedCheckID(rawValue: UInt32(index)) }
    }
  }

  /// The canonical text, lists written out.
  package func text(of id: CheckID) -> String { first[Int(id.rawValue)].map { compilation.text(of: $0) } ?? "" }

  /// Where a check is written, wherever that is.
  package func span(of id: CheckID) -> SourceSpan { source.program.program.checkInfo[Int(id.rawValue)].provenance[0] }

  /// Where a rule, a macro that it uses, or an exception writes its checks. A check that stands there several times is where it
  /// stands first.
  package mutating func spans(in rule: RuleID) -> [CheckID: SourceSpan] {
    guard let root = compilation.conditions.ruleRoots[source.ruleIndices[Int(rule.rawValue)]] else { return [:] }
    var spans: [CheckID: SourceSpan] = [:]
    walk.start(at: root)
    while let (_, check) = walk.next() {
      guard let check, let id = source.checkIDs[Int(check.rawValue)], spans[id] == nil else { continue }
      spans[id] = compilation.conditions.span(of: compilation.conditions[check].place)
    }
    return spans
  }
}
