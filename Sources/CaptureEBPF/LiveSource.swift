package import Runtime
package import Schema

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

// CaptureEBPF: events of the running kernel. In: which types of events are wanted. Out: a snapshot of the machine, then
// runs of events in the layout of capture files. Not here: what events mean. `bpf/` holds what runs in the kernel.

/// What a live source is told when it is opened.
package struct LiveOptions: Sendable {
  /// The types of events that rules look at; what keeps the state true comes besides.
  package var events = EventSet()
  /// Types to collect for rules that look at these.
  package static func events(askedBy rules: EventSet) -> EventSet { SyscallSelection.asked(by: rules) }
  /// What a recording holds: what rules are about, as a rule. Calls that read, write, ask, wait or map memory are left out.
  package static var recorded: EventSet { SyscallSelection.recorded }
  /// Sizes of the buffers in the kernel, in bytes: powers of two, of a page at least.
  package var processBuffer = 4 << 20
  package var buffer = 16 << 20

  /// More costs memory that is locked, and seconds at the start (ebpf-source.md §10).
  package static let largestBuffer = 512 << 20

  package init() {}

  /// The kernel's library would round up other sizes without a word.
  fileprivate func check() throws(LiveError) {
    for size in [processBuffer, buffer] {
      guard size >= Int(getpagesize()), size <= Self.largestBuffer, size & (size - 1) == 0 else {
        throw LiveError("a buffer cannot have \(size) bytes: sizes are powers of two, from a page to \(Self.largestBuffer >> 20) MiB")
      }
    }
  }
}

/// Why there are no live events, and what to do about it, for people.
package struct LiveError: Error {
  package let message: String

  init(_ message: String) { self.message = message }
}

/// The events of this machine, from `open` on.
///
/// Programs in the kernel are gone when the source is, however the process ends: nothing is pinned.
package struct LiveSource: ~Copyable {
  private let collector: Collector
  private var reader: RingReader
  /// By event code: how many parameters an event has.
  private let passing: [UInt8]
  private let clock: BootClock
  private let lock = SourceLock()
  /// Everything that began before was handed over.
  package private(set) var moment: UInt64
  /// Blocks that could not be used.
  package private(set) var malformed: UInt64 = 0

  /// Starts to collect. Events wait in the kernel until they are taken.
  package init(_ options: LiveOptions) throws(LiveError) {
    try options.check()
    try Privilege().check()
    let clock = BootClock()
    let collector = try Collector(options, clock)
    reader = RingReader(try collector.ring(named: "processes"), try collector.ring(named: "others"))
    passing = EventTable.syscall.types.map { UInt8($0.parameters.count) }
    self.clock = clock
    moment = clock.now
    self.collector = collector
  }

  /// The machine as it is now. Take it first, and then the events, which waited since before: what happened in between is
  /// told twice, and the state comes out the same.
  package func snapshot() -> StateSnapshot { ProcessScan.snapshot(bootTime: clock.bootTime) }

  /// What works less because a privilege is missing; nil where nothing does.
  package static var shortcoming: String? { Privilege().shortcoming }

  /// Gives up all that only opening a source needs, for this thread and those that are made after it.
  ///
  /// - Parameter writesFiles: whether files will be made or opened that may belong to others.
  package static func reducePrivileges(writesFiles: Bool) { Privilege.reduce(writesFiles: writesFiles) }

  /// Whether no other source is open on this machine, as far as can be seen.
  package var isAlone: Bool { lock.isOwn }

  /// Other types of events that rules look at, from now on.
  package func want(_ events: EventSet) throws(LiveError) { try collector.want(events) }

  /// For what events did not tell.
  package var lookup: ProcessLookup { ProcessLookup(clock) }

  /// Hands over what has happened since the last call, nothing perhaps, in one run as a rule. What `body` leaves of a run
  /// is lost.
  ///
  /// - Returns: how full the fuller of the kernel's buffers was, from 0 to 1.
  package mutating func withEvents(_ body: (inout EventRun) -> Void) -> Double {
    moment = clock.now
    let fill = reader.collect(before: moment)
    malformed &+= reader.handOver(passing, to: body)
    return fill
  }

  /// Events that were lost in the kernel.
  package var drops: DropCounts { collector.drops }

  /// Types of events that were asked for and that this version does not collect.
  package var missing: [String] { collector.missing }
}
