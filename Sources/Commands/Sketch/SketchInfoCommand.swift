import ArgumentParser
import Sketches

/// `rulec sketch info`: what a file has counted, and what its counts are worth.
struct SketchInfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "info", abstract: "Show what a sketch counts, and how much it has counted.")

  @Argument(help: "Files of sketches.", completion: .file()) var files: [String]
  @OptionGroup var secret: SketchKeyOption

  func run() throws {
    for file in files {
      var sketch = try Sketch.read(file, try secret.key(beside: file))
      // Noise is measured with the secret, and not kept.
      sketch.probe()
      try Output.standard.write(Self.text(sketch, file))
    }
  }

  private static func text(_ sketch: borrowing Sketch, _ file: String) -> String {
    let (definition, shape) = (sketch.definition, sketch.definition.shape)
    var lines = [
      ("sketch", "\(definition.schema.name)   (\(file))"),
      ("counts", definition.schema.condition),
      ("key", definition.schema.key.map { $0.normalizers.isEmpty ? $0.name : "\($0.name) (\($0.normalizers.joined(separator: ", ")))" }.joined(separator: ", ")),
    ]
    if let each = definition.schema.each { lines.append(("each", each)) }
    let size = shape.backend == .table ? "table of \(grouped(UInt64(shape.width))) lines" : "count-min of \(shape.rows) rows of \(grouped(UInt64(shape.width))) counters"
    lines += [
      ("size", "\(size), \(shape.generations) generation\(shape.generations == 1 ? "" : "s"), \(grouped(UInt64(definition.byteCount))) bytes"),
      ("window", definition.window.map { duration($0) + (definition.halves ? ", then counts are halved" : "") } ?? "everything"),
      ("covers", "\(duration(sketch.age)) of events"),
      ("events", "\(grouped(sketch.total)) in the window, \(grouped(sketch.events)) ever"),
      ("different", "about \(grouped(sketch.distinct)) keys"),
      ("noise", "a key that was never counted has \(sketch.noise.median) in half of the cases, at most \(sketch.noise.percentile99) in 99 of 100"),
      ("learned", sketch.learning.isOpen ? "enough" : "not enough yet; \(sketch.learning.newKeysPerMillion / 1000) of 1000 events bring a new key"),
    ]
    let health = sketch.health
    if health.saturations + health.evictions + health.refusals > 0 {
      lines.append(("lost", "\(grouped(health.saturations)) additions to full counters, \(grouped(health.evictions)) keys forgotten for want of room, \(grouped(health.refusals)) new keys refused by the quota"))
    }
    lines.append(("secret", "fingerprint \(sketch.fingerprint)"))
    let width = lines.map(\.0.count).max() ?? 0
    return lines.map { $0.0 + String(repeating: " ", count: width - $0.0.count + 2) + $0.1 }.joined(separator: "\n") + "\n"
  }

  /// `3 d 4 h`, `12 s`.
  static func duration(_ nanoseconds: UInt64) -> String {
    var rest = nanoseconds / 1_000_000_000
    if rest == 0 { return "\(nanoseconds / 1_000_000) ms" }
    var parts: [String] = []
    for (unit, seconds) in [("d", UInt64(86400)), ("h", 3600), ("min", 60), ("s", 1)] where rest >= seconds && parts.count < 2 {
      parts.append("\(rest / seconds) \(unit)")
      rest %= seconds
    }
    return parts.joined(separator: " ")
  }
}

/// `rulec sketch verify`: whether files are whole and from whom they seem to be.
struct SketchVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check that files of sketches are whole, and written under the secret.")

  @Argument(help: "Files of sketches.", completion: .file()) var files: [String]
  @OptionGroup var secret: SketchKeyOption

  func run() throws {
    var isFine = true
    for file in files {
      do throws(CommandFailure) {
        let key = try secret.key(beside: file)
        let sketch = try Sketch.read(file, key)
        let trust = key == nil ? "whole; without the secret nobody can tell who wrote it" : "whole, and written under the secret"
        try Output.standard.write("\(file): \(trust) (sketch '\(sketch.definition.schema.name)')\n")
      } catch {
        isFine = false
        Output.message("rulec: \(error.message)")
      }
    }
    if !isFine { throw EarlyExit(status: .findings) }
  }
}
