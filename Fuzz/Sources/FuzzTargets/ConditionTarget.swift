import Compiler
import Diagnostics
package import Parser
import RuleFile
import Schema

/// Text of the condition language: read as each kind of text there is, alone and then in a rule set.
package enum ConditionTarget {
  /// The rule set that the input is put into: as a list item, an exception value, an output, a macro and a condition.
  /// The names are there for inputs to use.
  private static let frame = """
    - list: shells
      items: [bash, zsh, "'a b'"]
    - list: ports
      items: [22, 0x50]
    - list: input_list
      items: []
    - macro: spawned
      condition: evt.type in (execve, execveat)
    - macro: input_macro
      condition: spawned
    - rule: Frame
      desc: d
      condition: (spawned or input_macro) and proc.name in (shells, input_list)
      output: o
      priority: INFO
      exceptions:
        - name: tuples
          fields: [proc.name, proc.args, fd.sport]
          comps: [=, intersects, in]
        - name: singles
          fields: proc.exepath
          comps: pmatch

    """

  /// The frame, read once.
  private static let readFrame: (map: SourceMap, ruleSet: RuleSet) = {
    var map = SourceMap()
    var found = DiagnosticBag()
    var builder = RuleSetBuilder()
    guard let id = map.add(name: "frame.yaml", bytes: Array(frame.utf8)) else { preconditionFailure("an empty map is full") }
    builder.add(ItemReader.read(map[id], id: id), to: &found)
    precondition(found.all.isEmpty, "the frame has mistakes: \(found.all.map(\.message))")
    return (map, builder.ruleSet)
  }()

  @discardableResult
  package static func run(_ input: [UInt8]) throws(Violation) -> ConditionTree {
    var map = readFrame.map
    guard let id = map.add(name: "input", bytes: input) else { preconditionFailure("the map is full") }
    let text = EmbeddedText(verbatim: input, at: map[id].span)
    let tree = try readCondition(text, map)
    try readFragments(text, map)
    try readOutput(text, map)
    try compile(text, map)
    return tree
  }

  // MARK: Alone

  private static func readCondition(_ text: EmbeddedText, _ map: SourceMap) throws(Violation) -> ConditionTree {
    var bag = DiagnosticBag()
    let tree = ConditionParser.parse(text, into: &bag)
    try require(tree.isWellFormed == !bag.hasErrors, "a condition is well-formed and has errors, or neither")
    try tree.checkShape(in: map)
    try tree.checkPrinting()
    _ = SyntaxListing.tokens(tree)
    _ = SyntaxListing.ast(tree)
    try Report(map: map, diagnostics: bag.all).check([])
    return tree
  }

  private static func readFragments(_ text: EmbeddedText, _ map: SourceMap) throws(Violation) {
    // One operator for each kind of right side.
    let comparisons: [(Operator, Modifier?)] = [
      (.equal, nil), (.less, nil), (.in, nil), (.pmatch, nil), (.exists, nil), (.startswith, Modifier.allCases.first),
    ]
    for (op, modifier) in comparisons {
      try check(map) { ConditionParser.parseRightSide(of: op, modifier: modifier, text: text, into: &$0) }
    }
    try check(map) { ConditionParser.parseValueList(text, into: &$0) }
    try check(map) { ConditionParser.parseListItem(text, into: &$0) }
    try check(map) { ConditionParser.parseLeftSide(text, into: &$0) }
  }

  private static func check(
    _ map: SourceMap, _ parse: (inout DiagnosticBag) -> ParsedFragment
  ) throws(Violation) {
    var bag = DiagnosticBag()
    let fragment = parse(&bag)
    try require(fragment.tree.isWellFormed == !bag.hasErrors, "a fragment is well-formed and has errors, or neither")
    try fragment.tree.checkShape(in: map)
    for diagnostic in bag.all { try map.check(diagnostic.primary.span, diagnostic.message) }
  }

  private static func readOutput(_ text: EmbeddedText, _ map: SourceMap) throws(Violation) {
    let output = OutputParser.parse(text, catalog: .syscall)
    try output.operands.checkShape(in: map)
    _ = SyntaxListing.tokens(output)
    _ = SyntaxListing.ast(output)
    for problem in output.problems { try map.check(problem.diagnostic.primary.span, problem.diagnostic.message) }
  }

  // MARK: In a rule set

  private static func compile(_ text: EmbeddedText, _ map: SourceMap) throws(Violation) {
    var found = DiagnosticBag()
    var ruleSet = readFrame.ruleSet
    put(text, into: &ruleSet)
    let environment = CompilerEnvironment.standard
    let compilation = RuleCompiler.compile(ruleSet, environment: environment, into: &found)
    try compilation.check(found, environment)
    try Report(map: map, diagnostics: found.all).check([.pretty])
  }

  private static func put(_ text: EmbeddedText, into ruleSet: inout RuleSet) {
    let scalar = Scalar(text: text, style: .plain, isNull: false)
    for index in ruleSet.lists.indices where ruleSet.lists[index].origin.name == "input_list" {
      ruleSet.lists[index].items = [scalar]
    }
    for index in ruleSet.macros.indices where ruleSet.macros[index].origin.name == "input_macro" {
      ruleSet.macros[index].condition = text
    }
    ruleSet.rules[0].output = text
    let nodes = [YAMLNode.scalar(scalar), .scalar(scalar), .sequence([.scalar(scalar), .scalar(scalar)], text.span)]
    ruleSet.rules[0].exceptions[0].values = [.sequence(nodes, text.span)]
    ruleSet.rules[0].exceptions[1].values = [.scalar(scalar), .sequence([.scalar(scalar)], text.span)]
    ruleSet.addCondition(text, named: "Condition")
  }
}
