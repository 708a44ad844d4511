/// All threads, by number.
package struct ThreadTable: ~Copyable {
  private var records: [ThreadRecord] = []
  private var indices: [Int64: ThreadIndex] = [:]

  package init() {}

  package var count: Int { indices.count }

  package func find(_ tid: Int64) -> ThreadIndex? { indices[tid] }

  package subscript(index: ThreadIndex) -> ThreadRecord {
    _read { yield records[Int(index.rawValue)] }
    _modify { yield &records[Int(index.rawValue)] }
  }

  // MARK: Relatives (state-engine.md §8.1, §8.2)

  /// The record whose process-wide values count: the group leader's, the thread itself where there is no leader.
  package func main(of index: ThreadIndex) -> ThreadIndex { self[index].main ?? index }

  /// One level up: the main thread of whatever the main thread's `ptid` names; nil where that is unknown.
  package func parent(of index: ThreadIndex) -> ThreadIndex? {
    guard let parent = find(self[main(of: index)].ptid) else { return nil }
    return main(of: parent)
  }

  /// `level` times up; 0 is the main thread of the thread itself. Nil where a level is missing.
  package func ancestor(_ level: UInt64, of index: ThreadIndex) -> ThreadIndex? {
    var current = main(of: index)
    for _ in 0..<level {
      guard let next = parent(of: current) else { return nil }
      current = next
    }
    return current
  }

  /// Threads of the group that are alive (`proc.nthreads`).
  package func liveThreads(inGroupOf index: ThreadIndex) -> Int {
    let pid = self[index].pid
    return indices.values.count { self[$0].pid == pid && !self[$0].flags.contains(.closed) }
  }
}
