#if LiveSource
  import ArgumentParser
  import Capture
  import CaptureEBPF
  import Runtime
  import Schema

  /// `rulec record`: the events of this machine into a capture.
  struct RecordCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "record", abstract: "Record the events of this machine as a capture.",
      discussion: """
        Calls that only read, write, ask, wait or map memory are left out. Needs privileges: root, or CAP_BPF and \
        CAP_PERFMON. Ends with Ctrl-C, or as the options say.
        """)

    @Option(name: [.short, .long], help: ArgumentHelp("The capture to write: .scap, compressed; - for standard output.", valueName: "file"), completion: .file())
    var output: String

    @OptionGroup var live: LiveOptionGroup

    func run() throws {
      let signals = Signals()
      let source = try LiveSource.open(live.options(for: LiveOptions.recorded))
      let recorded: (count: UInt64, lost: LostEvents)
      do throws(CaptureError) {
        recorded = try record(source, signals)
      } catch {
        throw CommandFailure(message: "cannot write '\(output)': \(error.problem)")
      }
      let lost = recorded.lost.isEmpty ? "" : "\nlost \(recorded.lost.text)"
      Output.message("\(grouped(recorded.count)) event\(recorded.count == 1 ? "" : "s") in \(output)\(lost)")
    }

    private func record(_ source: consuming LiveSource, _ signals: Signals) throws(CaptureError) -> (UInt64, LostEvents) {
      var writer = try ScapWriter(path: output, isCompressed: true)
      // In front of all threads, and with the file open.
      LiveSource.reducePrivileges(writesFiles: false)
      var loop = LiveLoop(source, signals, live.limits)
      loop.source.sayWhatIsDone()
      try writer.write(loop.source.snapshot())
      try Self.copy(&loop, to: &writer)
      try writer.finish()
      return (loop.count, LostEvents(loop.source.drops))
    }

    private static func copy(_ loop: inout LiveLoop, to writer: inout ScapWriter) throws(CaptureError) {
      var failure: CaptureError?
      var request: Signals.Request?
      var isLast = false
      // Once more after the end was asked for: for what happened before.
      while !isLast, failure == nil {
        isLast = request == .end
        for event in loop.containerEvents() {
          if let view = EventView(event.bytes.span, hasLargePayload: true) { try writer.write(view) }
        }
        request = loop.round { run in
          while failure == nil, let event = run.next() {
            do throws(CaptureError) { try writer.write(event) } catch { failure = error }
          }
        }
      }
      if let failure { throw failure }
    }
  }
#endif
