/// Parameters of type DYN begin with a byte that says which type the rest has; these tables say what the byte means.
/// Source: reference/events.json, `dynamic_param_tables`.
package enum DynamicTables {
  /// A type that a dynamic parameter may take.
  package struct Variant: Sendable, Hashable {
    package let type: ValueType
    package let format: ParameterFormat
  }

  package static let names = [
    "bpf_dynamic_param", "keyctl_dynamic_param", "ptrace_dynamic_param", "sockopt_dynamic_param",
  ]

  /// The types of the table's bytes, from 0 up; nil for an unknown table.
  package static func variants(of table: String) -> [Variant]? {
    switch table {
    case "bpf_dynamic_param": [Variant(type: .fd, format: .decimal), Variant(type: .errno, format: .decimal)]
    case "keyctl_dynamic_param": [Variant(type: .int64, format: .decimal), Variant(type: .charbuf, format: .na)]
    case "ptrace_dynamic_param": [Variant(type: .uint64, format: .hex), Variant(type: .sigtype, format: .decimal)]
    case "sockopt_dynamic_param":
      [
        Variant(type: .bytebuf, format: .hex), Variant(type: .errno, format: .decimal),
        Variant(type: .uint32, format: .decimal), Variant(type: .uint64, format: .decimal),
        Variant(type: .reltime, format: .decimal),
      ]
    default: nil
    }
  }
}
