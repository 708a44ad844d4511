import Bytecode
import Diagnostics
import RuleFile
import Schema
import Sketches

/// A sketch item to an entry of the program: types of its fields, dimensions, limits.
struct SketchTyper {
  private let rule: RuleDefinition
  private let settings: SketchSettings
  private var problems: [Problem] = []

  /// Memory of one sketch beyond which a rule file is refused.
  static let byteLimit = 1 << 30
  /// Where nothing is said of dimensions.
  private static let defaultMemory: UInt64 = 1 << 20
  /// Generations of a window: what is counted now, and what was before.
  private static let windowGenerations = 2

  /// - Parameters:
  ///   - condition: what is counted, in canonical form.
  ///   - problems: what is wrong with it; then there is no entry.
  static func entry(
    of rule: RuleDefinition, _ settings: SketchSettings, _ resolved: ResolvedSketch, condition: String, _ typer: inout CheckTyper,
    problems: inout [Problem]
  ) -> SketchEntry? {
    var sketch = SketchTyper(rule: rule, settings: settings)
    defer { problems += sketch.problems }
    let key = sketch.key(resolved, &typer)
    let each = sketch.each(key, typer)
    let weight = resolved.weight.flatMap { sketch.number($0, settings.weight, &typer) }
    let owner = resolved.owner.flatMap { typer.term(of: $0, problems: &sketch.problems) }
    guard let shape = sketch.shape(), let key, sketch.problems.isEmpty else { return nil }
    let fields = zip(settings.key ?? [], key).map {
      SketchSchema.KeyField($0.string, $1.part, normalizers: $1.normalizers.map(\.rawValue))
    }
    let schema = SketchSchema(name: rule.origin.name, key: fields, each: settings.each?.string, condition: condition)
    let definition = sketch.definition(schema, shape)
    guard definition.byteCount <= byteLimit else {
      sketch.report(.sketchTooLarge(at: sketch.sizeSpan, bytes: definition.byteCount, limit: byteLimit))
      return nil
    }
    var entry = SketchEntry(
      name: typer.intern(rule.origin.name), definition: definition, key: key, nameSpan: rule.origin.nameSpan)
    entry.index = settings.index
    entry.each = each
    entry.weight = weight
    entry.owner = owner
    entry.learnsFromUnmatchedOnly = settings.learnsFromUnmatchedOnly ?? false
    entry.alertsWhileLearning = settings.alertsWhileLearning ?? false
    entry.base = settings.base.map { typer.intern($0.string) }
    return entry
  }

  private init(rule: RuleDefinition, settings: SketchSettings) {
    self.rule = rule
    self.settings = settings
  }

  private mutating func report(_ diagnostic: Diagnostic) { problems.append(Problem(diagnostic)) }

  // MARK: Fields

  /// nil where one of them is wrong.
  private mutating func key(_ resolved: ResolvedSketch, _ typer: inout CheckTyper) -> [SketchEntry.KeyField]? {
    let normalizers = normalizers()
    var key: [SketchEntry.KeyField] = []
    for (name, operand) in zip(settings.key ?? [], resolved.key) {
      guard let operand, let term = typer.term(of: operand, problems: &problems) else { continue }
      if typer.asksSketch(term) { report(.sketchAsksSketch(rule.origin.name, at: name.span)) }
      let info = typer.tables.info(term)
      let own = normalizers[name.string] ?? []
      if !own.isEmpty, info.type.family != .string, info.type != .bytebuf { report(.normalizesNumber(name)) }
      // The engine keeps what hashing the process part leaves (`State.processChanges`).
      key.append(SketchEntry.KeyField(term: term, part: info.dependency <= .ancestry ? .process : .event, normalizers: own))
    }
    return key.count == settings.key?.count ? key : nil
  }

  private mutating func normalizers() -> [String: [KeyNormalizer]] {
    var result: [String: [KeyNormalizer]] = [:]
    for entry in settings.normalizations ?? [] {
      let key = settings.key ?? []
      if !key.contains(where: { $0.string == entry.field.string }) { report(.normalizesNoKeyField(entry.field, key: key)) }
      for name in entry.normalizers {
        guard let normalizer = KeyNormalizer(rawValue: name.string) else {
          report(.unknownNormalizer(name))
          continue
        }
        result[entry.field.string, default: []].append(normalizer)
      }
    }
    return result
  }

