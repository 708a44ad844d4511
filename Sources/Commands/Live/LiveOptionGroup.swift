import ArgumentParser

/// When a live run ends by itself.
struct LiveLimits {
  var duration: Duration?
  var events: UInt64?

  var isEmpty: Bool { duration == nil && events == nil }
}

/// The same as options.
struct LiveOptionGroup: ParsableArguments {
  @Option(help: ArgumentHelp("End a live run after so many seconds.", valueName: "seconds"))
  var duration: Double?

  @Option(help: ArgumentHelp("End a live run once there were so many events; those of the last moment are used too.", valueName: "number"))
  var maxEvents: UInt64?

  func validate() throws {
    if let duration, !(duration > 0 && duration < 1e9) { throw ValidationError("--duration takes a number of seconds above 0.") }
  }

  var limits: LiveLimits { LiveLimits(duration: duration.map { .seconds($0) }, events: maxEvents) }
}
