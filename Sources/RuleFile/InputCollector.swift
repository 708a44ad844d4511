package import Diagnostics

/// Something that rules are read from.
package enum RuleInput: Sendable {
  /// A file, or a directory of `.yaml` and `.yml` files.
  case path(String)
  case standardInput
  /// Text from memory: an editor's buffer, a test.
  case buffer(name: String, bytes: [UInt8])

  /// A path as given on a command line, where `-` is standard input.
  package init(argument: String) {
    self = argument == "-" ? .standardInput : .path(argument)
  }
}

/// The inputs of a command, read into one `SourceMap` in the order given.
package struct CollectedInputs: Sendable {
  package var map = SourceMap()
  /// The files that could be read, in order.
  package var files: [FileID] = []
  /// One for each input that could not be read. It points at the beginning of an empty file of that name, which is
  /// in the map only for that.
  package var diagnostics: [Diagnostic] = []
  /// A command that met one ends with status 2, after everything else has been reported.
  package var hasUnreadableInput: Bool { !diagnostics.isEmpty }
}

/// Turns the paths of a command line into files (rule-files.md §9.2).
package struct InputCollector {
  private var inputs = CollectedInputs()

  package static func collect(_ inputs: [RuleInput]) -> CollectedInputs {
    var collector = InputCollector()
    for input in inputs { collector.collect(input) }
    return collector.inputs
  }

  private mutating func collect(_ input: RuleInput) {
    switch input {
    case .path(let path): collect(path: path)
    case .standardInput: add("<stdin>") { () throws(FileSystem.Failure) in try FileSystem.readStandardInput() }
    case .buffer(let name, let bytes): add(name) { () throws(FileSystem.Failure) in bytes }
    }
  }

  private mutating func collect(path: String) {
    do throws(FileSystem.Failure) {
      if try FileSystem.kind(of: path) == .directory { return try collect(directory: path) }
    } catch {
      return reportUnreadable(path, error)
    }
    // A file that is named is read, whatever its extension.
    add(path) { () throws(FileSystem.Failure) in try FileSystem.readFile(path) }
  }

  /// A directory contributes its own rule files, in the order of their names; its folders are left alone.
  private mutating func collect(directory: String) throws(FileSystem.Failure) {
    let prefix = directory.hasSuffix("/") ? directory : directory + "/"
    for name in try FileSystem.names(in: directory) {
      guard !name.hasPrefix("."), name.hasSuffix(".yaml") || name.hasSuffix(".yml") else { continue }
      let path = prefix + name
      do throws(FileSystem.Failure) {
        guard try FileSystem.kind(of: path) == .regular else { continue }
      } catch {
        // A link that leads nowhere, or round in a circle: somebody meant a rule file to be here.
        reportUnreadable(path, error)
        continue
      }
      add(path) { () throws(FileSystem.Failure) in try FileSystem.readFile(path) }
    }
  }

  private mutating func add(_ name: String, read: () throws(FileSystem.Failure) -> [UInt8]) {
    do throws(FileSystem.Failure) {
      let bytes = try read()
      guard bytes.count <= FileSystem.sizeLimit, let id = inputs.map.add(name: name, bytes: bytes) else {
        throw FileSystem.Failure.tooLarge
      }
      inputs.files.append(id)
    } catch {
      reportUnreadable(name, error)
    }
  }

  private mutating func reportUnreadable(_ name: String, _ failure: FileSystem.Failure) {
    // An empty file takes one offset; where not even that is left, the diagnostic stands at the end of the space.
    let id = inputs.map.add(name: name, bytes: [])
    let span = id.map { inputs.map[$0].span } ?? SourceSpan(start: .max - 1, length: 0)
    inputs.diagnostics.append(
      failure.isTooLarge ? .inputTooLarge(name, at: span) : .inputUnreadable(name, failure.reason, at: span))
  }
}

extension Diagnostic {
  /// `cannot read 'rules.yaml': No such file or directory`
  fileprivate static func inputUnreadable(_ name: String, _ reason: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.fileRead, "cannot read '\(name)': \(reason)", at: Label(span))
  }

  /// `'rules.yaml' is too large`
  fileprivate static func inputTooLarge(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .limit,
      "'\(name)' is too large: one input may have \(FileSystem.sizeLimit >> 20) MiB, all together 4 GiB",
      at: Label(span))
  }
}
