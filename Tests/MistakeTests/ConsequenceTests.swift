import Diagnostics
import TestSupport
import Testing

/// Mistakes that once brought others with them, or hid others: what is marked is reported, with these codes, and
/// nothing else is.
@Suite("Consequences of mistakes")
struct ConsequenceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let codes: [DiagnosticCode]
    let source: String

    init(_ name: String, _ codes: DiagnosticCode..., source: String) {
      testDescription = name
      self.codes = codes
      self.source = source
    }
  }

  @Test(arguments: cases)
  func reportsOnlyWhatIsMarked(_ test: Case) {
    let source = MarkedSource(test.source)
    let found = Checked([("rules.yaml", source.bytes)]).found.sorted { $0.range.lowerBound < $1.range.lowerBound }
    #expect(found.map(\.code) == test.codes, "\(found.map(\.headline))")
    #expect(found.map(\.range) == source.ranges)
  }

  private static let cases = [
    Case(
      "a misspelt key is not missing as well, and its value is read", .yamlValidate, .compileCondition,
      source: """
        - macro: used
          condition: proc.name = cat
        - rule: R
          desc: d
          «conditon»: evt.type = open and used and «proc.nmae» = x
          output: o
          priority: INFO
        """),
    Case(
      "a misspelt key of an override is not missing as well", .yamlValidate,
      source: rule("evt.type = open") + """
        - rule: R
          «conditoin»: and proc.name = cat
          override:
            condition: append
        """),
    Case(
      "a misspelt kind of item: what the item uses is used", .unknownItem,
      source: """
        - macro: used
          condition: evt.type = open
        - «ruel»: R
          desc: d
          condition: used
          output: o
          priority: INFO
        """),
    Case(
      "a misspelt kind of item: what the item defines is defined", .unknownItem,
      source: "- «marco»: defined\n  condition: evt.type = open\n" + rule("defined")),
    Case(
      "text appended to a macro that is not there is not parsed by itself", .validate,
      source: """
        - macro: used
          condition: proc.name = cat
        - macro: «not_there»
          condition: or used
          override:
            condition: append

        """ + rule("evt.type = open and not_there")),
    Case(
      "what is appended to a rule that is not there uses what it names", .validate,
      source: """
        - macro: used
          condition: proc.name = cat
        - rule: «Not there»
          condition: and used
          override:
            condition: append
        """),
    Case(
      "a switch without a position has no target to miss", .yamlValidate,
      source: "- rule: «Not there»\n  tags: [x]\n"),
    Case(
      "'append' beside 'override' is an error, not deprecated as well", .yamlValidate,
      source: rule("evt.type = open") + """
        - rule: R
          «append»: true
          condition: and proc.name = cat
          override:
            condition: append
        """),
    Case(
      "an item that cannot be used for its name is not unused as well", .invalidMacroName, .invalidListName,
      source: "- macro: «a-b»\n  condition: evt.type = open\n- list: «a b»\n  items: [cat]\n"),
    Case(
      "a macro that only broken text uses is checked", .compileCondition, .compileCondition,
      source: "- macro: m\n  condition: «proc.nmae» = cat\n" + rule("evt.type = open and «(»m or fd.name exists")),
    Case(
      "a macro that only an unreadable item uses is checked", .compileCondition, .yamlParse,
      source: "- macro: m\n  condition: «proc.nmae» = cat\n" + rule("evt.type = open and m") + "  tags: «[»a, b\n"),
    Case(
      "a macro that only a rule of a misspelt source uses is checked", .compileCondition, .unknownSource,
      source: "- macro: m\n  condition: «proc.nmae» = cat\n" + rule("evt.type = open and m") + "  source: «syscal»\n"),
    Case(
      "a macro for another source is not checked against this one", .unknownSource,
      source: "- macro: m\n  condition: ka.verb = get\n" + rule("m") + "  source: «k8s_audit»\n"),
    Case(
      "lists in the exceptions of a rule that is left out are used", .unknownSource,
      source: "- list: l\n  items: [cat]\n" + rule("evt.type = open") + """
          source: «syscal»
          exceptions:
            - name: e
              fields: proc.name
              values: [l]

        """),
    Case(
      "a list that could not be read is not taken for a port or an event type", .unknownItem, .unknownItem,
      source: "- «lits»: ports\n  items: [80]\n- «lits»: types\n  items: [open]\n"
        + rule("evt.type in (types, openat) and fd.sport in (ports)")),
    Case(
      "a word grown to a field ends with the field's name", .compileCondition,
      source: rule("evt.type = open «andevt.rawres»>= 0")),
    Case(
      "lists in a broken exception are used", .validate,
      source: "- list: l\n  items: [cat]\n" + rule("evt.type = open") + """
          exceptions:
            - name: e
              fields: [«proc.nmae», fd.name]
              comps: [in, =]
              values: [[l, x]]

        """),
  ]

  private static func rule(_ condition: String) -> String {
    "- rule: R\n  desc: d\n  condition: \(condition)\n  output: o\n  priority: INFO\n"
  }
}
