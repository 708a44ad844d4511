#if LiveSource
  import CaptureEBPF
  import Runtime

  /// Takes events from the kernel, round by round, until the run is to end.
  ///
  /// Nobody wakes this loop for an event: that would cost the process that makes it more than all the rest. It looks by
  /// itself, often while there is much to do and seldom in silence.
  struct LiveLoop: ~Copyable {
    private static let shortestWait = Duration.milliseconds(2)
    private static let longestWait = Duration.milliseconds(20)

    private(set) var source: LiveSource
    private let signals: Signals
    private let limits: LiveLimits
    private let started = ContinuousClock.now
    /// Events that were handed over.
    private(set) var count: UInt64 = 0

    init(_ source: consuming LiveSource, _ signals: Signals, _ limits: LiveLimits) {
      self.source = source
      self.signals = signals
      self.limits = limits
    }

    var elapsed: Duration { ContinuousClock.now - started }

    /// Hands over the next round: all events since the last, in their order. False when the run is to end.
    mutating func round(_ body: (inout EventRun) -> Void) -> Bool {
      var taken: UInt64 = 0
      let fill = source.withEvents { run in
        body(&run)
        taken = run.count
      }
      count &+= taken
      if let most = limits.events, count >= most { return false }
      if let duration = limits.duration, elapsed >= duration { return false }
      // A buffer that fills faster than it is emptied leaves no time to wait.
      if fill > 0.25 { return true }
      return signals.wait(taken == 0 ? Self.longestWait : Self.shortestWait) == nil
    }
  }

  extension LiveSource {
    static func open(_ options: LiveOptions) throws(CommandFailure) -> LiveSource {
      do throws(LiveError) {
        return try LiveSource(options)
      } catch {
        throw CommandFailure(message: error.message)
      }
    }
  }
#endif
