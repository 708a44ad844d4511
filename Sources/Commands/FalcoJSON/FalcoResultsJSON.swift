package import Diagnostics
package import RuleFile

/// `{"falco_load_results":[…]}` on one line (rule-files.md §9.1).
package struct FalcoResultsJSON {
  private var locator: SourceLocator
  private let conditions: FalcoContext.Conditions

  /// - Parameter ruleSet: where the conditions stand that findings are about.
  package static func bytes(of results: [FalcoLoadResult], in map: SourceMap, ruleSet: RuleSet) -> [UInt8] {
    var writer = FalcoResultsJSON(locator: SourceLocator(map), conditions: FalcoContext.Conditions(ruleSet))
    var json = JSONWriter(.oneLine)
    json.object { json in
      json.field("falco_load_results", results) { json, result in writer.write(result, to: &json) }
    }
    return json.bytes
  }

  private mutating func write(_ result: FalcoLoadResult, to json: inout JSONWriter) {
    json.object { json in
      json.field("name", locator.map[result.file].name)
      json.field("successful", result.isSuccessful)
      if let schemaWarnings = result.schemaWarnings {
        json.field("schema_valid", schemaWarnings.isEmpty)
        json.field("schema_warnings", schemaWarnings) { json, warning in json.string(warning) }
      }
      json.field("errors", result.error.map { [$0] } ?? []) { json, error in
        write(error, description: "\(error.code.info.title)", to: &json)
      }
      json.field("warnings", result.warnings) { json, warning in
        write(warning, description: warning.code.falcoExplanation, to: &json)
      }
    }
  }

  private mutating func write(_ finding: FalcoFinding, description: String, to json: inout JSONWriter) {
    let context = FalcoContext(of: finding.diagnostic, in: conditions, &locator)
    json.object { json in
      json.field("code", finding.code.rawValue)
      json.field("codedesc", description)
      json.field("message", finding.diagnostic.message)
      if let field = finding.deprecatedField { json.field("deprecated_field", field) }
      json.field("context") { json in
        json.field("locations", context.locations) { json, location in
          json.object { json in
            json.field("item_type", location.itemType)
            json.field("item_name", location.itemName)
            json.field("position") { json in
              json.field("name", location.position.name)
              json.field("line", location.position.line)
              json.field("column", location.position.column)
              json.field("offset", location.position.offset)
            }
          }
        }
        json.field("snippet", context.snippet)
      }
    }
  }
}

extension DiagnosticCode {
  /// A sentence that says what a warning means, whatever it is about.
  var falcoExplanation: String {
    switch self {
    case .unknownSource: "The rule is for an event source that is not there. It is left out."
    case .unsafeNACheck: "A comparison with the text <NA> does not tell whether a field has a value."
    case .noEventType: "The condition does not restrict the types of events, so the rule is evaluated for nearly all of them."
    case .unknownFilter: "The rule uses a field or an event type that is not known, and asks to be left out in this case."
    case .unusedMacro: "No rule and no macro refers to this macro."
    case .unusedList: "No condition and no list refers to this list."
    case .unknownItem: "The item has none of the keys that say of which kind it is. It is ignored."
    case .deprecatedItem: "What is used here is deprecated and may be removed in a later version."
    case .appendNoValues: "An exception is given without values to be added to it, so nothing changes."
    case .exceptionNameNotUnique: "Several exceptions of the rule have this name. All of them take effect."
    case .invalidMacroName: "The name of the macro is not one that a condition can refer to."
    case .invalidListName: "The name of the list is not one that a condition can refer to."
    case .conditionHint: "The condition compiles and may not mean what it seems to say."
    case .unknownKey: "The item has a key that items of its kind do not know. It is ignored."
    default: "\(info.title)"
    }
  }
}
