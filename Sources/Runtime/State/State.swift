package import Schema

// State: what is known of threads, descriptors, users and containers between events. In: events, borrowed, and
// snapshots. Out: `EventFacts`, and records that field readers look at. Not here: what fields make of it.

/// Everything that is remembered from one event to the next: threads, descriptors, users, interfaces, and the strings
/// they share.
package struct State: ~Copyable {
  private let place = InPlace()
  package internal(set) var symbols: SymbolTable
  package internal(set) var threads: ThreadTable
  package internal(set) var descriptors: DescriptorTables
  package internal(set) var users = UserTable()
  package internal(set) var containerMetadata = ContainerMetadata()
  package internal(set) var interfaces: [NetworkInterface] = []
  package internal(set) var machine = MachineFacts()
  package internal(set) var counters = StateCounters()
  /// Belongs to the program, as the symbols of its constants do.
  package internal(set) var patterns = PatternTable()

  /// Goes up before anything changes that a field about a process, its relatives, its container or its user may say. What events
  /// tell in passing is left out: memory, and what concerns descriptors.
  package internal(set) var processChanges: UInt64 = 1

  package let schema: EventSchema
  package let limits: StateLimits

  /// By event code.
  let rules: [StateRule]
  var controlGroups = ControlGroupCache()
  /// Enter events that wait for their exit; threads name theirs.
  var enters = SlotPool<StoredEnter>()
  /// Where paths and names are put together; keeps its capacity.
  var text: [UInt8] = []
  /// Ports of the servers that the snapshot has (state-engine.md §5.2).
  var serverPorts = PortSet()

  private var number: UInt64 = 0
  private var lastTime: UInt64 = 0
  private var firstTime: UInt64 = 0
  /// What the last event leaves to be done before the next.
  private var pending = Pending.nothing

  private enum Pending: BitwiseCopyable {
    case nothing
    case exit(ThreadIndex, time: UInt64)
    case close(DescriptorTableIndex, number: Int64)
  }

  package init(events: EventTable, limits: StateLimits = StateLimits()) {
    var symbols = SymbolTable()
    schema = EventSchema(events, symbols: &symbols)
    self.symbols = symbols
    rules = StateRule.table(events)
    self.limits = limits
    threads = ThreadTable(limit: limits.threads, ownPID: limits.ownPID)
    descriptors = DescriptorTables(limit: limits.descriptorsPerProcess)
    text.reserveCapacity(1 << 13)
  }

  /// What comes next is the first event of its stream.
  package mutating func forgetPosition() {
    (number, lastTime, firstTime) = (0, 0, 0)
    pending = .nothing
  }

  // MARK: Events

  /// Phase "before rules": the delayed removals of the event before, look-up of thread and descriptor, and what the
  /// event changes (state-engine.md §1, §2). `evt.num` counts here.
  package mutating func apply(_ event: borrowing EventView) -> EventFacts {
    var facts = EventFacts()
    apply(event, into: &facts)
    complete(&facts, event)
    return facts
  }

  /// The same, written into facts that stay where they are. Returned as a whole they would be read in large pieces just
  /// after they were written in small ones, which the processor has to wait for.
  package mutating func apply(_ event: borrowing EventView, into facts: inout EventFacts) {
    facts = EventFacts()
    switch pending {
    case .nothing: break
    default: carryOutPending()
    }
    number &+= 1
    facts.number = number
    facts.previousTime = lastTime
    lastTime = event.time
    facts.isHidden = event.isStateOnly
    let code = Int(event.type.rawValue)
    guard code < rules.count else {
      counters.unknownTypes &+= 1
      return
    }
    let rule = rules[code]
    if firstTime == 0 && !rule.traits.contains(.isMetaevent) { firstTime = event.time }
    facts.firstTime = firstTime
    if rule.traits.contains(.isHidden) { facts.isHidden = true }
    findThread(event, rule, &facts)
    if rule.handler == .none { return }
    if rule.traits.contains(.hasResult) { facts.result = event.result }
    if rule.traits.contains(.changesProcesses) { processChanges &+= 1 }
    update(event, rule, &facts)
  }

  /// Adds to what `apply` found out what only rules and fields ask for: the result, and the descriptor as it is after the
  /// event's change. Most events are of types that no rule is about.
  package func complete(_ facts: inout EventFacts, _ event: borrowing EventView) {
    let code = Int(event.type.rawValue)
    guard code < rules.count else { return }
    if rules[code].traits.contains(.hasResult) { facts.result = event.result }
    guard let thread = facts.thread else { return }
    let parameter = Int(rules[code].descriptorParameter)
    if parameter >= 0, saysLater(rules[code], thread) { facts.descriptorNumber = event.number(parameter) ?? -1 }
    guard facts.descriptorNumber >= 0, facts.descriptor == nil, let table = threads[thread].descriptors else { return }
    facts.descriptor = descriptors.find(facts.descriptorNumber, in: table)
  }

  /// Phase "after rules": notes what has to take effect before the next event: exits and closes.
  package mutating func finish(_ event: borrowing EventView, _ facts: EventFacts) {
    guard facts.removal != .nothing, let thread = facts.thread else { return }
    switch facts.removal {
    case .nothing: break
    case .thread: pending = .exit(thread, time: event.time)
    case .descriptor:
      if let table = threads[thread].descriptors { pending = .close(table, number: facts.descriptorNumber) }
    }
  }

  mutating func carryOutPending() {
    switch pending {
    case .nothing: break
    case .exit(let thread, let time):
      processChanges &+= 1
      threads.exits.append(tid: threads[thread].tid, ptid: threads[thread].ptid, time: time)
      removeThread(thread)
    case .close(let table, let number): descriptors.close(number, in: table, &symbols)
    }
    pending = .nothing
  }

  /// Thread and descriptor number of the event (state-engine.md §2).
  @inline(__always)
  private mutating func findThread(_ event: borrowing EventView, _ rule: StateRule, _ facts: inout EventFacts) {
    guard rule.lookup != .nothing, event.threadID >= 0 else { return }
    var found = threads.findCurrent(event.threadID)
    if found == nil && rule.lookup == .orPlaceholder { found = insertPlaceholder(event.threadID) }
    facts.thread = found
    guard let thread = found else { return }
    threads[thread].lastEventTime = event.time
    let code = event.type.rawValue
    if rule.traits.contains(.isEnter) {
      threads[thread].lastEnterType = code
      threads[thread].lastDescriptorNumber = -1
    } else if !rule.traits.contains(.keepsEnter) || !isExpected(code, thread, rule) {
      threads[thread].lastDescriptorNumber = -1
    }
    if rule.descriptorParameter >= 0, !saysLater(rule, thread) {
      if threads[thread].lastDescriptorNumber == -1 {
        threads[thread].lastDescriptorNumber = event.number(Int(rule.descriptorParameter)) ?? -1
      }
      facts.descriptorNumber = threads[thread].lastDescriptorNumber
    }
  }

  /// Whether nobody but rules and fields asks for the descriptor of an exit event: it changes nothing, and there is no enter
  /// event to compare it with. Then `complete` looks for it.
  @inline(__always)
  private func saysLater(_ rule: StateRule, _ thread: ThreadIndex) -> Bool {
    rule.handler == .none && threads[thread].lastEnterType == .max
  }

  /// Whether the thread's last enter event belongs to this exit.
  private func isExpected(_ code: UInt16, _ thread: ThreadIndex, _ rule: StateRule) -> Bool {
    let last = threads[thread].lastEnterType
    return last &+ 1 == code || (rule.handler == .execve && last < rules.count && rules[Int(last)].handler == .execveatEnter)
  }

  /// A record for a thread that was never announced: it has a number and nothing else.
  mutating func insertPlaceholder(_ tid: Int64) -> ThreadIndex? {
    var record = ThreadRecord(tid: tid)
    record.isPlaceholder = true
    record.comm = Symbol(.notAvailable)
    record.exe = Symbol(.notAvailable)
    record.descriptors = descriptors.makeTable()
    counters.placeholders &+= 1
    return insertThread(record)
  }

  // MARK: Threads

  /// Adds a record, which hands over what it holds; releases that where the table is full.
  mutating func insertThread(_ record: ThreadRecord) -> ThreadIndex? {
    processChanges &+= 1
    guard let index = threads.insert(record) else {
      releaseHoldings(of: record)
      return nil
    }
    return index
  }

  /// A thread has ended: its children go to another, and the record goes, unless it is the leader of threads that live
  /// (state-engine.md §3.6).
  mutating func removeThread(_ index: ThreadIndex) {
    guard let group = threads[index].group else { return dropThread(index) }
    let isMain = threads[index].isMain
    threads.markClosed(index)
    threads.reparentChildren(of: index)
    if threads.groups[group.rawValue].liveThreads == 0, let leader = threads.groups[group.rawValue].leader {
      dropThread(leader)
    }
    if !isMain { dropThread(index) }
  }

  private mutating func dropThread(_ index: ThreadIndex) {
    releaseHoldings(of: threads[index])
    threads.free(index)
  }

  private mutating func releaseHoldings(of record: ThreadRecord) {
    releaseTexts(of: record)
    if let table = record.descriptors { descriptors.release(table, &symbols) }
    if let enter = record.enter { dropEnter(enter) }
  }

  mutating func releaseTexts(of record: ThreadRecord) {
    symbols.release(record.comm)
    symbols.release(record.exe)
    symbols.release(record.exepath)
    symbols.release(record.args)
    symbols.release(record.env)
    symbols.release(record.cgroups)
    symbols.release(record.cwd)
    symbols.release(record.root)
    symbols.release(record.containerID)
  }

  /// Forgets all that events and snapshots told. Counters go on: they are about the whole run.
  mutating func removeAll() {
    for thread in threads.all() { dropThread(thread) }
    threads.exits = RecentExits()
    users.removeAll(&symbols)
    containerMetadata.removeAll(&symbols)
    serverPorts = PortSet()
    interfaces = []
    pending = .nothing
  }
}
