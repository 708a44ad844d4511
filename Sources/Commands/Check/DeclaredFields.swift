import Compiler
import Schema

/// Fields that a configuration adds to those that are built in. Rules are checked against them; no source gives them values, so where
/// rules run, they are as unknown as those of any plugin that is not there.
struct DeclaredFields {
  private var sets: [(source: String, fields: [FieldDeclaration])] = []

  mutating func add(_ fields: [FieldDeclaration], of source: String) { sets.append((source, fields)) }

  /// - Throws: where there are too many of them.
  func added(to base: CompilerEnvironment) throws(RowError) -> CompilerEnvironment {
    var environment = base
    for (source, fields) in sets {
      environment.catalogs[source] = try (environment.catalogs[source] ?? FieldCatalog(ofPlugin: source)).adding(fields)
    }
    return environment
  }
}
