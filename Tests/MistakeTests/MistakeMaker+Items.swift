import Diagnostics

/// Mistakes in keys, values and outputs, and whole items.
extension MistakeMaker {
  mutating func makeInItem(_ kind: Mistake.Kind, _ site: Site) -> Mistake? {
    switch kind {
    case .misspeltKind: return misspellKind(site)
    case .misspeltRequiredKey: return misspellKey(kind, ["condition", "output", "desc", "priority", "items"], site)
    case .nullListItem, .flowSequenceNotClosed: return breakSequence(kind, site)
    default: break
    }
    guard site.item.kind == .rule else { return nil }
    switch kind {
    case .misspeltOutputField, .percentAlone: return changeOutput(kind, site)
    case .misspeltOptionalKey: return misspellKey(kind, ["tags", "enabled", "source"], site)
    case .enabledMaybe: return addKey(kind, "enabled", .yamlValidate, "enabled: «maybe»", site)
    case .unknownSource: return addKey(kind, "source", .unknownSource, "source: «syscal»", site)
    case .exceptionField:
      return addKey(kind, "exceptions", .validate, "exceptions: [{name: e, fields: [«proc.nmae», fd.name], values: [[a, b]]}]", site)
    case .exceptionTupleLength:
      return addKey(kind, "exceptions", .validate, "exceptions: [{name: e, fields: [proc.name, fd.name], values: [«[a]»]}]", site)
    case .missingDescription, .duplicateKey, .unknownPriority, .tabInIndentation: return changeLine(kind, site)
    default: return nil
    }
  }

  // MARK: Keys

  private mutating func misspellKind(_ site: Site) -> Mistake? {
    guard let entry = site.item.entries.first, let wrong = misspelt(entry.key, isTaken: { _ in false }) else { return nil }
    return Mistake(.misspeltKind, .unknownItem, file: site.file, edit: entry.keyRange, "«\(wrong)»")
  }

  private mutating func misspellKey(_ kind: Mistake.Kind, _ keys: [String], _ site: Site) -> Mistake? {
    guard let entry = site.item.entries.filter({ keys.contains($0.key) }).randomElement(using: &random),
      let wrong = misspelt(entry.key, isTaken: { _ in false })
    else { return nil }
    let code = kind == .misspeltOptionalKey ? DiagnosticCode.unknownKey : .yamlValidate
    return Mistake(kind, code, file: site.file, edit: entry.keyRange, "«\(wrong)»")
  }

  /// Gives the key a line below the name, or a line that takes the place of its own.
  private func addKey(
    _ kind: Mistake.Kind, _ key: String, _ code: DiagnosticCode, _ line: String, _ site: Site
  ) -> Mistake? {
    if let entry = site.entry(key) {
      guard entry.isOneLine else { return nil }
      return Mistake(kind, code, file: site.file, edit: entry.keyRange.lowerBound..<entry.valueRange.upperBound, line)
    }
    let end = site.endOfLine(site.item.nameRange.upperBound)
    return Mistake(kind, code, file: site.file, edit: end..<end, "\n  " + line)
  }

  private func changeLine(_ kind: Mistake.Kind, _ site: Site) -> Mistake? {
    guard let priority = site.entry("priority"), priority.isOneLine else { return nil }
    switch kind {
    case .unknownPriority:
      return Mistake(kind, .yamlValidate, file: site.file, edit: priority.valueRange, "«HIGH»")
    case .duplicateKey:
      let end = site.endOfLine(priority.valueRange.upperBound)
      return Mistake(kind, .duplicateKey, file: site.file, edit: end..<end, "\n  «priority»: DEBUG")
    case .tabInIndentation:
      let start = site.startOfLine(priority.keyRange.lowerBound)
      return Mistake(kind, .yamlParse, file: site.file, edit: start..<priority.keyRange.lowerBound, "«\t»")
    default:
      guard let index = site.item.entries.firstIndex(where: { $0.key == "desc" }), index + 1 < site.item.entries.count else {
        return nil
      }
      let start = site.startOfLine(site.item.entries[index].keyRange.lowerBound)
      let end = site.startOfLine(site.item.entries[index + 1].keyRange.lowerBound)
      return Mistake(kind, .yamlValidate, file: site.file, edit: start..<end, "", at: site.item.nameRange)
    }
  }

  private func breakSequence(_ kind: Mistake.Kind, _ site: Site) -> Mistake? {
    guard let entry = site.entry("items") ?? site.entry("tags"), site.text(entry.valueRange).first == "[",
      site.text(entry.valueRange) != "[]"
    else { return nil }
    let (start, end) = (entry.valueRange.lowerBound, entry.valueRange.upperBound)
    guard kind == .nullListItem else {
      return Mistake(kind, .yamlParse, file: site.file, edit: end - 1..<end, "", at: start..<start + 1)
    }
    return Mistake(kind, .yamlValidate, file: site.file, edit: start + 1..<start + 1, "«~», ")
  }

  // MARK: Outputs

  private mutating func changeOutput(_ kind: Mistake.Kind, _ site: Site) -> Mistake? {
    guard let output = site.item.output else { return nil }
    let bytes = output.bytes
    if kind == .percentAlone {
      let blanks = bytes.indices.filter { bytes[$0] == UInt8(ascii: " ") }
      guard let blank = blanks.randomElement(using: &random),
        let place = site.place(output.span(of: blank..<blank + 1), count: 1)
      else { return nil }
      return Mistake(kind, .compileOutput, file: site.file, edit: place, " «%» ")
    }
    func isName(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2E || byte == 0x5F }
    let percents = bytes.indices.filter { bytes[$0] == UInt8(ascii: "%") }
    guard let percent = percents.randomElement(using: &random) else { return nil }
    let end = bytes[(percent + 1)...].firstIndex { !isName($0) } ?? bytes.count
    let name = String(decoding: bytes[percent + 1..<end], as: UTF8.self)
    // A field with text grown to it is a field: '%proc.exepaht' prints proc.exe.
    func beginsWithField(_ name: String) -> Bool { name.indices.contains { Self.isField(String(name[...$0])) } }
    guard Self.isField(name), let place = site.place(output.span(of: percent + 1..<end), count: name.utf8.count),
      let wrong = misspelt(name, isTaken: beginsWithField)
    else { return nil }
    return Mistake(kind, .compileOutput, file: site.file, edit: place, "«\(wrong)»")
  }

  // MARK: Items

  /// An item behind the last one of the file.
  func makeItem(_ kind: Mistake.Kind, _ site: Site) -> Mistake? {
    let end = site.bytes.count..<site.bytes.count
    // A name of its own in each file: a second definition would take the place of the first.
    let suffix = "\(site.file)"
    switch kind {
    case .unusedMacro:
      return Mistake(
        kind, .unusedMacro, file: site.file, edit: end, "\n- macro: «nobody_uses_it_\(suffix)»\n  condition: proc.name = cat\n")
    case .unusedList:
      return Mistake(
        kind, .unusedList, file: site.file, edit: end, "\n- list: «used_by_nobody_\(suffix)»\n  items: [cat]\n")
    default:
      guard site.item.kind == .rule else { return nil }
      let name = site.text(site.item.nameRange)
      return Mistake(
        kind, .validate, file: site.file, edit: end,
        "\n- rule: \(name)\n  condition: and «no_such_macro_anywhere»\n  override:\n    condition: append\n")
    }
  }
}
