import ArgumentParser
import Schema
import Sketches

/// `rulec sketch query`: how often one key was counted.
struct SketchQueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query", abstract: "Ask how often a key was counted.",
    discussion: "A field of the key that is not given has no value, as container.id on a host without containers.")

  @Argument(help: "The file of a sketch.", completion: .file()) var file: String
  @Argument(help: ArgumentHelp("Fields of the key.", valueName: "field=value")) var fields: [String]
  @OptionGroup var secret: SketchKeyOption

  func run() throws {
    let key = try secret.requiredKey(beside: file)
    var sketch = try Sketch.read(file, key)
    sketch.probe()
    let hash = try SketchKeyText(fields).hash(for: sketch.definition.schema, key)
    let observation = sketch.estimate(hash)
    try Output.standard.write(
      "count \(sketch.told(observation.count)); \(sketch.percentile(observation)) of 1000 events had a key as rare; \(sketch.tag(observation).name)\n")
  }
}

/// `rulec sketch accept`: a key is normal from now on.
struct SketchAcceptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept", abstract: "Count a key as normal behaviour.",
    discussion: "The key is counted as often as 'tags: common' demands. Nothing may run on the file meanwhile.")

  @Argument(help: "The file of a sketch.", completion: .file()) var file: String
  @Argument(help: ArgumentHelp("Fields of the key.", valueName: "field=value")) var fields: [String]
  @OptionGroup var secret: SketchKeyOption

  func run() throws {
    let key = try secret.requiredKey(beside: file)
    var sketch = try Sketch.read(file, key)
    let hash = try SketchKeyText(fields).hash(for: sketch.definition.schema, key)
    let before = sketch.estimate(hash).count
    let wanted = sketch.definition.tags.common
    if before < wanted {
      _ = sketch.observe(hash, weight: UInt32(clamping: wanted - before))
      try sketch.save(to: file)
    }
    try Output.standard.write("count \(grouped(before)), now \(grouped(sketch.estimate(hash).count))\n")
  }
}

/// A key as it is written on the command line.
struct SketchKeyText {
  private var values: [String: String] = [:]

  init(_ fields: [String]) throws(CommandFailure) {
    for field in fields {
      // An argument in brackets may hold an equals sign.
      let start = field.lastIndex(of: "]") ?? field.startIndex
      guard let sign = field[start...].firstIndex(of: "=") else {
        throw CommandFailure(message: "'\(field)' is no field with a value; write it as proc.name=nginx")
      }
      values[String(field[..<sign])] = String(field[field.index(after: sign)...])
    }
  }

  func hash(for schema: SketchSchema, _ key: SketchKey) throws(CommandFailure) -> KeyHash {
    let names = schema.key.map(\.name)
    if let unknown = values.keys.sorted().first(where: { !names.contains($0) }) {
      throw CommandFailure(message: "'\(unknown)' is no field of the key, which has \(names.joined(separator: ", "))")
    }
    let hasher = KeyHasher(key, schema)
    var state = hasher.start
    for index in schema.hashedOrder {
      let field = schema.key[index]
      if let value = values[field.name] { try Self.add(value, of: field, to: &state, hasher) } else { hasher.addAbsence(to: &state) }
    }
    return state.key()
  }

  /// As `TermReader` hashes what the field gives.
  private static func add(
    _ value: String, of field: SketchSchema.KeyField, to state: inout KeyState, _ hasher: borrowing KeyHasher
  ) throws(CommandFailure) {
    let name = Array(field.name.prefix { $0 != "[" }.utf8)
    switch FieldCatalog.syscall.resolve(name[...])?.field.type.family {
    case .unsigned, .port:
      guard let number = UInt64(value) else { throw CommandFailure(message: "'\(field.name)' is a number, and '\(value)' is none") }
      hasher.add(number, to: &state)
    case .signed:
      guard let number = Int64(value) else { throw CommandFailure(message: "'\(field.name)' is a number, and '\(value)' is none") }
      hasher.add(number, to: &state)
    case .bool: hasher.add(UInt64(value == "true" ? 1 : 0), to: &state)
    default:
      var text = Array(value.utf8)
      for normalizer in field.normalizers.compactMap(KeyNormalizer.init) {
        var result: [UInt8] = []
        normalizer.append(text.span, to: &result)
        text = result
      }
      hasher.add(text.span, to: &state)
    }
  }
}
