package import Diagnostics
package import Schema
package struct OutputProblem: Sendable { package var diagnostic: Diagnostic; package var isUnknownField: Bool }
package enum OutputParser { package static func parse(_ t: EmbeddedText, catalog: FieldCatalog) -> OutputTemplate { OutputTemplate(text: t) } }
extension OutputTemplate { package var problems: [OutputProblem] { [] } }
