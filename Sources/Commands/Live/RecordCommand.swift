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

    @OptionGroup var limits: LiveOptionGroup

    func run() throws {
      let signals = Signals()
      var options = LiveOptions()
      options.events = LiveOptions.recorded
      var loop = LiveLoop(try LiveSource.open(options), signals, limits.limits)
      do throws(CaptureError) {
        loop.source.sayWhatIsDone()
        var writer = try ScapWriter(path: output, isCompressed: true)
        try writer.write(loop.source.snapshot())
        try Self.copy(&loop, to: &writer)
        try writer.finish()
      } catch {
        throw CommandFailure(message: "cannot write '\(output)': \(error.problem)")
      }
      let lost = loop.source.drops.total
      Output.message("\(grouped(loop.count)) event\(loop.count == 1 ? "" : "s") in \(output)\(lost == 0 ? "" : "; \(grouped(lost)) were lost")")
    }

    private static func copy(_ loop: inout LiveLoop, to writer: inout ScapWriter) throws(CaptureError) {
      var failure: CaptureError?
      var request: Signals.Request?
      while request != .end, failure == nil {
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
