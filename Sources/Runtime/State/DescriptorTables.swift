/// The descriptors of all processes.
package struct DescriptorTables: ~Copyable {
  private var entries: [Descriptor] = []
  private var tables: [[Int64: DescriptorIndex]] = []

  package init() {}

  package subscript(index: DescriptorIndex) -> Descriptor {
    _read { yield entries[Int(index.rawValue)] }
    _modify { yield &entries[Int(index.rawValue)] }
  }

  package func find(_ number: Int64, in table: DescriptorTableIndex) -> DescriptorIndex? {
    tables[Int(table.rawValue)][number]
  }

  package func count(in table: DescriptorTableIndex) -> Int { tables[Int(table.rawValue)].count }

  /// Calls `body` with every open descriptor of a table, in no particular order.
  package func forEach(in table: DescriptorTableIndex, _ body: (Int64, DescriptorIndex) -> Void) {
    for (number, index) in tables[Int(table.rawValue)] { body(number, index) }
  }
}
