package import Schema

// Compiler: a merged rule set to one verified program per event source.
//
//   RuleSet ─parse─▶ trees ─resolve─▶ ResolvedConditions ─check─▶ terms and checks ─lower─▶ IR ─fold─▶ IR ─emit─▶ Program
//
// In: items whose texts know their places. Out: programs, and every mistake at the place where the author made it.
// Not here: YAML (RuleFile), syntax (Parser), how fields are read and code is run (Runtime).

/// What the rules are compiled against: everything that is not in the rule files.
package struct CompilerEnvironment: Sendable {
  /// The fields of each event source, by the source's name. Rules of other sources are set aside with a warning.
  package var catalogs: [String: FieldCatalog]
  package var events: EventTable

  package init(catalogs: [String: FieldCatalog], events: EventTable) {
    self.catalogs = catalogs
    self.events = events
  }

  /// System calls with the built-in fields, as Falco 0.44 with its container plugin, and our extensions.
  package static let standard = CompilerEnvironment(catalogs: ["syscall": .syscall], events: .syscall)

  /// The same without our extensions: for the incumbent's own verdict.
  package static let falco = CompilerEnvironment(catalogs: ["syscall": .syscallWithoutExtensions], events: .syscall)
}
