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
  /// What is to be said of each input that could not be read. It stands in the map, empty, only for that. A command
  /// that met one ends with status 2, after everything else has been reported.
  package var unreadable: [FileID: Diagnostic] = [:]
}

/// Turns the paths of a command line into files (rule-files.md §9.2). A file that several paths lead to is read once,
/// where it comes first: read twice, what it appends would be appended twice.
package struct InputCollector {
  private var inputs = CollectedInputs()
  /// Few, as a rule: a set would cost more than it saves (docs/decisions/004).
  private var seen: [FileSystem.Identity] = []
  private var hasReadStandardInput = false

  package static func collect(_ inputs: [RuleInput]) -> CollectedInputs {
    var collector = InputCollector()
    for input in inputs { collector.collect(input) }
    return collector.inputs
  }

  private mutating func collect(_ input: RuleInput) {
    switch input {
    case .path(let path): collect(path: path)
    case .standardInput:
      guard !hasReadStandardInput else { return }
      hasReadStandardInput = true
      add("<stdin>") { () throws(FileSystem.Failure) in try FileSystem.readStandardInput() }
    case .buffer(let name, let bytes): add(name) { () throws(FileSystem.Failure) in bytes }
    }
  }

  private mutating func collect(path: String) {
    do throws(FileSystem.Failure) {
      let (kind, identity) = try FileSystem.status(of: path)
      if kind == .directory { return try collect(directory: path) }
      // A file that is named is read, whatever its extension.
      addFile(path, identity)
    } catch {
      reportUnreadable(path, error)
    }
  }

  private mutating func addFile(_ path: String, _ identity: FileSystem.Identity) {
    guard !seen.contains(identity) else { return }
    seen.append(identity)
    add(path) { () throws(FileSystem.Failure) in try FileSystem.readFile(path) }
  }

  /// A directory contributes its own rule files, in the order of their names; its folders are left alone.
  private mutating func collect(directory: String) throws(FileSystem.Failure) {
    let prefix = directory.hasSuffix("/") ? directory : directory + "/"
    let names = try FileSystem.names(in: directory).filter {
      !$0.hasPrefix(".") && ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml"))
    }
    if names.isEmpty { report(directory) { .noRuleFile(in: directory, at: $0) } }
    for name in names {
      let path = prefix + name
      do throws(FileSystem.Failure) {
        let (kind, identity) = try FileSystem.status(of: path)
        if kind == .regular { addFile(path, identity) }
      } catch {
        // A link that leads nowhere, or round in a circle: somebody meant a rule file to be here.
        reportUnreadable(path, error)
      }
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
    report(name) {
      failure.isTooLarge ? .inputTooLarge(name, at: $0) : .inputUnreadable(name, failure.reason, at: $0)
    }
  }

  private mutating func report(_ name: String, _ diagnostic: (SourceSpan) -> Diagnostic) {
    // An empty file takes one offset. Where not even that is left, the last file takes the blame.
    guard let id = inputs.map.add(name: name, bytes: []) ?? inputs.files.last else { return }
    inputs.unreadable[id] = diagnostic(SourceSpan(start: inputs.map[id].base, length: 0))
  }
}

extension Diagnostic {
  /// `cannot read 'rules.yaml': No such file or directory`
  fileprivate static func inputUnreadable(_ name: String, _ reason: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.fileRead, "cannot read '\(name)': \(reason)", at: Label(span))
  }

  /// `there is no rule file in 'rules/'`
  fileprivate static func noRuleFile(in directory: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .fileRead, "there is no rule file in '\(directory)'", at: Label(span),
      help: ["rule files end in .yaml or .yml; folders below are not searched"])
  }

  /// `'rules.yaml' is too large`
  fileprivate static func inputTooLarge(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .fileRead,
      "'\(name)' is too large: one input may have \(FileSystem.sizeLimit >> 20) MiB, all together 4 GiB",
      at: Label(span))
  }
}
