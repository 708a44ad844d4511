#if LiveSource
  import CaptureEBPF
  import ContainerEngines
  import Runtime
  import Schema

  /// Takes events from the kernel, round by round, until the run is to end.
  ///
  /// Nobody wakes this loop for an event: that would cost the process that makes it more than all the rest. It looks by
  /// itself, often while there is much to do and seldom in silence.
  struct LiveLoop: ~Copyable {
    private static let shortestWait = Duration.milliseconds(5)
    private static let longestWait = Duration.milliseconds(20)
    /// A buffer that fills faster than it is emptied leaves no time for anything else.
    static let busyFill = 0.25

    private(set) var source: LiveSource
    private let signals: Signals
    private let limits: LiveLimits
    private let containers = ContainerWatch(EnginePlaces())
    private let started = ContinuousClock.now
    /// Events that were handed over.
    private(set) var count: UInt64 = 0
    /// What was lost before the last round began.
    private(set) var drops: DropCounts
    /// How full the fuller of the kernel's buffers was in the last round, from 0 to 1.
    private(set) var fill = 0.0

    init(_ source: consuming LiveSource, _ signals: Signals, _ limits: LiveLimits) {
      drops = source.drops
      self.source = source
      self.signals = signals
      self.limits = limits
    }

    /// What was told of containers since the last call: in front of the next round.
    func containerEvents() -> [ContainerEvent] { containers.take().map { ContainerEvent($0, time: source.moment) } }

    /// What was told of containers and found no room.
    var lostNotices: UInt64 { containers.dropped }

    var elapsed: Duration { ContinuousClock.now - started }

    /// Hands over the next round: all events since the last, in their order.
    ///
    /// - Returns: what somebody asks for meanwhile; `end` also when a limit is reached.
    mutating func round(_ body: (inout EventRun) -> Void) -> Signals.Request? {
      var taken: UInt64 = 0
      drops = source.drops
      fill = source.withEvents { run in
        body(&run)
        taken &+= run.count
      }
      count &+= taken
      if let most = limits.events, count >= most { return .end }
      if let duration = limits.duration, elapsed >= duration { return .end }
      if fill > Self.busyFill { return signals.wait(.zero) }
      return signals.wait(taken == 0 ? Self.longestWait : Self.shortestWait)
    }
  }

  extension LiveOptionGroup {
    func options(for events: EventSet) -> LiveOptions {
      var options = LiveOptions()
      options.events = events
      (options.buffer, options.processBuffer) = (bufferSize.bytes, bufferSize.processBytes)
      return options
    }
  }

  extension LostEvents {
    init(_ drops: DropCounts) {
      rows = drops.entries.map { entry in
        let cause: Cause =
          switch entry.cause {
          case .processBufferFull: .processBufferFull
          case .bufferFull: .bufferFull
          case .tooLarge: .tooLarge
          }
        return Row(cause: cause, call: entry.syscall, count: entry.count)
      }
    }
  }

  extension LiveSource {
    /// For whoever started the command and now sees nothing happen.
    func sayWhatIsDone() {
      if let shortcoming = LiveSource.shortcoming { Output.message("rulec: \(shortcoming)") }
      if !isAlone { Output.message("rulec: another rulec collects live events too; each slows down the machine") }
      Output.message("rulec: collecting the events of this machine; Ctrl-C ends it")
    }

    static func open(_ options: LiveOptions) throws(CommandFailure) -> LiveSource {
      do throws(LiveError) {
        return try LiveSource(options)
      } catch {
        throw CommandFailure(message: error.message)
      }
    }
  }
#endif
