import Diagnostics
import Schema

// What can be wrong with a single item. `owner` is how the headline names it: "rule 'X'".

extension Diagnostic {
  // MARK: Documents and items

  /// `the file is no list of items`
  static func documentIsNoList(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .yamlValidate, "a rule file must be a list of items; this document is plain text", at: Label(span),
      help: ["begin each item with '- ': '- rule: NAME', '- macro: NAME', '- list: NAME'"])
  }

  /// `a rule file must be a list of items, and this key stands outside of any item`
  static func documentIsMapping(at span: SourceSpan, isItem: Bool) -> Diagnostic {
    Diagnostic(
      .yamlValidate, "a rule file must be a list of items; this key stands outside of any item", at: Label(span),
      help: [
        isItem
          ? "write '- ' before this key, and indent the keys that follow by two blanks"
          : "begin each item with '- ': '- rule: NAME', '- macro: NAME', '- list: NAME'"
      ])
  }

  /// `an item of a rule file must be a mapping of keys to values`
  static func itemIsNoMapping(at span: SourceSpan, isSequence: Bool) -> Diagnostic {
    Diagnostic(
      .yamlValidate,
      "an item of a rule file must consist of keys and values; this one is \(isSequence ? "a list" : "plain text")",
      at: Label(span), help: ["for example '- macro: NAME', and below it '  condition: …'"])
  }

  /// `an item of unknown kind 'ruel' is ignored`
  static func unknownItem(at span: SourceSpan, key: String?, near: String?) -> Diagnostic {
    let kinds = ItemKind.allCases.map { "'\($0.key.rawValue)'" }.joined(separator: ", ")
    guard let key, let near else {
      return Diagnostic(
        .unknownItem, "an item of unknown kind is ignored: it has none of the keys \(kinds)", at: Label(span),
        help: ["remove it, or give it one of these keys"])
    }
    return Diagnostic(
      .unknownItem, "an item of unknown kind '\(key)' is ignored", at: Label(span), help: ["did you mean '\(near)'?"])
  }

  /// `rule 'X' has no 'output' and no 'desc'`
  static func missingKeys(
    _ keys: [ItemKey], at span: SourceSpan, owner: String, uselessOverride: SourceSpan?
  ) -> Diagnostic {
    let names = keys.map { "no '\($0.rawValue)'" }.joined(separator: " and ")
    let labels = uselessOverride.map {
      [Label($0, "this does not count as an override: it maps no key to append or replace")]
    }
    var help = ["add \(keys.map { "'\($0.rawValue)'" }.joined(separator: ", "))"]
    if uselessOverride == nil, keys.count < 4, owner.hasPrefix("rule") {
      help.append("to change a rule that is defined elsewhere, list the keys under 'override'")
    }
    return Diagnostic(.yamlValidate, "\(owner) has \(names)", at: Label(span), secondary: labels ?? [], help: help)
  }

  /// `rule 'X' has nothing that defines or changes a rule`
  static func ruleWithoutContent(at span: SourceSpan, owner: String, uselessOverride: SourceSpan?) -> Diagnostic {
    let labels = uselessOverride.map {
      [Label($0, "this does not count as an override: it maps no key to append or replace")]
    }
    return Diagnostic(
      .yamlValidate, "\(owner) has no condition, output, desc or priority, and no 'enabled' either", at: Label(span),
      secondary: labels ?? [],
      help: [
        "to define it, give all of condition, output, desc and priority",
        "to change a rule that is defined elsewhere, list the changed keys under 'override'",
      ])
  }

  // MARK: Keys

  /// `rule 'X': unknown key 'author' is ignored`
  static func unknownKey(
    _ name: String, at span: SourceSpan, role: ItemReader.MappingRole, owner: String, near: String?
  ) -> Diagnostic {
    var help: [String] = []
    if let near { help.append("did you mean '\(near)'?") }
    if name == "<<" { help.append("merge keys are not expanded in rule files; write the keys out") }
    switch role {
    case .item:
      return Diagnostic(.unknownKey, "\(owner): unknown key '\(name)' is ignored", at: Label(span), help: help)
    case .entry(let kind):
      return Diagnostic(
        .nestedUnknownKey, "\(owner): unknown key '\(name)' in its \(kind) is ignored", at: Label(span), help: help)
    }
  }

  /// `rule 'X': unknown key 'descr', and 'desc' is missing`
  static func misspeltKey(_ name: String, meant key: String, at span: SourceSpan, owner: String) -> Diagnostic {
    Diagnostic(
      .yamlValidate, "\(owner): unknown key '\(name)', and '\(key)' is missing", at: Label(span),
      help: ["did you mean '\(key)'?"])
  }

  /// `rule 'X': the key 'output' is given twice; the first counts`
  static func duplicateKey(
    _ name: String, at span: SourceSpan, first: SourceSpan, owner: String, bothCount: Bool
  ) -> Diagnostic {
    Diagnostic(
      .duplicateKey, "\(owner): the key '\(name)' is given twice; \(bothCount ? "both count" : "the first counts")",
      at: Label(span, bothCount ? "again" : "this one is ignored"), secondary: [Label(first, "first given here")],
      help: ["remove one of them"])
  }

  /// `rule 'X': a key must be text`
  static func keyIsNoText(at span: SourceSpan, owner: String) -> Diagnostic {
    Diagnostic(.yamlValidate, "\(owner): a key must be text, not a list or a mapping", at: Label(span))
  }

  // MARK: Values

  /// `rule 'X': 'output' has no value`
  static func valueIsNull(_ key: ItemKey, at span: SourceSpan, owner: String) -> Diagnostic {
    Diagnostic(
      .yamlValidate, "\(owner): '\(key.rawValue)' has no value", at: Label(span),
      help: ["give it a value, or remove the key where it is optional"])
  }

  /// `rule 'X': 'output' must be text, not a list or a mapping`
  static func valueIsNoText(_ key: ItemKey, at span: SourceSpan, owner: String) -> Diagnostic {
    Diagnostic(
      .yamlValidate, "\(owner): '\(key.rawValue)' must be text, not a list or a mapping", at: Label(span),
      help: ["text that begins with '[' or '{' or contains ': ' needs quotes"])
  }

  /// `rule 'X': 'output' must not be empty`
  static func valueIsEmpty(_ key: ItemKey, at span: SourceSpan, owner: String) -> Diagnostic {
    Diagnostic(.yamlValidate, "\(owner): '\(key.rawValue)' must not be empty", at: Label(span))
  }

  /// `rule 'X': 'enabled' must be true or false, not 'maybe'`
  static func notBoolean(_ key: ItemKey, _ value: Scalar, owner: String) -> Diagnostic {
    let near = nearestName(to: value.string, among: ["true", "false", "yes", "no", "on", "off"])
    return Diagnostic(
      .yamlValidate, "\(owner): '\(key.rawValue)' must be true or false, not '\(value.string.shortened())'",
      at: Label(value.span), help: near.map { ["did you mean '\($0)'?"] } ?? [])
  }

  /// `rule 'X': 'capture_duration' must be a number of milliseconds, not '5s'`
  static func notUnsigned(_ key: ItemKey, _ value: Scalar, owner: String) -> Diagnostic {
    Diagnostic(
      .yamlValidate,
      "\(owner): '\(key.rawValue)' must be a whole number of milliseconds, not '\(value.string.shortened())'",
      at: Label(value.span))
  }

  /// `rule 'X': 'HIGH' is not a priority`
  static func notPriority(_ value: Scalar, owner: String) -> Diagnostic {
    let names = Priority.allCases.map { $0.name.uppercased() }
    var help = ["the priorities are \(names.joined(separator: ", "))"]
    if let near = nearestName(to: value.string, among: names) { help.insert("did you mean '\(near)'?", at: 0) }
    return Diagnostic(
      .yamlValidate, "\(owner): '\(value.string.shortened())' is not a priority", at: Label(value.span), help: help)
  }

  /// `list 'X': 'items' must be a list`
  static func valueIsNoSequence(_ key: ItemKey, at span: SourceSpan, isNull: Bool, owner: String) -> Diagnostic {
    let what = isNull ? "has no value; it must be a list" : "must be a list"
    return Diagnostic(
      .yamlValidate, "\(owner): '\(key.rawValue)' \(what)", at: Label(span),
      help: [isNull ? "write [] for an empty list" : "write it in brackets: [a, b]"])
  }

  /// `list 'X': an element of 'items' must be text`
  static func elementIsNoText(of key: ItemKey, at span: SourceSpan, isNull: Bool, owner: String) -> Diagnostic {
    Diagnostic(
      .yamlValidate,
      "\(owner): an element of '\(key.rawValue)' must be text, not \(isNull ? "null" : "a list or a mapping")",
      at: Label(span), help: isNull ? ["put the word in quotes if it is meant as text"] : [])
  }

  /// `rule 'X': an element of 'values' must not be empty`
  static func elementIsEmpty(of key: ItemKey, at span: SourceSpan, owner: String) -> Diagnostic {
    Diagnostic(.yamlValidate, "\(owner): an element of '\(key.rawValue)' must not be empty", at: Label(span))
  }

  // MARK: Names

  /// `list name 'a b' can never be used`
  static func invalidListName(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .invalidListName, "list name '\(name)' is not valid, so conditions cannot use the list", at: Label(span),
      help: ["a name must not contain blanks, quotes, parentheses, '=' or ','"])
  }

  /// `macro name 'a-b' can never be used`
  static func invalidMacroName(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .invalidMacroName, "macro name '\(name)' is not valid, so conditions cannot use the macro", at: Label(span),
      help: ["a name is a letter, then letters, digits and '_'"])
  }

  // MARK: append, override, enabled

  /// `rule 'X' uses 'append', which is deprecated`
  static func deprecatedAppend(at span: SourceSpan, ignored: [String], owner: String) -> Diagnostic {
    var help = ["use 'override' instead, and list each key with append or replace"]
    if !ignored.isEmpty {
      help.append("beside 'append' these keys have no effect: \(ignored.joined(separator: ", "))")
    }
    return Diagnostic(.deprecatedItem, "\(owner) uses 'append', which is deprecated", at: Label(span), help: help)
  }

  /// `rule 'X' is switched by 'enabled' alone, which is deprecated`
  static func deprecatedEnable(at span: SourceSpan, owner: String) -> Diagnostic {
    Diagnostic(
      .deprecatedItem, "\(owner) is switched on or off by 'enabled' alone, which is deprecated", at: Label(span),
      help: ["add 'override: {enabled: replace}'"])
  }

  /// `rule 'X' has both 'append' and 'override'`
  static func appendWithOverride(at span: SourceSpan, override: SourceSpan, owner: String) -> Diagnostic {
    Diagnostic(
      .yamlValidate, "\(owner) has both 'append' and 'override'", at: Label(span),
      secondary: [Label(override, "says what to append or replace")], help: ["remove 'append'"])
  }

  /// `rule 'X': 'source' cannot be overridden`
  static func notOverridable(
    _ name: String, at span: SourceSpan, known: [String], near: String?, owner: String
  ) -> Diagnostic {
    var help = ["'override' knows \(known.joined(separator: ", "))"]
    if let near { help.insert("did you mean '\(near)'?", at: 0) }
    return Diagnostic(.yamlValidate, "\(owner): '\(name)' cannot be overridden", at: Label(span), help: help)
  }

  /// `rule 'X': 'priority' cannot be appended to`
  static func notAppendable(_ name: String, at span: SourceSpan, owner: String) -> Diagnostic {
    Diagnostic(
      .yamlValidate, "\(owner): '\(name)' cannot be appended to", at: Label(span), help: ["use 'replace' instead"])
  }

  /// `rule 'X': 'prepend' for 'condition' is not an override operation`
  static func badOperation(
    _ operation: String, key: String, at span: SourceSpan, canAppend: Bool, owner: String
  ) -> Diagnostic {
    let allowed = canAppend ? ["append", "replace"] : ["replace"]
    var help = ["write \(allowed.map { "'\($0)'" }.joined(separator: " or "))"]
    if let near = nearestName(to: operation, among: allowed) { help = ["did you mean '\(near)'?"] }
    let what = operation.isEmpty ? "the operation" : "'\(operation.shortened())'"
    return Diagnostic(
      .yamlValidate, "\(owner): \(what) for '\(key)' is not an override operation", at: Label(span), help: help)
  }

  /// `rule 'X' overrides 'output' and does not give it`
  static func overriddenKeyMissing(
    _ name: String, at span: SourceSpan, item: SourceSpan, owner: String
  ) -> Diagnostic {
    Diagnostic(
      .yamlValidate, "\(owner) lists '\(name)' under 'override', but has no '\(name)'", at: Label(span),
      secondary: [Label(item)], help: ["add '\(name)' to the item, or remove it from 'override'"])
  }

  /// `rule 'X' has 'output', which is not listed under 'override'`
  static func keyNotInOverride(
    _ name: String, at span: SourceSpan, override: SourceSpan, owner: String
  ) -> Diagnostic {
    let ways = RuleKey(rawValue: name)?.canAppend == true ? ["append", "replace"] : ["replace"]
    let entries = ways.map { "'\(name): \($0)'" }.joined(separator: " or ")
    return Diagnostic(
      .yamlValidate, "\(owner) has '\(name)', which is not listed under 'override'", at: Label(span),
      secondary: [Label(override, "does not list it")], help: ["add \(entries) to 'override'"])
  }

  // MARK: Exceptions

  /// `rule 'X': an exception must be a mapping`
  static func exceptionIsNoMapping(at span: SourceSpan, owner: String) -> Diagnostic {
    Diagnostic(
      .yamlValidate, "\(owner): an exception must have keys and values", at: Label(span),
      help: ["its keys are name, fields, comps and values"])
  }

  /// `rule 'X': an exception has no 'name'`
  static func exceptionWithoutName(at span: SourceSpan, owner: String) -> Diagnostic {
    Diagnostic(
      .yamlValidate, "\(owner): an exception has no 'name'", at: Label(span),
      help: ["give it a name of its own, so that values can be appended to it"])
  }

  /// `rule 'X': exception 'e' has no 'fields'`
  static func exceptionWithoutFields(_ name: String, at span: SourceSpan, owner: String) -> Diagnostic {
    Diagnostic(
      .yamlValidate, "\(owner): exception '\(name)' has no 'fields'", at: Label(span),
      help: ["name the fields that the values are compared with, for example 'fields: [proc.name, fd.name]'"])
  }

  /// `rule 'X': 'fields' of exception 'e' is empty`
  static func exceptionFieldsEmpty(_ name: String, at span: SourceSpan, owner: String) -> Diagnostic {
    Diagnostic(
      .validate, "\(owner): 'fields' of exception '\(name)' is empty", at: Label(span),
      help: ["name the fields that the values are compared with, for example 'fields: [proc.name, fd.name]'"])
  }

  /// `rule 'X': two exceptions are named 'e'`
  static func exceptionNameNotUnique(
    _ name: String, at span: SourceSpan, first: SourceSpan, owner: String
  ) -> Diagnostic {
    Diagnostic(
      .exceptionNameNotUnique, "\(owner): two exceptions are named '\(name)'; both take effect",
      at: Label(span), secondary: [Label(first, "first given here")],
      help: ["give each a name of its own, so that values can be appended to it"])
  }

  /// `rule 'X': nothing is appended to exception 'e'`
  static func appendWithoutValues(_ name: String, at span: SourceSpan, owner: String, replaces: Bool) -> Diagnostic {
    Diagnostic(
      .appendNoValues, "\(owner): exception '\(name)' is \(replaces ? "replaced" : "appended") without values",
      at: Label(span), help: ["add 'values'"])
  }

  // MARK: Versions

  /// `'0.26' is not an engine version`
  static func badEngineVersion(_ value: Scalar) -> Diagnostic {
    Diagnostic(
      .yamlValidate, "'\(value.string.shortened())' is not an engine version", at: Label(value.span),
      help: ["write three numbers such as 0.57.0, or the middle one alone"])
  }

  /// `a required plugin must have a name and a version`
  static func pluginIsNoMapping(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .yamlValidate, "a required plugin must be given by the keys 'name' and 'version'", at: Label(span),
      help: ["write '- name: NAME', and below it '  version: 1.0.0'"])
  }

  /// `a required plugin has no 'version'`
  static func pluginIncomplete(_ keys: [ItemKey], at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .yamlValidate, "a required plugin has \(keys.map { "no '\($0.rawValue)'" }.joined(separator: " and "))",
      at: Label(span))
  }

  // MARK: Limits

  /// `more than 10000 findings in this file`
  static func tooManyFindings(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .limit, "more than \(ItemReader.findingLimit) findings in this file; further ones are not reported",
      at: Label(span))
  }
}

extension String {
  /// At most 40 characters, for texts of the author inside a headline.
  func shortened() -> String {
    let limit = 40
    return unicodeScalars.count <= limit ? self : String(unicodeScalars.prefix(limit - 1)) + "…"
  }
}
