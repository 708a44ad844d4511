import Synchronization
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How far the captures of a run are, which may be read at the same time.
final class ReplayProgress: Sendable {
  private struct Contents {
    var line: ProgressLine
    /// By source.
    var reached: [(offset: UInt64, events: UInt64, alerts: UInt64)]
  }

  private let contents: Mutex<Contents>

  init(sources: [String]) {
    contents = Mutex(
      Contents(line: ProgressLine(sources: sources), reached: Array(repeating: (0, 0, 0), count: sources.count)))
  }

  func show(_ source: Int, offset: UInt64, events: UInt64, alerts: UInt64) {
    contents.withLock { contents in
      contents.reached[source] = (offset, events, alerts)
      let sum = contents.reached.reduce((0, 0, 0)) { ($0.0 &+ $1.offset, $0.1 &+ $1.events, $0.2 &+ $1.alerts) }
      contents.line.show(offset: sum.0, events: sum.1, alerts: sum.2)
    }
  }

  func clear() { contents.withLock { $0.line.clear() } }
}

/// How far a run is, on one line of a terminal that is written over. Nothing is shown elsewhere, nor in the first half
/// second.
private struct ProgressLine {
  private static let interval = Duration.milliseconds(250)

  private let isShown = isatty(FileDescriptor.standardError.rawValue) == 1
  private let started = ContinuousClock.now
  private var due = ContinuousClock.now + .milliseconds(500)
  private var hasWritten = false
  /// Bytes of the input, decompressed; nil where they are not known.
  private let total: UInt64?

  init(sources: [String]) {
    let sizes = isShown ? sources.map { Self.size(of: $0) } : []
    total = isShown ? sizes.reduce(0) { sum, size in sum.flatMap { sum in size.map { sum &+ $0 } } } : nil
  }

  mutating func show(offset: UInt64, events: UInt64, alerts: UInt64) {
    guard isShown else { return }
    let now = ContinuousClock.now
    guard now >= due else { return }
    due = now + Self.interval
    let seconds = (now - started) / .seconds(1)
    let rate = UInt64(Double(events) / seconds)
    var line = "\(grouped(offset >> 20)) MiB"
    var left = ""
    // What a file says of its own size may be wrong; then nothing is said of the time that is left.
    if let total, total >= offset, offset > 0 {
      line += " of \(grouped(total >> 20)) MiB"
      left = ", \(grouped(UInt64(seconds * Double(total - offset) / Double(offset)))) s left"
    }
    line += ", \(grouped(events)) events, \(grouped(rate)) events/s, \(grouped(alerts)) alert\(alerts == 1 ? "" : "s")\(left)"
    write("\u{1B}[2K\r\(line)\r")
    hasWritten = true
  }

  /// A gzip file ends with the size of what is in it, modulo 4 GiB.
  private static func size(of path: String) -> UInt64? {
    guard path != "-", let file = try? FileDescriptor.open(FilePath(path), .readOnly) else { return nil }
    defer { try? file.close() }
    guard let end = try? file.seek(offset: 0, from: .end), end >= 18 else { return nil }
    var (head, tail): ([UInt8], [UInt8]) = ([0, 0], [0, 0, 0, 0])
    // Each call fills its array and no more.
    guard (try? unsafe head.withUnsafeMutableBytes { try unsafe file.read(fromAbsoluteOffset: 0, into: $0) }) == 2 else { return nil }
    guard head == [0x1F, 0x8B] else { return UInt64(end) }
    guard (try? unsafe tail.withUnsafeMutableBytes { try unsafe file.read(fromAbsoluteOffset: end - 4, into: $0) }) == 4 else {
      return nil
    }
    return tail.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Leaves the line to what comes next.
  mutating func clear() {
    guard hasWritten else { return }
    write("\u{1B}[2K\r")
    hasWritten = false
  }

  /// Nobody needs to know that progress could not be shown.
  private func write(_ text: String) { _ = try? FileDescriptor.standardError.writeAll(Array(text.utf8)) }
}
