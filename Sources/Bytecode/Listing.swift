import Matching
package import Schema

/// A program as text: tables first, then code. Stable; `rulec dump --stage bytecode` shows it.
package struct Listing {
  private let program: Program
  private let catalog: FieldCatalog
  private let events: EventTable

  package init(_ program: Program, catalog: FieldCatalog, events: EventTable) {
    self.program = program
    self.catalog = catalog
    self.events = events
  }

  package func text() -> String {
    var out = "program \(program.source): \(program.rules.count) rules, \(program.checks.count) checks, "
    out += "\(program.subconditions.count) subconditions, \(program.code.count) instructions\n"
    out += checks()
    out += code()
    out += triggers()
    return out
  }

  /// `c0  proc.name = "bash"   ; process, 12 ns, 3 places`
  package func checks() -> String {
    var out = "\nchecks\n"
    for (index, check) in program.checks.enumerated() {
      let info = program.checkInfo[index]
      let places = info.provenance.count == 1 ? "1 place" : "\(info.provenance.count) places"
      out += "  c\(index)  \(text(of: check))   ; \(info.dependency), \(info.cost) ns, \(places)\n"
    }
    return out
  }

  private func code() -> String {
    var out = "\ncode\n"
    var titles: [CodeOffset: [String]] = [:]
    for (index, offset) in program.subconditions.enumerated() {
      let users = program.rules.filter { Int($0.condition.rawValue) == index }
      let names = users.map { "rule \"\(program.strings.text($0.name))\"" }
      titles[offset, default: []].append("s\(index)" + (names.isEmpty ? "" : "  ; " + names.joined(separator: ", ")))
    }
    for (id, codes) in entryCodes() {
      let entry = program.entries[Int(id.rawValue)]
      if let counting = entry.counting { titles[counting, default: []].append("sketches for " + names(of: codes)) }
      if let rest = entry.rest, rest != entry.all { titles[rest, default: []].append("rules without trigger for " + names(of: codes)) }
      titles[entry.all, default: []].append("all rules for " + names(of: codes))
    }
    for (index, instruction) in program.code.enumerated() {
      for title in titles[CodeOffset(rawValue: UInt32(index)), default: []] { out += title + ":\n" }
      out += line(index, instruction)
    }
    return out
  }

  /// `trigger fd.name: c17 → r3 by s40, r9 by s41`
  private func triggers() -> String {
    var out = ""
    for (id, codes) in entryCodes() {
      let groups = program.entries[Int(id.rawValue)].groups
      if groups.count > 0 { out += "\ntriggers for " + names(of: codes) + "\n" }
      for group in program.triggerGroups[groups.range] {
        for trigger in program.triggers[group.triggers.range] {
          let rules = program.triggeredRules[trigger.rules.range].map { "r\($0.rule.rawValue) by s\($0.condition.rawValue)" }
          out += "  \(text(of: group.key)): c\(trigger.check.rawValue) → \(rules.joined(separator: ", "))"
          out += "   ; \(text(of: program.checks[Int(trigger.check.rawValue)]))\n"
        }
      }
    }
    return out
  }

  private func entryCodes() -> [(EntryID, EventSet)] {
    var sets: [EntryID: EventSet] = [:]
    for (index, id) in program.entryIDs.enumerated() {
      guard let id else { continue }
      sets[id, default: EventSet()].insert(EventCode(rawValue: UInt16(index)))
    }
    return sets.sorted { $0.key.rawValue < $1.key.rawValue }
  }

  /// The names of a set of event types, each once; long sets are cut.
  package func names(of codes: EventSet) -> String {
    let names = events.names(of: codes)
    let shown = names.prefix(12).joined(separator: ", ")
    return names.count > 12 ? "\(shown) and \(names.count - 12) more" : shown
  }

  private func line(_ index: Int, _ instruction: Instruction) -> String {
    var operands = OperandPrinter(listing: self)
    instruction.describe(&operands)
    let number = String(index)
    let indent = String(repeating: " ", count: max(1, 6 - number.count))
    return indent + number + "  " + instruction.mnemonic + operands.text + operands.comment + "\n"
  }

  private struct OperandPrinter: OperandVisitor {
    let listing: Listing
    var text = ""
    var comment = ""

    mutating func check(_ id: CheckID) {
      text += " c\(id.rawValue)"
      comment = "   ; " + listing.text(of: listing.program.checks[Int(id.rawValue)])
    }
    mutating func subcondition(_ id: SubconditionID) { text += " s\(id.rawValue)" }
    mutating func target(_ offset: CodeOffset) { text += " else \(offset.rawValue)" }
    mutating func answer(_ value: Bool) { text += " \(value)" }
    mutating func rule(_ id: RuleID) {
      text += " r\(id.rawValue)"
      comment = "   ; " + listing.program.strings.text(listing.program.rules[Int(id.rawValue)].name)
    }
    mutating func sketch(_ id: SketchID) {
      text += " k\(id.rawValue)"
      comment = "   ; " + listing.name(of: id)
    }
  }
}

