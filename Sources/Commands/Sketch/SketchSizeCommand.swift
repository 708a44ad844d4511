import ArgumentParser
import Sketches

/// `rulec sketch size`: how much memory a sketch wants.
struct SketchSizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "size", abstract: "Find the memory that a sketch wants, by trying.",
    discussion: """
      Sketches of growing size count as many random keys as are said, half of them often, and are asked about keys that they never \
      counted. The first that keeps such a key from being taken for one that was counted, and common keys from being forgotten, is \
      large enough.
      """)

  @Option(help: ArgumentHelp("Different keys in a window.", valueName: "number")) var distinct: UInt64
  @Option(help: ArgumentHelp("The count that rules ask for less than.", valueName: "count")) var threshold: UInt64 = 5
  @Option(help: ArgumentHelp("How many rare keys may be missed, in percent.", valueName: "percent")) var miss = 0.1
  @Flag(help: "Of a Count-Min sketch instead of a table.") var cms = false

  /// Larger sketches are not tried.
  private static let mostMemory = 1 << 28
  private static let probes = 20_000

  func validate() throws {
    if distinct < 1 || distinct > 20_000_000 { throw ValidationError("--distinct takes a number from 1 to 20000000.") }
    if threshold < 1 { throw ValidationError("--threshold takes a number from 1 on.") }
    if !(miss > 0 && miss < 100) { throw ValidationError("--miss takes a share between 0 and 100.") }
  }

  func run() throws {
    var memory = 1 << 12
    var rows: [[String]] = []
    while memory <= Self.mostMemory {
      // Smaller ones cannot do, and would take as long to try.
      if UInt64(memory) >= distinct * 2 || memory >= 1 << 22 {
        guard let tried = try Self.attempt(self, memory) else { break }
        rows.append([grouped(UInt64(tried.bytes)), percent(tried.missed), percent(tried.forgotten)])
        if tried.missed * 100 <= miss, tried.forgotten * 100 <= miss {
          try Table(columns: ["bytes", "rare keys missed", "common keys forgotten"], rows: rows).write(as: .text, to: .standard)
          try Output.standard.write("\nmemory: \(memory >= 1 << 20 ? "\(memory >> 20)MiB" : "\(memory >> 10)KiB")\(cms ? "\nbackend: cms" : "")\n")
          return
        }
      }
      memory *= 2
    }
    throw CommandFailure(message: "no sketch of up to \(Self.mostMemory >> 20) MiB does; accept a higher --miss, or count fewer keys")
  }

  private struct Attempt {
    var bytes: Int
    var missed: Double
    var forgotten: Double
  }

  private static func attempt(_ command: SketchSizeCommand, _ memory: Int) throws(CommandFailure) -> Attempt? {
    let schema = SketchSchema(name: "size", key: [SketchSchema.KeyField("size", .event)], condition: "size")
    let shape: SketchShape
    do throws(SketchShape.Failure) {
      shape = try command.cms ? SketchShape.countMin(memory: memory, generations: 1) : SketchShape.table(memory: memory, generations: 1)
    } catch {
      return nil
    }
    var sketch = Sketch(SketchDefinition(schema, shape), key: .random())
    var random = SystemRandomNumberGenerator()
    let common = UInt32(clamping: command.threshold * 4)
    var sample: [KeyHash] = []
    for number in 0..<command.distinct {
      let key = KeyHash(rawValue: random.next())
      _ = sketch.observe(key, weight: number % 2 == 0 ? common : 1)
      if number % 2 == 0, sample.count < probes { sample.append(key) }
    }
    let missed = (0..<probes).count { _ in sketch.estimate(KeyHash(rawValue: random.next())).count >= command.threshold }
    let forgotten = sample.count { sketch.estimate($0).count < command.threshold }
    return Attempt(bytes: shape.byteCount, missed: Double(missed) / Double(probes), forgotten: Double(forgotten) / Double(max(sample.count, 1)))
  }

  private func percent(_ share: Double) -> String {
    let hundredths = Int((share * 10_000).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100) %"
  }
}
