import Diagnostics

// What can be wrong between items.

extension Diagnostic {
  /// `no rule 'X' stands before this item, which appends to it`
  static func missingTarget(
    _ name: String, at span: SourceSpan, kind: String, purpose: RuleSetBuilder.TargetPurpose, near: String?
  ) -> Diagnostic {
    let action =
      switch purpose {
      case .append: "appends to it"
      case .replace: "replaces parts of it"
      case .enable: "switches it on or off"
      }
    var help = ["files are read in the order given: the definition has to come first"]
    if let near { help.insert("did you mean '\(near)'?", at: 0) }
    return Diagnostic(
      .validate, "no \(kind) '\(name)' is defined before this item, which \(action)", at: Label(span), help: help)
  }

  /// `rule 'X' is appended to with neither a condition nor exceptions`
  static func nothingToAppend(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .validate, "rule '\(name)' is appended to with neither a condition nor exceptions", at: Label(span),
      help: ["'append' adds these two only; to change other keys use 'override'"])
  }

  /// `rule 'X' has the source 'syscall' here and 'k8s_audit' where it was defined`
  static func differentSource(
    _ span: SourceSpan, name: String, was: RuleDefinition, isDefinition: Bool
  ) -> Diagnostic {
    let first = Label(was.sourceSpan ?? was.origin.nameSpan, "defined with the source '\(was.source)'")
    if isDefinition {
      return Diagnostic(
        .validate, "rule '\(name)' is defined again without its source '\(was.source)'", at: Label(span),
        secondary: [first], help: ["add 'source: \(was.source)'; a rule without it has the source 'syscall'"])
    }
    return Diagnostic(
      .validate, "rule '\(name)' has another source here than where it was defined, '\(was.source)'", at: Label(span),
      secondary: [first], help: ["remove 'source' here, or give the rule another name"])
  }

  /// `rule 'X': exception 'e' is new and has no 'fields'`
  static func incompleteNewException(_ exception: ExceptionItem, rule: String, near: String?) -> Diagnostic {
    let missing = exception.fields == nil ? "fields" : "values"
    var help = ["a new exception needs 'fields' and 'values'; to one that exists only 'values' are added"]
    if let near { help.insert("did you mean the exception '\(near)'?", at: 0) }
    return Diagnostic(
      .validate, "rule '\(rule)' has no exception '\(exception.name.string)' yet, and this one has no '\(missing)'",
      at: Label(exception.name.span), help: help)
  }

  /// `rule 'X': 'fields' of the exception 'e' cannot be changed by appending`
  static func exceptionFieldsGivenAgain(
    _ key: String, _ name: String, at span: SourceSpan, first: SourceSpan, rule: String
  ) -> Diagnostic {
    Diagnostic(
      .validate, "rule '\(rule)': '\(key)' of exception '\(name)' cannot be changed by appending", at: Label(span),
      secondary: [Label(first, "first defined here")],
      help: ["remove '\(key)' to add values only", "or give this exception a name of its own"])
  }

  // MARK: Versions

  /// `the rules require engine 0.99.0, and this is 0.62.0`
  static func engineTooOld(required: Version, engine: Version, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .validate, "the rules require engine version \(required), and this engine is \(engine)", at: Label(span),
      help: ["use a release of the rules made for this engine"])
  }

  /// `'0.7' is not a version of plugin 'json'`
  static func badPluginVersion(_ version: Scalar, plugin: String) -> Diagnostic {
    Diagnostic(
      .validate, "'\(version.string.shortened())' is not a version of plugin '\(plugin)'", at: Label(version.span),
      help: ["write three numbers, such as 0.7.0"])
  }

  /// `plugin 'json' is named twice among alternatives`
  static func pluginNamedTwice(_ name: Scalar, first: SourceSpan) -> Diagnostic {
    Diagnostic(
      .validate, "plugin '\(name.string)' is named twice among the alternatives of one requirement",
      at: Label(name.span), secondary: [Label(first, "first named here")])
  }

  /// `the rules require plugin 'container' 1.0.0, and 0.7.1 is there`
  static func pluginIncompatible(_ plugin: PluginRequirement.Alternative, loaded: Version) -> Diagnostic {
    Diagnostic(
      .validate, "the rules require plugin '\(plugin.name.string)' \(plugin.version.string), and \(loaded) is there",
      at: Label(plugin.version.span), help: ["the major version must be the same, the rest not older"])
  }

  /// `plugin 'json' 0.7.0 is required and not there`
  static func pluginMissing(_ requirement: PluginRequirement) -> Diagnostic {
    let names = requirement.alternatives.map { "'\($0.name.string)' \($0.version.string)" }
    return Diagnostic(
      .pluginMissing, "the rules require plugin \(names.joined(separator: " or ")), which is not there",
      at: Label(requirement.alternatives.first?.name.span ?? requirement.span),
      help: ["rules of event sources that the plugin provides are left out"])
  }
}
