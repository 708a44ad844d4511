import ArgumentParser
import SystemPackage

// Commands: the command line. In: arguments, files, standard input. Out: reports and listings, and one of three exit
// codes. One file for each subcommand. Not here: anything that another front end (an editor, a service) would need too;
// that belongs to the targets below.

/// `rulec`: only a name for its subcommands.
struct RulecCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rulec",
    abstract: "Compiles, checks and runs Falco-style detection rules.",
    discussion: """
      Exit codes, the same for every command and format: 0 fine; 1 findings at or above the fail level; 2 wrong usage, \
      input that cannot be read, or a failure of rulec itself.
      """,
    version: "rulec \(ToolVersion.current)",
    subcommands: subcommands)

  private static var subcommands: [any ParsableCommand.Type] {
    #if LiveSource
      let live: [any ParsableCommand.Type] = [RecordCommand.self]
    #else
      let live: [any ParsableCommand.Type] = []
    #endif
    return [CheckCommand.self, RunCommand.self] + live
      + [
        ProfileCommand.self, ExplainCommand.self, TestCommand.self, FieldsCommand.self, FormatCommand.self, DiffCommand.self, SliceCommand.self, DumpCommand.self,
        ListCommand.self, SketchCommand.self,
      ]
  }
}

package enum ToolVersion {
  package static let current = "0.1.0"
}

/// The exit codes. They are API: the same for every command and every format.
enum ExitStatus: Int32 {
  case success = 0
  /// Findings at or above the fail level, failed tests.
  case findings = 1
  /// Wrong usage, input that cannot be read, missing privilege, a failure of our own.
  case failure = 2
}

/// Ends a command with a status that is no success. Everything there is to say has been said.
struct EarlyExit: Error {
  let status: ExitStatus
}

/// What a command cannot do as it was called or on this machine: options that do not go together, a file that cannot be
/// written, too much input.
package struct CommandFailure: Error {
  let message: String
}

package enum CommandLineTool {
  /// Runs the process's own arguments.
  /// - Returns: the exit code of the process.
  package static func main() -> Int32 {
    run(Array(CommandLine.arguments.dropFirst())).rawValue
  }

  private static func run(_ arguments: [String]) -> ExitStatus {
    do {
      if try CheckCommand.runWithoutOptions(arguments) { return .success }
      var command = try RulecCommand.parseAsRoot(arguments)
      try command.run()
      return .success
    } catch let exit as EarlyExit {
      return exit.status
    } catch let failure as CommandFailure {
      Output.message("rulec: \(failure.message)")
      return .failure
    } catch {
      return finish(parserError: error)
    }
  }

  /// The argument parser throws for help and version too. Its own code for wrong usage would be 64.
  private static func finish(parserError error: any Error) -> ExitStatus {
    let message = RulecCommand.fullMessage(for: error)
    guard RulecCommand.exitCode(for: error).isSuccess else {
      Output.message(message)
      return .failure
    }
    do {
      try Output.standard.write(message + "\n")
      return .success
    } catch {
      return .failure
    }
  }
}
