/// All threads, by number, with their groups and families.
///
/// Records stand in one array; a freed place serves the next thread. Group members and children are lists through the
/// records, so that nothing is allocated for them and a list is walked or left in a few steps.
package struct ThreadTable: ~Copyable {
  private let place = InPlace()
  var records: SlotPool<ThreadRecord>
  var groups: SlotPool<ThreadGroup>
  private var indices: NumberMap
  /// pid → group.
  var groupIndices = NumberMap()
  /// Nine of ten events come from the thread of the event before.
  private var lastID: Int64 = -1
  private var lastIndex = ThreadIndex(rawValue: 0)
  var exits = RecentExits()

  /// Threads beyond this number are not kept.
  var limit: Int
  /// Kept beyond the limit: our own process, 0 for none.
  var ownPID: Int64
  package private(set) var dropped: UInt64 = 0

  package init(limit: Int = 262_144, ownPID: Int64 = 0) {
    self.limit = limit
    self.ownPID = ownPID
    records = SlotPool(minimumCapacity: 512)
    groups = SlotPool(minimumCapacity: 256)
    indices = NumberMap(minimumCapacity: 1024)
  }

  package var count: Int { records.count }
  var byteCount: Int { records.byteCount + groups.byteCount + indices.byteCount + groupIndices.byteCount }

  package func find(_ tid: Int64) -> ThreadIndex? {
    guard tid >= 0 else { return nil }
    if tid == lastID { return lastIndex }
    guard let index = indices[tid] else { return nil }
    return ThreadIndex(rawValue: index)
  }

  /// The same, for the thread of an event: remembered for the next.
  ///
  /// - Precondition: `tid` is not negative.
  mutating func findCurrent(_ tid: Int64) -> ThreadIndex? {
    if tid == lastID { return lastIndex }
    guard let index = indices[tid] else { return nil }
    lastID = tid
    lastIndex = ThreadIndex(rawValue: index)
    return lastIndex
  }

  /// One field of a record is read or written in place (see `Pool`).
  package subscript(index: ThreadIndex) -> ThreadRecord {
    @inline(__always) unsafeAddress { unsafe records.address(of: index.rawValue) }
    @inline(__always) unsafeMutableAddress { unsafe records.mutableAddress(of: index.rawValue) }
  }

  // MARK: Places

  /// Nil when the table is full; counted.
  mutating func insert(_ record: ThreadRecord) -> ThreadIndex? {
    if records.count >= limit && (record.pid != ownPID || ownPID == 0) {
      dropped &+= 1
      return nil
    }
    let index = ThreadIndex(rawValue: records.insert(record))
    nextGeneration &+= 1
    self[index].generation = nextGeneration
    self[index].knownIn = record.isPlaceholder ? 0 : period
    indices.set(record.tid, index.rawValue)
    return index
  }

  private var nextGeneration: UInt32 = 0
  /// Goes up when events were lost (`State.doubtAll`).
  var period: UInt32 = 1

  /// Frees the place; what the record held has been released.
  mutating func free(_ index: ThreadIndex) {
    leaveGroup(index)
    leaveParent(index)
    while let child = self[index].firstChild {
      leaveParent(child)
      self[child].ptid = 0
    }
    indices.remove(self[index].tid)
    if self[index].tid == lastID { lastID = -1 }
    records.remove(index.rawValue)
  }

  /// Every thread, by number. Makes an array: for snapshots, not for events.
  package func all() -> [ThreadIndex] {
    var all: [ThreadIndex] = []
    all.reserveCapacity(count)
    indices.forEach { all.append(ThreadIndex(rawValue: $0)) }
    all.sort { self[$0].tid < self[$1].tid }
    return all
  }

  // MARK: Groups

  /// The record whose process-wide values count: the group leader's, the thread itself where there is no leader.
  package func main(of index: ThreadIndex) -> ThreadIndex { self[index].main ?? index }

  /// Threads of the group that are alive (`proc.nthreads`); 0 for a thread without a group.
  package func liveThreads(inGroupOf index: ThreadIndex) -> Int {
    guard let group = self[index].group else { return 0 }
    return Int(groups[group.rawValue].liveThreads)
  }
}

/// The threads that share a pid.
struct ThreadGroup: BitwiseCopyable {
  var pid: Int64
  var leader: ThreadIndex? = nil
  var first: ThreadIndex? = nil
  var liveThreads: UInt32 = 0
  /// Takes the children of those that exit below it (state-engine.md §3.6).
  var isReaper: Bool
}

/// The last exits, to tell a child that ended before its parent's clone returned from one that is still to come
/// (state-engine.md §1.4, §3.2).
struct RecentExits: ~Copyable {
  struct Exit: BitwiseCopyable {
    var tid: Int64
    var ptid: Int64
    var time: UInt64
    /// One more than the place of the exit before with the same home in `latest`; 0 for none.
    var previous: UInt32
  }

  private static let capacity = 8192

  private var ring: Pool<Exit>
  private var next = 0
  /// By the low bits of tid: one more than the place of the last exit.
  private var latest: Pool<UInt32>

  init() {
    ring = Pool(minimumCapacity: Self.capacity)
    ring.append(repeating: Exit(tid: -1, ptid: -1, time: 0, previous: 0), count: Self.capacity)
    latest = Pool(minimumCapacity: Self.capacity)
    latest.append(repeating: 0, count: Self.capacity)
  }

  private static func home(_ tid: Int64) -> Int { Int(truncatingIfNeeded: tid) & (capacity - 1) }

  mutating func append(tid: Int64, ptid: Int64, time: UInt64) {
    let home = Self.home(tid)
    ring[next] = Exit(tid: tid, ptid: ptid, time: time, previous: latest[home])
    latest[home] = UInt32(next + 1)
    next = (next + 1) & (Self.capacity - 1)
  }

  /// Whether a child of `ptid` with this number exited less than `age` nanoseconds before `time`.
  func contains(tid: Int64, ptid: Int64, since age: UInt64, before time: UInt64) -> Bool {
    let home = Self.home(tid)
    var place = latest[home]
    // A chain may run into places that were used again; those have another home. It never turns in circles, because
    // each step has to go back in age.
    var steps = 0
    while place != 0 && steps < Self.capacity {
      let exit = ring[Int(place) - 1]
      if Self.home(exit.tid) != home || exit.tid < 0 { return false }
      if exit.tid == tid && exit.ptid == ptid { return time &- exit.time < age }
      place = exit.previous
      steps += 1
    }
    return false
  }
}
