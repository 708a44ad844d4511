import Schema
import Testing

@Suite("Fields against fields.json", .enabled(if: Reference.isPresent, "\(Reference.absence)"))
struct FieldReferenceTests {
  let facts: [FieldFacts]

  init() throws { facts = try Reference.decode(FieldsFile.self, from: "fields.json").fields }

  @Test("the same names in the same order; ours come behind them")
  func names() {
    #expect(FieldCatalog.syscall.fields.prefix(facts.count).map(\.name) == facts.map(\.name))
    #expect(FieldCatalog.syscall.fields.dropFirst(facts.count).allSatisfy { $0.origin == .extension_ })
  }

  @Test("every attribute of every field")
  func attributes() throws {
    for fact in facts {
      let field = try #require(FieldCatalog.syscall.field(named: fact.name))
      #expect(field.type == valueType(fact), "\(fact.name)")
      #expect(field.isList == fact.multiValued, "\(fact.name)")
      #expect(field.argument == argument(fact), "\(fact.name)")
      #expect(field.printFormat == printFormat(fact), "\(fact.name)")
      #expect(field.origin == origin(fact), "\(fact.name)")
      #expect(field.isFilterable == fact.filterable, "\(fact.name)")
      #expect(field.isPrintable == fact.printable, "\(fact.name)")
      #expect(field.isDeprecated == fact.deprecated, "\(fact.name)")
      #expect(field.isHidden == fact.hiddenFromListing, "\(fact.name)")
      #expect(field.allowsTransformer == fact.allowsTransformer, "\(fact.name)")
      #expect(field.allowsComparison == fact.allowsFieldComparison, "\(fact.name)")
      #expect(field.isSuggestedOutput == (fact.suggestedOutput ?? false), "\(fact.name)")
    }
  }

  private func valueType(_ fact: FieldFacts) -> ValueType? {
    fact.type == "DYNAMIC" ? .dynamic : ValueType.allCases.first { $0.name == fact.type }
  }

  private func printFormat(_ fact: FieldFacts) -> PrintFormat? {
    let formats: [String: PrintFormat] = [
      "na": .na, "dec": .decimal, "id": .id, "10_padded_dec": .paddedDecimal10, "dir": .directory, "hex": .hex,
    ]
    return formats[fact.printFormat]
  }

  private func origin(_ fact: FieldFacts) -> FieldOrigin? {
    let origins: [String: FieldOrigin] = [
      "syscall (libsinsp built-in)": .builtin, "syscall (plugin: container)": .containerPlugin,
      "syscall (plugin: k8smeta)": .k8smetaPlugin, "syscall (plugin: anomalydetection)": .anomalyPlugin,
    ]
    return origins[fact.source]
  }

  private func argument(_ fact: FieldFacts) -> FieldArgument? {
    let arguments: [String: FieldArgument] = [
      "none": FieldArgument.none, "optional-index": .optionalIndex, "required-key": .requiredKey,
      "optional-key": .optionalKey, "required-index-or-key": .requiredIndexOrKey,
      "optional-index-or-key": .optionalIndexOrKey, "required-index-or-param-name": .requiredIndexOrParameter,
      "required-param-name": .requiredParameter, "required-event-name": .requiredEventName,
      "required-timestamp-ns": .requiredTimestamp, "optional-suffix": .optionalSuffix,
    ]
    // The one key that stands behind a dot.
    if fact.arg == "required-key", fact.argSyntax?.hasPrefix(".NAME subsystem") == true { return .requiredSubsystem }
    // Our sketches stand behind the fields of the incumbent's plugin.
    if fact.arg == "optional-index", fact.source.hasSuffix("anomalydetection)") { return .optionalSketchIndex }
    return arguments[fact.arg]
  }
}
