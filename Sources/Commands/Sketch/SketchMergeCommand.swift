import ArgumentParser
import Sketches

/// `rulec sketch merge`: the sketches of many hosts in one.
struct SketchMergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Add up what several hosts have counted.",
    discussion: """
      All files must be of the same sketch, of the same size, and under the same secret. 'sum' adds counts; 'prevalence' counts on \
      how many hosts a key was seen.
      """)

  enum Way: String, ExpressibleByArgument, CaseIterable { case sum, prevalence }

  @Argument(help: "Files of one sketch.", completion: .file()) var files: [String]
  @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file"), completion: .file()) var output: String
  @Option(help: "How: \(Way.allCases.map(\.rawValue).joined(separator: ", ")).") var way = Way.sum
  @Option(help: ArgumentHelp("With 'prevalence': how often a host must have counted a key.", valueName: "count")) var atLeast: UInt64 = 1
  @OptionGroup var secret: SketchKeyOption

  func run() throws {
    let key = try secret.requiredKey(beside: files[0])
    let first = try Sketch.read(files[0], key)
    var sum = Sketch(first.definition, key: key)
    for file in files {
      let sketch = try Sketch.read(file, key)
      do throws(SketchMismatch) {
        if way == .sum { try sum.add(sketch) } else { try sum.addPrevalence(of: sketch, atLeast: atLeast) }
      } catch {
        throw CommandFailure(message: "'\(file)' cannot be added to '\(files[0])': \(error.description)")
      }
    }
    try sum.save(to: output)
    try Output.standard.write("\(files.count) files in '\(output)': \(grouped(sum.total)) events, about \(grouped(sum.distinct)) keys\n")
  }

  func validate() throws {
    if files.count < 2 { throw ValidationError("'merge' takes two files or more.") }
  }
}

/// `rulec sketch diff`: what two files of a sketch have not in common.
struct SketchDiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compare two files of a sketch.", discussion: "Ends with 1 if they do not count the same thing.")

  @Argument(help: "A file of a sketch.", completion: .file()) var first: String
  @Argument(help: "Another one.", completion: .file()) var second: String
  @OptionGroup var secret: SketchKeyOption

  func run() throws {
    let key = try secret.key(beside: first)
    let here = try Sketch.read(first, key)
    let there = try Sketch.read(second, key)
    let differences = here.definition.schema.differences(from: there.definition.schema)
    if !differences.isEmpty {
      try Output.standard.write("they do not count the same:\n" + differences.map { "  \($0)\n" }.joined())
      throw EarlyExit(status: .findings)
    }
    var rows = [
      ["events", grouped(here.total), grouped(there.total)], ["different keys", grouped(here.distinct), grouped(there.distinct)],
      ["events ever", grouped(here.events), grouped(there.events)],
    ]
    let (left, right) = (here.topKeys, there.topKeys)
    for key in left where !right.contains(where: { $0.key == key.key }) { rows.append(Self.row(key, grouped(key.count), "–")) }
    for key in right where !left.contains(where: { $0.key == key.key }) { rows.append(Self.row(key, "–", grouped(key.count))) }
    for key in left {
      if let other = right.first(where: { $0.key == key.key }), other.count != key.count {
        rows.append(Self.row(key, grouped(key.count), grouped(other.count)))
      }
    }
    try Table(columns: ["", first, second], rows: rows).write(as: .text, to: .standard)
  }

  private static func row(_ key: TopKey, _ here: String, _ there: String) -> [String] {
    [String(decoding: key.text, as: UTF8.self), here, there]
  }
}
