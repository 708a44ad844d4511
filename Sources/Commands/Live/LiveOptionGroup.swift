import ArgumentParser

/// How much room events have in the kernel until they are taken. Files and sockets get so much, and what concerns processes a
/// quarter of it besides, so that the one cannot crowd out the other.
struct BufferSize: Equatable {
  /// A power of two.
  let bytes: Int

  static let standard = BufferSize(bytes: 16 << 20)
  static let allowed = "a preset from 1 (1 MiB) to 10 (512 MiB), or a power of two from 1M to 512M"

  private init(bytes: Int) { self.bytes = bytes }

  /// The presets are Falco's (live-events.md §4): each is twice the one before.
  init?(argument: String) {
    if let preset = Int(argument), (1...10).contains(preset) {
      bytes = 1 << (19 + preset)
    } else if argument.hasSuffix("M"), let size = Int(argument.dropLast()), (1...512).contains(size), size & (size - 1) == 0 {
      bytes = size << 20
    } else {
      return nil
    }
  }

  init(checking argument: String) throws {
    guard let size = BufferSize(argument: argument) else {
      throw ValidationError("--buffer-size takes \(Self.allowed), not '\(argument)'.")
    }
    self = size
  }

  /// Of the buffer for what concerns processes.
  var processBytes: Int { max(bytes / 4, 1 << 20) }
}

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

  @Option(
    help: ArgumentHelp(
      "Room for events in the kernel: \(BufferSize.allowed); a quarter more is taken for events of processes.", valueName: "size"),
    transform: BufferSize.init(checking:))
  var bufferSize = BufferSize.standard

  func validate() throws {
    if let duration, !(duration > 0 && duration < 1e9) { throw ValidationError("--duration takes a number of seconds above 0.") }
  }

  /// Whether anything was said that only a live run can follow.
  var isEmpty: Bool { limits.isEmpty && bufferSize == .standard }

  var limits: LiveLimits { LiveLimits(duration: duration.map { .seconds($0) }, events: maxEvents) }
}
