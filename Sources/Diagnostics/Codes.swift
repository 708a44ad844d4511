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

  package enum Origin: String, Sendable { case falco, rulec }

  /// What is known of a code: one row here is all there is to declaring it.
  package struct Info: Sendable {
    package let severity: Severity
    package let title: StaticString
    /// True where the format reserves the code and nothing here reports it.
    package let isReserved: Bool

    fileprivate init(_ severity: Severity, _ title: StaticString, reserved: Bool = false) {
      self.severity = severity
      self.title = title
      self.isReserved = reserved
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
    }
  }

  package var severity: Severity { info.severity }
  package var origin: Origin { rawValue.hasPrefix("LOAD_") ? .falco : .rulec }
}