// MARK: - Checks and terms

extension Listing {
  package func text(of check: Check) -> String {
    var out = "\(text(of: check.left)) \(check.op.spelling)"
    if let modifier = check.modifier { out += " \(modifier.spelling)" }
    switch check.right {
    case .none: return out
    case .term(let id): return out + " \(text(of: id))"
    case .constants(let range):
      let constants = program.constants[range.range].map(text(of:))
      if range.count == 1, check.op.info.rightSide != .list, check.modifier == nil { return out + " \(constants[0])" }
      let shown = constants.prefix(8).joined(separator: ", ")
      return out + " (" + shown + (constants.count > 8 ? ", … \(constants.count) in all)" : ")")
    }
  }

  package func text(of id: TermID) -> String {
    switch program.terms[Int(id.rawValue)] {
    case .constant(let constant): return text(of: program.constants[Int(constant.rawValue)])
    case .list(let range): return "(" + list(range) + ")"
    case .call(let transformer, let arguments, let selector):
      let suffix = selector.map { "[\(Character(UnicodeScalar($0)))]" } ?? ""
      return "\(transformer.spelling)(\(list(arguments)))\(suffix)"
    case .field(let field, let selector):
      let name = catalog[field].name
      switch selector {
      case .none: return name
      case .index(let index): return "\(name)[\(index)]"
      case .key(let key): return "\(name)[\(program.strings.text(key))]"
      case .name(let suffix): return "\(name).\(program.strings.text(suffix))"
      case .sketch(let id): return "\(name)[\(self.name(of: id))]"
      }
    }
  }

  fileprivate func name(of id: SketchID) -> String {
    program.sketches[Int(id.rawValue)].map { program.strings.text($0.name) } ?? "\(id.rawValue)"
  }

  private func list(_ range: TableRange) -> String {
    program.termLists[range.range].map(text(of:)).joined(separator: ", ")
  }

  private func text(of constant: Constant) -> String {
    switch constant {
    case .string(let id): "\"" + escaped(program.strings[id]) + "\""
    case .signed(let value): "\(value)"
    case .unsigned(let value): "\(value)"
    case .bool(let value): "\(value)"
    case .address(let address): text(of: address)
    case .network(let network): "\(text(of: network.base))/\(network.prefixLength)"
    }
  }

  private func text(of address: IPAddress) -> String {
    var bytes: [UInt8] = []
    address.append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Printable ASCII as it is, the rest as `\xHH`, so that a listing is plain text whatever a rule holds.
  private func escaped(_ bytes: ArraySlice<UInt8>) -> String {
    var out = ""
    for byte in bytes {
      if byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
        out.unicodeScalars.append(UnicodeScalar(byte))
      } else {
        let digits = String(byte, radix: 16)
        out += "\\x" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return out
  }
}
