import Diagnostics

extension Diagnostic {
  ///     error[LOAD_ERR_FILE_READ]: cannot read this file: Permission denied
  ///      --> rules/secret.yaml
  static func unreadableFile(_ reason: String, at file: SourceSpan) -> Diagnostic {
    Diagnostic(.fileRead, "cannot read this file: \(reason)", at: Label(file))
  }

  ///     error[LOAD_ERR_FILE_READ]: no rule file in this directory
  ///      --> rules/
  ///       = help: rule files end in .yaml or .yml; directories below are not searched
  static func directoryWithoutRuleFiles(at directory: SourceSpan) -> Diagnostic {
    Diagnostic(
      .fileRead, "no rule file in this directory", at: Label(directory),
      help: ["rule files end in .yaml or .yml; directories below are not searched"])
  }
}
