import ArgumentParser
import Sketches

/// `rulec sketch`: what sketches have counted, in their files.
struct SketchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sketch", abstract: "Look at, add up and plan sketches.",
    subcommands: [
      SketchInfoCommand.self, SketchTopCommand.self, SketchQueryCommand.self, SketchAcceptCommand.self, SketchMergeCommand.self,
      SketchDiffCommand.self, SketchVerifyCommand.self, SketchSizeCommand.self, SketchTrainCommand.self, SketchImportCommand.self,
    ])
}

/// The secret that the keys of a file are hashed under.
struct SketchKeyOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("The file of the secret; sketch.key beside the first file without it.", valueName: "file"), completion: .file())
  var sketchKey: String?

  /// Nil where none is asked for and none lies beside the file.
  func key(beside file: String) throws(CommandFailure) -> SketchKey? {
    let path = sketchKey ?? Self.folder(of: file) + "sketch.key"
    do throws(SketchFileError) {
      return try SketchKeyFile.read(path)
    } catch {
      if sketchKey == nil, error.problem == .missing { return nil }
      throw CommandFailure(message: error.description)
    }
  }

  func requiredKey(beside file: String) throws(CommandFailure) -> SketchKey {
    guard let key = try key(beside: file) else {
      throw CommandFailure(message: "the secret of '\(file)' is needed to hash a key: give it with --sketch-key")
    }
    return key
  }

  private static func folder(of file: String) -> String {
    file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
  }
}

extension Sketch {
  /// Reads a file, or ends the command.
  static func read(_ path: String, _ key: SketchKey?) throws(CommandFailure) -> Sketch {
    do throws(SketchFileError) {
      return try SketchFile.read(path, key: key)
    } catch {
      throw CommandFailure(message: error.description)
    }
  }

  borrowing func save(to path: String) throws(CommandFailure) {
    do throws(SketchFileError) {
      try SketchFile.save(self, to: path)
    } catch {
      throw CommandFailure(message: error.description)
    }
  }

  /// A count with what it is worth: `7 (true 3 to 7 in 99 of 100 cases)`.
  borrowing func told(_ count: UInt64) -> String {
    switch definition.shape.backend {
    case .table: "\(grouped(count)) (exact but for 1 of 2 000 keys)"
    case .countMin:
      noise.percentile99 == 0
        ? "\(grouped(count)) (exact in 99 of 100 cases)"
        : "\(grouped(count)) (true \(grouped(count - min(count, noise.percentile99))) to \(grouped(count)) in 99 of 100 cases)"
    }
  }
}
