/// The fields of one event source.
///
/// A catalogue is a value that is handed to the compiler; there is no global one. `syscall` is built in; others
/// (k8s audit, CloudTrail) can be loaded as data later.
package struct FieldCatalog: Sendable {
  /// The event source, as rules name it.
  package let source: String
  /// Indexed by `FieldID`.
  package let fields: [Field]
  private let ids: [String: FieldID]

  /// - Precondition: `fields` stand in the order of their ids, with no name twice.
  package init(source: String, fields: [Field]) {
    self.source = source
    self.fields = fields
    var ids: [String: FieldID] = [:]
    ids.reserveCapacity(fields.count)
    for (index, field) in fields.enumerated() {
      precondition(Int(field.id.rawValue) == index, "field ids are dense")
      precondition(ids.updateValue(field.id, forKey: field.name) == nil, "field named twice")
    }
    self.ids = ids
  }

  package subscript(id: FieldID) -> Field { fields[Int(id.rawValue)] }

  /// The field of exactly this name.
  package func field(named name: String) -> Field? {
    ids[name].map { fields[Int($0.rawValue)] }
  }
}
