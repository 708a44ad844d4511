#if LiveSource
  import CaptureEBPF
  import Runtime

  /// Makes what is known agree with the running system again where events were lost, or a thread was never announced.
  ///
  /// A thread in question is looked up in front of its event. After a loss everything is in question: who acts is looked up
  /// then, all others while it is quiet, a few at a time, and threads that are gone go. All of it together takes a tenth of the
  /// time at most; what there is no time for is `<NA>`, and asked for again with the thread's next event.
  ///
  /// What is read now may be younger than events that wait. That does no harm: they are told after it, in their order, as
  /// at the begin of a run.
  struct Healing {
    /// Of the time that passes; what is not used adds up to `mostCredit`.
    private static let share = 0.1
    private static let mostCredit = Duration.milliseconds(50)
    /// How long a sweep goes on between two rounds.
    private static let slice = Duration.milliseconds(2)
    /// Between two periods of doubt: a storm loses something in each round.
    private static let leastPeriod = Duration.seconds(1)
    private static let mostAncestors = 16

    private let lookup: ProcessLookup
    private var credit = mostCredit
    private var creditedAt = ContinuousClock.now
    /// Since the last sweep events of processes may have been lost.
    private var hasLostProcesses = false
    /// After them everything was put in doubt.
    private var drops: DropCounts
    private var nextPeriod = ContinuousClock.now
    private var sweep = Sweep()

    private struct Sweep {
      var processes: [Int64] = []
      var threads: [Int64] = []
      /// Not there any more; events of theirs may still wait.
      var gone: [(tid: Int64, time: UInt64)] = []

      var isEmpty: Bool { processes.isEmpty && threads.isEmpty }
    }

    init(_ source: borrowing LiveSource) {
      lookup = source.lookup
      drops = source.drops
    }

    // MARK: Questions

    mutating func answer(_ tid: Int64, _ engine: inout Engine) {
      let now = ContinuousClock.now
      credit = min(credit + (now - creditedAt) * Self.share, Self.mostCredit)
      creditedAt = now
      guard credit > .zero else { return }
      look(at: tid, &engine)
      credit -= ContinuousClock.now - now
    }

    /// A thread with those it belongs to, as far as they are in doubt too.
    private func look(at tid: Int64, _ engine: inout Engine) {
      var found: [(thread: StateSnapshot.Thread, descriptors: StateSnapshot.DescriptorList?)] = []
      var next = tid
      while found.count < Self.mostAncestors, next > 0, engine.state.isInDoubt(next), let thread = lookup.thread(next) {
        found.append(thread)
        next = thread.thread.pid != next ? thread.thread.pid : thread.thread.ptid
      }
      let replacesProgram = hasLostProcesses
      engine.withState { state in
        if found.isEmpty { state.note(asGone: tid) }
        // A thread finds its parent when it is entered.
        for (thread, list) in found.reversed() { state.correct(thread, list, replacesProgram: replacesProgram) }
      }
    }

    // MARK: After a loss

    /// Between two rounds.
    ///
    /// - Parameter loop: has handed over all events that were there when it counted the loss.
    mutating func heal(_ engine: inout Engine, after loop: borrowing LiveLoop) {
      removeGone(&engine)
      let now = ContinuousClock.now
      if loop.drops != drops, now >= nextPeriod {
        if loop.drops.ofProcesses != drops.ofProcesses { hasLostProcesses = true }
        drops = loop.drops
        nextPeriod = now + Self.leastPeriod
        engine.withState { $0.doubtAll() }
        sweep.processes = lookup.processes
        sweep.threads = engine.state.threads.all().map { engine.state.threads[$0].tid }
      }
      guard !sweep.isEmpty, loop.fill < LiveLoop.busyFill else { return }
      goOn(&engine, until: now + Self.slice)
      if sweep.isEmpty { hasLostProcesses = false }
    }

    private mutating func goOn(_ engine: inout Engine, until end: ContinuousClock.Instant) {
      while let pid = sweep.processes.last, ContinuousClock.now < end {
        sweep.processes.removeLast()
        if engine.state.isInDoubt(pid) { look(at: pid, &engine) }
        for tid in lookup.threads(of: pid) where engine.state.threads.find(tid) == nil { look(at: tid, &engine) }
      }
      while sweep.processes.isEmpty, let tid = sweep.threads.last, ContinuousClock.now < end {
        sweep.threads.removeLast()
        if !lookup.hasThread(tid) { sweep.gone.append((tid, lookup.now)) }
      }
    }

    /// A thread that was seen to be gone before the last round began has no events any more.
    private mutating func removeGone(_ engine: inout Engine) {
      if sweep.gone.isEmpty { return }
      for (tid, time) in sweep.gone { engine.withState { $0.remove(tid, goneBefore: time) } }
      sweep.gone = []
    }
  }

  extension DropCounts {
    /// All but those of the buffer that holds no events of processes.
    fileprivate var ofProcesses: [Entry] { entries.filter { $0.cause != .bufferFull } }
  }
#endif