  private mutating func each(_ key: [SketchEntry.KeyField]?, _ typer: CheckTyper) -> Int? {
    guard let each = settings.each, let names = settings.key else { return nil }
    guard let place = names.firstIndex(where: { $0.string == each.string }) else {
      report(.eachIsNoKeyField(each, key: names))
      return nil
    }
    guard let key else { return nil }
    let info = typer.tables.info(key[place].term)
    if !info.isList, info.type.family != .string, info.type != .bytebuf { report(.eachHasNoParts(each)) }
    return place
  }

  private mutating func number(_ operand: ResolvedOperandID, _ name: Scalar?, _ typer: inout CheckTyper) -> TermID? {
    guard let term = typer.term(of: operand, problems: &problems), let name else { return nil }
    let info = typer.tables.info(term)
    let isNumber = !info.isList && (info.type.family == .unsigned || info.type.family == .signed)
    if !isNumber { report(.weightIsNoNumber(name)) }
    return term
  }

  // MARK: Numbers

  private var sizeSpan: SourceSpan { settings.sizeSpan ?? rule.origin.nameSpan }

  private mutating func shape() -> SketchShape? {
    let isTable = isTable
    if isTable, settings.counterBits == 32 { report(.tableCannot("counts in 16 bits", at: rule.origin.nameSpan)) }
    let halves = settings.halves ?? false
    if halves, settings.window == nil { report(.decayWithoutWindow(at: settings.decaySpan ?? rule.origin.nameSpan)) }
    let generations = settings.window == nil || halves ? 1 : Self.windowGenerations
    let counter: SketchShape.CounterWidth = settings.counterBits == 32 ? .bits32 : .bits16
    do throws(SketchShape.Failure) {
      switch settings.size {
      case .error(let epsilon, let delta):
        if isTable { report(.tableCannot("has no error bounds", at: sizeSpan)) }
        return try SketchShape.countMin(epsilon: epsilon, delta: delta, counter: counter, generations: generations)
      case .dimensions(let rows, let columns):
        if isTable { report(.tableCannot("has no rows", at: sizeSpan)) }
        return try SketchShape.countMin(rows: Int(rows), columns: Int(columns), counter: counter, generations: generations)
      case .memory(let bytes): return try shape(memory: bytes, isTable, counter, generations)
      case nil: return try shape(memory: Self.defaultMemory, isTable, counter, generations)
      }
    } catch {
      report(.sketchShape(error.problem, at: sizeSpan))
      return nil
    }
  }

  private func shape(
    memory: UInt64, _ isTable: Bool, _ counter: SketchShape.CounterWidth, _ generations: Int
  ) throws(SketchShape.Failure) -> SketchShape {
    let bytes = Int(clamping: memory)
    if isTable { return try SketchShape.table(memory: bytes, generations: generations) }
    return try SketchShape.countMin(memory: bytes, counter: counter, generations: generations)
  }

  /// A table where nothing asks for something else: it is the better one for rarity (sketches.md §5.5).
  private var isTable: Bool {
    switch (settings.backend, settings.size) {
    case (.table, _): true
    case (.countMin, _), (nil, .error), (nil, .dimensions): false
    case (nil, .memory), (nil, nil): true
    }
  }

  private func definition(_ schema: SketchSchema, _ shape: SketchShape) -> SketchDefinition {
    var definition = SketchDefinition(schema, shape)
    definition.window = settings.window
    definition.halves = settings.halves ?? false
    if let learning = settings.learning {
      definition.learning = LearningGate.Limits(
        duration: learning.duration, events: learning.events, newKeysPerMillion: learning.newKeysPerMillion)
    }
    definition.countOncePer = settings.countOncePer
    definition.quota = settings.quota.map { NewKeyQuota(newKeys: $0.newKeys, period: $0.period) }
    if let top = settings.top { definition.topCapacity = Int(min(top, 65_536)) }
    if let rare = settings.tags?.rarePerMille { definition.tags.rarePerMille = rare }
    if let common = settings.tags?.common { definition.tags.common = common }
    return definition
  }
}

extension CheckTyper {
  /// Whether the value of a term comes from a sketch.
  func asksSketch(_ term: TermID) -> Bool {
    switch tables[term] {
    case .field(let field, _): catalog[field].argument.isSketch
    case .call(_, let arguments, _), .list(let arguments): tables.program.termLists[arguments.range].contains { asksSketch($0) }
    case .constant: false
    }
  }
}

extension FieldArgument {
  /// Whether the field asks a sketch.
  var isSketch: Bool { self == .requiredSketch || self == .optionalSketchIndex || self == .requiredSketchNumber }
}
