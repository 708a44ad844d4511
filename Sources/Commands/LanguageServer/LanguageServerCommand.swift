import ArgumentParser
import SystemPackage

/// `rulec lsp`: a language server for editors.
struct LanguageServerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lsp", abstract: "Serve an editor that speaks the language server protocol.",
    discussion: """
      Speaks on standard input and output. Diagnostics are those of 'rulec check' on the folder of a file, open files as they are in the \
      editor. Besides: completion, hover, definition, references, rename, formatting, fixes, and the event types of rules beside their names.
      """)

  @Flag(help: "For editors that ask for it; there is no other way to be spoken to.")
  var stdio = false

  func run() throws {
    var server = LanguageServer(MessageStream(input: .standardInput, output: .standardOutput))
    guard server.run() else { throw EarlyExit(status: .findings) }
  }
}
