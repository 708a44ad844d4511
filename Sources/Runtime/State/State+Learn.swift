/// Threads that nobody announced, of a source that can look them up: events were lost, or it began late.
extension State {
  /// More are forgotten: who loses so many events has other troubles.
  private static let unannouncedLimit = 256

  mutating func noteUnannounced(_ tid: Int64) {
    if unannounced.count < Self.unannouncedLimit { unannounced.append(tid) }
  }

  /// Threads that acted without having been announced, since the last call.
  package mutating func takeUnannounced() -> [Int64] {
    if unannounced.isEmpty { return [] }
    defer { unannounced.removeAll(keepingCapacity: true) }
    return unannounced
  }

  /// Whether nothing is known of a thread but perhaps its number.
  package func isUnknown(_ tid: Int64) -> Bool { threads.find(tid).map { threads[$0].isPlaceholder } ?? true }

  /// What was found out about a thread. One that is known already, from events, stays as it is.
  package mutating func learn(_ thread: StateSnapshot.Thread, _ list: StateSnapshot.DescriptorList?) {
    if let index = threads.find(thread.tid) {
      guard threads[index].isPlaceholder, threads[index].isInvalid, !threads[index].isClosed else { return }
      complete(index, record(of: thread))
    } else {
      var record = record(of: thread)
      let leader = record.flags.contains(.files) && !record.isMain ? threads.find(record.pid) : nil
      if let table = leader.flatMap({ threads[$0].descriptors }) {
        descriptors.retain(table)
        record.descriptors = table
      } else {
        record.descriptors = descriptors.makeTable()
      }
      guard let index = insertThread(record) else { return }
      threads.findRelatives(of: index)
    }
    if let list { load(list) }
  }

  /// The placeholder keeps its place and its table, which the event at hand may have written to.
  private mutating func complete(_ index: ThreadIndex, _ found: ThreadRecord) {
    var record = found
    let old = threads[index]
    record.descriptors = old.descriptors
    record.generation = old.generation
    record.lastEnterType = old.lastEnterType
    record.lastDescriptorNumber = old.lastDescriptorNumber
    record.lastEventTime = old.lastEventTime
    record.enter = old.enter
    for symbol in [old.comm, old.exe, old.exepath, old.args, old.env, old.cgroups, old.cwd, old.root, old.containerID] {
      symbols.release(symbol)
    }
    threads[index] = record
    threads.findRelatives(of: index)
  }
}
