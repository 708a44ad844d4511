import Bytecode

/// Names of one kind of item to ids, looked up by bytes without making a string.
struct NameTable<ID: RawRepresentable & Sendable>: Sendable where ID.RawValue == UInt32 {
  /// The n-th string is the name of the item with id n, since each name is added once and in order.
  private var names = StringPool()

  init(_ names: some Sequence<String>) {
    for name in names { _ = self.names.intern(name) }
  }

  subscript(name: ArraySlice<UInt8>) -> ID? {
    names.find(name).flatMap { ID(rawValue: $0.rawValue) }
  }
}
