/// Users and groups of the host and of containers (state-engine.md §10), by container and number.
package struct UserTable: ~Copyable {
  package struct User: BitwiseCopyable, Sendable {
    package var gid: UInt32
    package var name: Symbol
    package var home: Symbol
    package var shell: Symbol
  }

  struct UserEntry: BitwiseCopyable {
    var uid: UInt32
    var container: Symbol
    var user: User
  }

  struct GroupEntry: BitwiseCopyable {
    var gid: UInt32
    var container: Symbol
    var name: Symbol
  }

  private var userEntries = SlotPool<UserEntry>()
  private var groupEntries = SlotPool<GroupEntry>()
  private var userPlaces = NumberMap()
  private var groupPlaces = NumberMap()

  /// Users and groups beyond this number are not kept: events may name any.
  private static let limit = 1 << 16

  package init() {}

  package var count: Int { userEntries.count + groupEntries.count }

  private static func key(_ id: UInt32, _ container: Symbol) -> Int64 {
    Int64(bitPattern: UInt64(container.rawValue) << 32 | UInt64(id))
  }

  // MARK: Users

  /// - Parameter container: `ThreadRecord.containerID`; empty for the host.
  /// - Returns: nil where no entry exists; what fields say then is theirs.
  package func user(_ uid: UInt32, container: Symbol) -> User? {
    userPlaces[Self.key(uid, container)].map { userEntries[$0].user }
  }

  /// Takes over the symbols, the container's too; releases them where the table is full.
  mutating func insert(_ uid: UInt32, _ user: User, container: Symbol, _ symbols: inout SymbolTable) {
    remove(user: uid, container: container, &symbols)
    guard userEntries.count < Self.limit else { return release(user, container, &symbols) }
    let place = userEntries.insert(UserEntry(uid: uid, container: container, user: user))
    userPlaces.set(Self.key(uid, container), place)
  }

  mutating func remove(user uid: UInt32, container: Symbol, _ symbols: inout SymbolTable) {
    let key = Self.key(uid, container)
    guard let place = userPlaces[key] else { return }
    let entry = userEntries[place]
    userPlaces.remove(key)
    userEntries.remove(place)
    release(entry.user, entry.container, &symbols)
  }

  private func release(_ user: User, _ container: Symbol, _ symbols: inout SymbolTable) {
    symbols.release(user.name)
    symbols.release(user.home)
    symbols.release(user.shell)
    symbols.release(container)
  }

  /// In order of container and number.
  func allUsers() -> [(uid: UInt32, container: Symbol, user: User)] {
    var all: [(uid: UInt32, container: Symbol, user: User)] = []
    userPlaces.forEach { all.append((userEntries[$0].uid, userEntries[$0].container, userEntries[$0].user)) }
    return all.sorted { ($0.container.rawValue, $0.uid) < ($1.container.rawValue, $1.uid) }
  }

  // MARK: Groups

  package func groupName(_ gid: UInt32, container: Symbol) -> Symbol? {
    groupPlaces[Self.key(gid, container)].map { groupEntries[$0].name }
  }

  mutating func insert(group gid: UInt32, name: Symbol, container: Symbol, _ symbols: inout SymbolTable) {
    remove(group: gid, container: container, &symbols)
    guard groupEntries.count < Self.limit else {
      symbols.release(name)
      symbols.release(container)
      return
    }
    let place = groupEntries.insert(GroupEntry(gid: gid, container: container, name: name))
    groupPlaces.set(Self.key(gid, container), place)
  }

  mutating func remove(group gid: UInt32, container: Symbol, _ symbols: inout SymbolTable) {
    let key = Self.key(gid, container)
    guard let place = groupPlaces[key] else { return }
    let entry = groupEntries[place]
    groupPlaces.remove(key)
    groupEntries.remove(place)
    symbols.release(entry.name)
    symbols.release(entry.container)
  }

  func allGroups() -> [(gid: UInt32, container: Symbol, name: Symbol)] {
    var all: [(gid: UInt32, container: Symbol, name: Symbol)] = []
    groupPlaces.forEach { all.append((groupEntries[$0].gid, groupEntries[$0].container, groupEntries[$0].name)) }
    return all.sorted { ($0.container.rawValue, $0.gid) < ($1.container.rawValue, $1.gid) }
  }

  mutating func removeAll(_ symbols: inout SymbolTable) {
    for entry in allUsers() { remove(user: entry.uid, container: entry.container, &symbols) }
    for entry in allGroups() { remove(group: entry.gid, container: entry.container, &symbols) }
  }
}
