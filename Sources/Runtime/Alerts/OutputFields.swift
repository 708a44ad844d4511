package import Bytecode
package import Schema

/// The terms of outputs: which fields they have, under which keys, and how they print.
package struct OutputFields {
  package struct Field: Sendable {
    /// Nil for the time of the event.
    package var term: TermID?
    package var style: PrintStyle
    package var parameter: ParameterName?
  }

  private let program: Program
  private let catalog: FieldCatalog
  private let parameterNames: [String]

  package init(program: Program, catalog: FieldCatalog, events: EventTable) {
    self.program = program
    self.catalog = catalog
    parameterNames = events.parameterNames
  }

  /// Every field, by its key. Fields inside transformers stand by themselves; what a transformer makes of them does not
  /// (rule-language.md §9.4).
  func all(of output: [OutputPart]) -> [[UInt8]: Field] {
    var found: [[UInt8]: Field] = [:]
    var pending = output.compactMap { part in if case .term(let term, _) = part { term } else { nil } }
    while let term = pending.popLast() {
      switch program.terms[Int(term.rawValue)] {
      case .field:
        found[key(of: term)] = Field(term: term, style: style(of: term), parameter: parameter(of: term))
      case .call(_, let range, _), .list(let range): pending += program.termLists[range.range]
      case .constant: break
      }
    }
    return found
  }

  /// The field as it is written: `proc.aname[2]`, `evt.arg.flags`. Empty for other terms.
  package func key(of term: TermID) -> [UInt8] {
    guard case .field(let id, let selector) = program.terms[Int(term.rawValue)] else { return [] }
    var key = Array(catalog[id].name.utf8)
    switch selector {
    case .none: break
    case .index(let index):
      key.append(UInt8(ascii: "["))
      key.append(decimal: index)
      key.append(UInt8(ascii: "]"))
    case .key(let text): key += [UInt8(ascii: "[")] + program.strings[text] + [UInt8(ascii: "]")]
    case .name(let text): key += [UInt8(ascii: ".")] + program.strings[text]
    case .sketch(let sketch): key = self.key(of: catalog[id], sketch)
    }
    return key
  }

  /// `sketch.count[opened]`, `fd.sketch0.count`, `anomaly.count_min_sketch[0]`.
  private func key(of field: Schema.Field, _ id: SketchID) -> [UInt8] {
    let name = Array(field.name.utf8)
    guard let entry = program.sketches[Int(id.rawValue)] else { return name }
    let number = entry.index.map { Array("\($0)".utf8) } ?? []
    switch field.argument {
    case .requiredSketchNumber:
      guard let last = name.lastIndex(of: UInt8(ascii: ".")) else { return name }
      return name[..<last] + number + name[last...]
    case .requiredSketch: return name + [UInt8(ascii: "[")] + program.strings[entry.name] + [UInt8(ascii: "]")]
    default: return name + [UInt8(ascii: "[")] + number + [UInt8(ascii: "]")]
    }
  }

  package func style(of term: TermID) -> PrintStyle {
    let type = program.termInfo[Int(term.rawValue)].type
    guard case .field(let id, _) = program.terms[Int(term.rawValue)] else { return PrintStyle(type: type, number: .none) }
    return PrintStyle(catalog[id], type: type)
  }

  /// Of `evt.rawarg.NAME`.
  package func parameter(of term: TermID) -> ParameterName? {
    guard case .field(let id, .name(let name)) = program.terms[Int(term.rawValue)],
      catalog[id].argument == .requiredParameter
    else { return nil }
    let text = program.strings.text(name)
    return parameterNames.firstIndex { $0 == text }.map { ParameterName(rawValue: UInt16($0)) }
  }
}
