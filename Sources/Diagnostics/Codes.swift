/// The stable name of a kind of diagnostic. Names are API: they appear in reports, suppressions and CI configuration.
///
/// `LOAD_*` are Falco's own codes, used wherever Falco reports the same thing. `RULEC_*` are ours.
package enum DiagnosticCode: String, Sendable, CaseIterable {
  // Falco's errors.
  case fileRead = "LOAD_ERR_FILE_READ"
  case yamlParse = "LOAD_ERR_YAML_PARSE"
  case yamlValidate = "LOAD_ERR_YAML_VALIDATE"
  case compileCondition = "LOAD_ERR_COMPILE_CONDITION"
  case compileOutput = "LOAD_ERR_COMPILE_OUTPUT"
  case validate = "LOAD_ERR_VALIDATE"
  case errorExtension = "LOAD_ERR_EXTENSION"

  // Falco's warnings.
  case unknownSource = "LOAD_UNKNOWN_SOURCE"
  case unsafeNACheck = "LOAD_UNSAFE_NA_CHECK"
  case noEventType = "LOAD_NO_EVTTYPE"
  case unknownFilter = "LOAD_UNKNOWN_FILTER"
  case unusedMacro = "LOAD_UNUSED_MACRO"
  case unusedList = "LOAD_UNUSED_LIST"
  case unknownItem = "LOAD_UNKNOWN_ITEM"
  case deprecatedItem = "LOAD_DEPRECATED_ITEM"
  case warningExtension = "LOAD_WARNING_EXTENSION"
  case appendNoValues = "LOAD_APPEND_NO_VALUES"
  case exceptionNameNotUnique = "LOAD_EXCEPTION_NAME_NOT_UNIQUE"
  case invalidMacroName = "LOAD_INVALID_MACRO_NAME"
  case invalidListName = "LOAD_INVALID_LIST_NAME"
  case conditionHint = "LOAD_COMPILE_CONDITION"
  case unknownKey = "LOAD_UNKNOWN_KEY"

  // Ours.
  /// A limit that protects the host: alias expansion, nesting, size.
  case limit = "RULEC_LIMIT"
  /// A plugin that a file requires is not there.
  case pluginMissing = "RULEC_PLUGIN_MISSING"
  /// A key in a place whose keys Falco does not look at (exception entries, plugin entries).
  case nestedUnknownKey = "RULEC_UNKNOWN_KEY"
  /// The same key twice in one mapping; the first counts.
  case duplicateKey = "RULEC_DUPLICATE_KEY"
  /// A list that contains itself.
  case listCycle = "RULEC_LIST_CYCLE"
  /// The condition can be true for no event type.
  case neverMatches = "RULEC_NEVER_MATCHES"
  /// A sketch that no rule asks.
  case unusedSketch = "RULEC_UNUSED_SKETCH"
  /// A comparison that the counters of a sketch decide before any event does.
  case sketchThreshold = "RULEC_SKETCH_THRESHOLD"
  /// Falco reads this differently from what is written; `docs/compatibility.md` has the line.
  case differsFromFalco = "RULEC_DIFFERS_FROM_FALCO"

  // Ours, about the meaning of rules that have no mistake (`Lints`).
  /// The condition is true for every event.
  case alwaysMatches = "RULEC_ALWAYS_MATCHES"
  /// A part of a condition can never be true where it stands.
  case deadPart = "RULEC_DEAD_PART"
  /// A part of a condition is always true where it stands.
  case redundantPart = "RULEC_REDUNDANT_PART"
  /// An earlier rule takes every event that the rule would match.
  case shadowedRule = "RULEC_SHADOWED_RULE"
  /// Two rules have the same condition.
  case duplicateRule = "RULEC_DUPLICATE_RULE"
  /// An element of a list that can never be what is compared with it.
  case deadItem = "RULEC_DEAD_ITEM"
  /// An element of a list that another one makes superfluous.
  case repeatedItem = "RULEC_REPEATED_ITEM"
  /// A later file gives a macro, list or rule another body without saying so.
  case redefinition = "RULEC_REDEFINED"
  /// No event type of the rule carries the field.
  case fieldAbsent = "RULEC_FIELD_ABSENT"
  /// The same for a field of the output.
  case outputAbsent = "RULEC_OUTPUT_ABSENT"
  /// A comparison that says something unexpected where the field has no value.
  case missingValue = "RULEC_MISSING_VALUE"
  /// A text longer than the kernel keeps of a process's name.
  case longName = "RULEC_LONG_NAME"
  /// `!=` on all ancestors, which holds as soon as one of them differs.
  case anyAncestor = "RULEC_ANY_ANCESTOR"
  /// A regular expression for what a cheaper operator does.
  case simpleRegex = "RULEC_SIMPLE_REGEX"
  /// An expensive check stands before a cheap one.
  case checkOrder = "RULEC_CHECK_ORDER"
  /// A rule names event types on which it can never match.
  case eventTypes = "RULEC_EVENT_TYPES"
  /// An exception that does not do what it was written for.
  case exception = "RULEC_EXCEPTION"
  case tagConvention = "RULEC_TAG"
  case priorityConvention = "RULEC_PRIORITY"

  // Ours, about how checking is set up.
  /// A comment that suppresses nothing, or cannot be read.
  case suppression = "RULEC_SUPPRESSION"
  /// A mistake in `.rulec.yaml`.
  case configuration = "RULEC_CONFIGURATION"

  package enum Origin: String, Sendable { case falco, rulec }

  /// What is known of a code: one row here is all there is to declaring it.
  package struct Info: Sendable {
    package let severity: Severity
    package let title: StaticString
    /// True where the format reserves the code and nothing here reports it.
    package let isReserved: Bool
    /// A matter of style: reported only where it is asked for.
    package let isStyle: Bool

    fileprivate init(_ severity: Severity, _ title: StaticString, reserved: Bool = false) {
      self.severity = severity
      self.title = title
      self.isReserved = reserved
      isStyle = false
    }

    fileprivate init(style title: StaticString) {
      severity = .note
      self.title = title
      isReserved = false
      isStyle = true
    }
  }

  package var info: Info {
    switch self {
    case .fileRead: Info(.error, "File read error")
    case .yamlParse: Info(.error, "YAML parse error")
    case .yamlValidate: Info(.error, "Error validating internal structure of YAML file")
    case .compileCondition: Info(.error, "Error compiling condition")
    case .compileOutput: Info(.error, "Error compiling output")
    case .validate: Info(.error, "Error validating rule/macro/list/exception objects")
    case .errorExtension: Info(.error, "Error in extension item", reserved: true)
    case .unknownSource: Info(.warning, "Unknown event source")
    case .unsafeNACheck: Info(.warning, "Unsafe <NA> comparison", reserved: true)
    case .noEventType: Info(.warning, "Condition has no event-type restriction")
    case .unknownFilter: Info(.warning, "Unknown field or event-type in condition or output")
    case .unusedMacro: Info(.warning, "Unused macro")
    case .unusedList: Info(.warning, "Unused list")
    case .unknownItem: Info(.warning, "Unknown rules file item")
    case .deprecatedItem: Info(.warning, "Used deprecated item")
    case .warningExtension: Info(.warning, "Warning in extension item", reserved: true)
    case .appendNoValues: Info(.warning, "Appending exception entry with no values")
    case .exceptionNameNotUnique: Info(.warning, "Multiple exceptions defined with the same name")
    case .invalidMacroName: Info(.warning, "Invalid macro name")
    case .invalidListName: Info(.warning, "Invalid list name")
    case .conditionHint: Info(.warning, "Condition may not mean what it says")
    case .unknownKey: Info(.warning, "Unknown item key")
    case .limit: Info(.error, "Limit exceeded")
    case .pluginMissing: Info(.warning, "Required plugin is not there")
    case .nestedUnknownKey: Info(.warning, "Unknown key")
    case .duplicateKey: Info(.warning, "Key given twice")
    case .listCycle: Info(.warning, "List contains itself")
    case .neverMatches: Info(.warning, "Condition can never be true")
    case .unusedSketch: Info(.warning, "Unused sketch")
    case .sketchThreshold: Info(.warning, "Comparison beyond the counters of a sketch")
    case .differsFromFalco: Info(.note, "Falco reads this differently")
    case .alwaysMatches: Info(.warning, "Condition is always true")
    case .deadPart: Info(.warning, "Part of a condition can never be true")
    case .redundantPart: Info(style: "Part of a condition is always true")
    case .shadowedRule: Info(.warning, "An earlier rule takes all events of this one")
    case .duplicateRule: Info(.warning, "Two rules with the same condition")
    case .deadItem: Info(.warning, "List item can never match")
    case .repeatedItem: Info(style: "List item says nothing new")
    case .redefinition: Info(.warning, "Redefinition with a different body")
    case .fieldAbsent: Info(.warning, "Field that no event of the rule has")
    case .outputAbsent: Info(.warning, "Output field that no event of the rule has")
    case .missingValue: Info(style: "Comparison with a value that may be missing")
    case .longName: Info(.warning, "Text longer than a process name can be")
    case .anyAncestor: Info(.warning, "Negation that one ancestor satisfies")
    case .simpleRegex: Info(style: "Regular expression for a simple comparison")
    case .checkOrder: Info(style: "Expensive check before a cheap one")
    case .eventTypes: Info(.warning, "Event types on which the rule can never match")
    case .exception: Info(.warning, "Exception without effect")
    case .tagConvention: Info(style: "Tag outside convention")
    case .priorityConvention: Info(style: "Priority outside convention")
    case .suppression: Info(.warning, "Suppression without effect")
    case .configuration: Info(.error, "Mistake in the configuration")
    }
  }

  package var severity: Severity { info.severity }
  package var origin: Origin { rawValue.hasPrefix("LOAD_") ? .falco : .rulec }
}
