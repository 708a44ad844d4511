extension ThreadTable {
  // MARK: Groups

  /// Makes a thread member of the group of its pid, and finds its parent (state-engine.md §3.4). Nothing for one that
  /// is invalid or has its relatives.
  mutating func findRelatives(of index: ThreadIndex) {
    if self[index].isInvalid || self[index].group != nil { return }
    joinGroup(index)
    if self[index].pid == 1 { return }
    if let parent = find(self[index].ptid), !self[parent].isInvalid, parent != index {
      adopt(index, by: parent)
    } else {
      self[index].ptid = 0
    }
  }

  private mutating func joinGroup(_ index: ThreadIndex) {
    let pid = self[index].pid
    let isInit = pid == 1 || self[index].vpid == 1
    let group: GroupIndex
    if let found = groupIndices[pid] {
      group = GroupIndex(rawValue: found)
    } else {
      group = GroupIndex(rawValue: groups.insert(ThreadGroup(pid: pid, isReaper: isInit)))
      groupIndices.set(pid, group.rawValue)
    }
    self[index].group = group
    self[index].previousInGroup = nil
    let first = groups[group.rawValue].first
    self[index].nextInGroup = first
    if let first { self[first].previousInGroup = index }
    groups[group.rawValue].first = index
    if !self[index].isClosed { groups[group.rawValue].liveThreads += 1 }
    if self[index].isMain {
      groups[group.rawValue].leader = index
      forEachMember(of: group) { table, member in table[member].main = index }
    } else {
      self[index].main = groups[group.rawValue].leader
    }
  }

  /// Calls `body` with each member; it may remove the member it is called with.
  mutating func forEachMember(of group: GroupIndex, _ body: (inout ThreadTable, ThreadIndex) -> Void) {
    var member = groups[group.rawValue].first
    while let current = member {
      member = self[current].nextInGroup
      body(&self, current)
    }
  }

  /// Some secondary thread of a group, other than `thread`.
  func secondaryThread(of group: GroupIndex, besides thread: ThreadIndex) -> ThreadIndex? {
    var member = groups[group.rawValue].first
    while let current = member {
      if current != thread && !self[current].isMain { return current }
      member = self[current].nextInGroup
    }
    return nil
  }

  mutating func leaveGroup(_ index: ThreadIndex) {
    guard let group = self[index].group else { return }
    markClosed(index)
    let next = self[index].nextInGroup
    let previous = self[index].previousInGroup
    if let next { self[next].previousInGroup = previous }
    if let previous { self[previous].nextInGroup = next } else { groups[group.rawValue].first = next }
    self[index].group = nil
    if groups[group.rawValue].leader == index {
      groups[group.rawValue].leader = nil
      forEachMember(of: group) { table, member in table[member].main = nil }
    }
    if groups[group.rawValue].first == nil {
      groupIndices.remove(groups[group.rawValue].pid)
      groups.remove(group.rawValue)
    }
  }

  /// The thread does not run any more; its record stays for a while.
  mutating func markClosed(_ index: ThreadIndex) {
    if self[index].isClosed { return }
    self[index].flags.insert(.closed)
    guard let group = self[index].group, groups[group.rawValue].liveThreads > 0 else { return }
    groups[group.rawValue].liveThreads -= 1
  }

  /// A record that was thought dead runs again (state-engine.md §3.5).
  mutating func markAlive(_ index: ThreadIndex) {
    guard self[index].isClosed else { return }
    self[index].flags.remove(.closed)
    if let group = self[index].group { groups[group.rawValue].liveThreads += 1 }
  }

  mutating func setReaper(_ index: ThreadIndex, _ isReaper: Bool) {
    guard let group = self[index].group else { return }
    groups[group.rawValue].isReaper = isReaper
  }

  // MARK: Children

  /// Puts a thread into a parent's list and names the parent in it.
  mutating func adopt(_ child: ThreadIndex, by parent: ThreadIndex) {
    leaveParent(child)
    let first = self[parent].firstChild
    self[child].parent = parent
    self[child].ptid = self[parent].tid
    self[child].previousSibling = nil
    self[child].nextSibling = first
    if let first { self[first].previousSibling = child }
    self[parent].firstChild = child
  }

  mutating func leaveParent(_ child: ThreadIndex) {
    guard let parent = self[child].parent else { return }
    let next = self[child].nextSibling
    let previous = self[child].previousSibling
    if let next { self[next].previousSibling = previous }
    if let previous { self[previous].nextSibling = next } else { self[parent].firstChild = next }
    self[child].parent = nil
    self[child].nextSibling = nil
    self[child].previousSibling = nil
  }

  /// Gives the children of a thread that goes to whoever takes them (state-engine.md §3.6).
  mutating func reparentChildren(of index: ThreadIndex) {
    guard self[index].firstChild != nil else { return }
    var reaper: ThreadIndex?
    if self[index].reaper > 0, let named = find(self[index].reaper), named != index, !self[named].isInvalid {
      reaper = named
    } else {
      reaper = newReaper(of: index)
    }
    if let reaper, self[reaper].pid != self[index].pid { setReaper(reaper, true) }
    while let child = self[index].firstChild {
      if let reaper {
        adopt(child, by: reaper)
      } else {
        leaveParent(child)
        self[child].ptid = 0
      }
    }
  }

  /// Another live thread of the group; else, going up, one of the nearest group that is a reaper and is in a pid
  /// namespace just if the dying one is.
  private func newReaper(of index: ThreadIndex) -> ThreadIndex? {
    if let thread = liveThread(inGroupOf: index, except: index) { return thread }
    let isInNamespace = self[index].isInPIDNamespace
    var current = self[index].parent
    // The chain of lists has no circles, but its length is the input's.
    var steps = 0
    while let ancestor = current, steps < records.count {
      if self[ancestor].isInPIDNamespace == isInNamespace, let group = self[ancestor].group,
        groups[group.rawValue].isReaper, let thread = liveThread(inGroupOf: ancestor, except: index)
      {
        return thread
      }
      current = self[ancestor].parent
      steps += 1
    }
    return nil
  }

  private func liveThread(inGroupOf index: ThreadIndex, except excluded: ThreadIndex) -> ThreadIndex? {
    guard let group = self[index].group else { return nil }
    if let leader = groups[group.rawValue].leader, leader != excluded, !self[leader].isClosed { return leader }
    var member = groups[group.rawValue].first
    while let current = member {
      if current != excluded && !self[current].isClosed { return current }
      member = self[current].nextInGroup
    }
    return nil
  }
}
