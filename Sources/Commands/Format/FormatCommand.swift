import ArgumentParser
import Diagnostics
import Formatter
import RuleFile

/// `rulec fmt`: rule files in one layout.
struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt", abstract: "Lay out rule files in one way, with their comments and their meaning.",
    discussion: """
      Lines have 100 columns; conditions are broken at 'and' and 'or'. Names, keys, values and their order stay. Of an item that cannot \
      be laid out without a doubt (anchors, tags) everything stays. Files are written anew only where something changes.
      """)

  @Flag(help: "Write nothing; exit with 1 where a file would change.")
  var check = false

  @Flag(help: "Write nothing; show what would change.")
  var diff = false

  @Argument(
    help: ArgumentHelp("Files, directories of .yaml and .yml files, or - for standard input, which goes to standard output.", valueName: "path"),
    completion: .file(extensions: ["yaml", "yml"]))
  var paths: [String]

  func run() throws {
    let inputs = InputCollector.collect(paths.map { RuleInput(argument: $0) })
    var status = ExitStatus.success
    for (_, problem) in inputs.unreadable.sorted(by: { $0.value.primary.span.start < $1.value.primary.span.start }) {
      Output.message("rulec: \(problem.message)")
      status = .failure
    }
    var (changed, same) = (0, 0)
    for id in inputs.files {
      let file = inputs.map[id]
      switch RuleFileFormatter.format(file, id: id) {
      case .refused(let reason):
        Output.message("rulec: '\(file.name)' is left as it is: \(reason)")
        status = .failure
      case .formatted(let bytes, let kept):
        for line in kept {
          Output.message("\(file.name):\(line): this item stays as it is: it has anchors, aliases, tags, or text that depends on its layout")
        }
        if bytes == file.bytes { same += 1 } else { changed += 1 }
        try publish(bytes, of: file)
      }
    }
    if !paths.contains("-") || check { Output.message(summary(changed, same)) }
    if status == .success, check, changed > 0 { status = .findings }
    guard status == .success else { throw EarlyExit(status: status) }
  }

  private func publish(_ bytes: [UInt8], of file: SourceFile) throws(CommandFailure) {
    let isInput = file.name == "<stdin>"
    if diff {
      try Output.standard.write(UnifiedDiff.text(from: file.bytes, to: bytes, name: file.name))
    } else if check {
      if bytes != file.bytes { Output.message("would change \(file.name)") }
    } else if isInput {
      try Output.standard.write(bytes)
    } else if bytes != file.bytes {
      try Output.file(file.name).write(bytes)
    }
  }

  private func summary(_ changed: Int, _ same: Int) -> String {
    let verb = check || diff ? "would change" : "changed"
    return "\(changed) file\(changed == 1 ? "" : "s") \(verb), \(same) left as \(same == 1 ? "it is" : "they are")"
  }
}
