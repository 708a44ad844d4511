import ArgumentParser

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// BenchmarkHarness: how fast the product is. `Benchmarks/run` builds and starts it; each measurement is a process of its
// own, so that none inherits the other's memory. In: the demo capture, and train.scap and the stock rules of the shared
// data. Out: a table, and the same as JSON. Not here: what results are right, which the tests ask.

/// The process that measures one thing, or the one that starts all of them.
struct HarnessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Measures rulec.",
    discussion: """
      A NAME is a group (walk, replay, run, check, fields, operators) or something of one (replay/all, fields/proc.name); \
      without any, all are measured.
      """,
    subcommands: [MeasureCommand.self, CaseCommand.self], defaultSubcommand: MeasureCommand.self)
}

do {
  var command = try HarnessCommand.parseAsRoot()
  try command.run()
} catch let failure as HarnessFailure {
  Terminal.message("Benchmarks/run: \(failure.message)")
  exit(2)
} catch {
  HarnessCommand.exit(withError: error)
}
