import ArgumentParser
import Bytecode
import SystemPackage
import Sketches

/// Where sketches are kept.
struct SketchOptionGroup: ParsableArguments {
  @Option(
    help: ArgumentHelp("Keep what sketches count in files of this directory, from run to run.", valueName: "directory"),
    completion: .directory)
  var stateDir: String?

  @Option(
    help: ArgumentHelp("The file of the secret under which sketches hash; sketch.key of the state directory without it.", valueName: "file"),
    completion: .file())
  var sketchKey: String?

  /// The secret: that of the file, which is made if it is not there; a new one where nothing is kept.
  func key() throws(CommandFailure) -> SketchKey {
    guard let path = sketchKey ?? stateDir.map({ "\($0)/sketch.key" }) else { return .random() }
    do throws(SketchFileError) {
      let (key, isNew) = try SketchKeyFile.readOrCreate(path)
      if isNew { Output.message("rulec: a new secret for sketches lies in '\(path)'; hosts whose files are merged share one") }
      return key
    } catch {
      throw CommandFailure(message: error.description)
    }
  }

  func keeper(_ program: Program, _ key: SketchKey) throws(CommandFailure) -> SketchKeeper {
    try SketchKeeper(program, key: key, directory: stateDir)
  }
}
