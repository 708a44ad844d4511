/// Why the pattern of a lineage or of an ancestor is refused, and where. The offset counts bytes of the pattern.
package struct PatternSyntaxError: Error, Equatable, Sendable {
  package let offset: Int
  /// What is wrong, as a phrase that stands alone.
  package let message: String
  /// A way out.
  package let help: String

  init(_ message: String, at offset: Int, help: String) {
    self.message = message
    self.offset = offset
    self.help = help
  }
}
