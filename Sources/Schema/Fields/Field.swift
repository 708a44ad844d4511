/// The place of a field in its catalogue. Ids are dense from 0 and stable within one build.
package struct FieldID: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  package let rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }
}

/// Where a field comes from.
package enum FieldOrigin: UInt8, Sendable, CaseIterable {
  case builtin
  /// Falco's container plugin, which counts as built in here.
  case containerPlugin
  case k8smetaPlugin, anomalyPlugin
  /// Ours, unknown to the incumbent.
  case extension_
  /// Of a plugin that is unknown here, as somebody else describes it (`FieldDeclaration`). Nothing reads it.
  case declared
}

/// How a number prints where the default is not plain decimal.
package enum PrintFormat: UInt8, Sendable, CaseIterable, Spelled {
  case na, decimal, id, paddedDecimal10, directory, hex

  /// As the rows of a catalogue spell it.
  var word: String {
    switch self {
    case .na: "na"
    case .decimal: "dec"
    case .id: "id"
    case .paddedDecimal10: "pad10"
    case .directory: "dir"
    case .hex: "hex"
    }
  }

  static let words = NameTable(allCases.map { $0.word })
}

/// The exceptional properties of a field; most have none.
package struct FieldTraits: OptionSet, Hashable, Sendable, BitwiseCopyable, Spelled {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let notPrintable = FieldTraits(rawValue: 1 << 0)
  package static let notFilterable = FieldTraits(rawValue: 1 << 1)
  package static let noTransformer = FieldTraits(rawValue: 1 << 2)
  package static let noComparison = FieldTraits(rawValue: 1 << 3)
  package static let deprecated = FieldTraits(rawValue: 1 << 4)
  package static let hidden = FieldTraits(rawValue: 1 << 5)
  package static let suggestedOutput = FieldTraits(rawValue: 1 << 6)
  /// No word of a row: `[]` behind the type.
  package static let list = FieldTraits(rawValue: 1 << 7)

  static let words = NameTable([
    "no-print", "no-filter", "no-transformer", "no-comparison", "deprecated", "hidden", "suggested",
  ])
}

/// What the language knows of a field. Source: reference/fields.json; documentation, dependencies and costs are ours.
package struct Field: Sendable {
  package let id: FieldID
  package let name: String
  package let type: ValueType
  package let argument: FieldArgument
  package let origin: FieldOrigin
  package let traits: FieldTraits
  package let printFormat: PrintFormat
  package let dependency: DependencyClass
  package let hangsOn: StateDependency
  /// What reading the value once costs, in nanoseconds, as `Benchmarks/run fields` measured it, halved: about what the machine
  /// of the goals takes (Benchmarks/README.md). Fields that may ask all ancestors have an estimate for a long line of them. Orders
  /// checks; nothing else depends on it.
  package let cost: UInt16
  /// The rows the field was read from, and where in them its documentation stands.
  let rows: String
  let documentationBytes: Range<UInt32>

  /// A list of `type`.
  package var isList: Bool { traits.contains(.list) }
  /// False: usable only in conditions (`fd.ip`).
  package var isPrintable: Bool { !traits.contains(.notPrintable) }
  /// False: usable only in outputs.
  package var isFilterable: Bool { !traits.contains(.notFilterable) }
  package var isDeprecated: Bool { traits.contains(.deprecated) }
  /// Left out of the listing upstream.
  package var isHidden: Bool { traits.contains(.hidden) }
  package var allowsTransformer: Bool { !traits.contains(.noTransformer) }
  /// May stand on either side of a comparison of two fields.
  package var allowsComparison: Bool { !traits.contains(.noComparison) }
  /// Appended to outputs when suggested output is on.
  package var isSuggestedOutput: Bool { traits.contains(.suggestedOutput) }

  /// One or more sentences in our own words, on one line. Put together on each call: for listings and messages.
  package var documentation: String {
    withBytes(of: rows) { bytes in
      var position = Int(documentationBytes.lowerBound)
      var words: [String] = []
      while let word = bytes.nextWord(&position, before: Int(documentationBytes.upperBound)) {
        words.append(bytes.string(in: word))
      }
      return words.joined(separator: " ")
    }
  }
}
