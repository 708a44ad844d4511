/// Users and groups of the host and of containers (state-engine.md §10), by container and number.
package struct UserTable: ~Copyable {
  package init() {}

  package struct User: BitwiseCopyable, Sendable {
    package var gid: UInt32
    package var name: Symbol
    package var home: Symbol
    package var shell: Symbol
  }

  /// - Parameter container: `ThreadRecord.containerID`; empty for the host.
  /// - Returns: nil where no entry exists; what fields say then is theirs.
  package func user(_ uid: UInt32, container: Symbol) -> User? { nil }

  package func groupName(_ gid: UInt32, container: Symbol) -> Symbol? { nil }
}
