import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How far a run is, on one line of a terminal that is written over. Nothing is shown elsewhere, nor in the first half
/// second.
struct ProgressLine {
  private static let interval = Duration.milliseconds(250)

  private let isShown = isatty(FileDescriptor.standardError.rawValue) == 1
  private let started = ContinuousClock.now
  private var due = ContinuousClock.now + .milliseconds(500)
  private var hasWritten = false

  mutating func show(offset: UInt64, events: UInt64, alerts: UInt64) {
    guard isShown else { return }
    let now = ContinuousClock.now
    guard now >= due else { return }
    due = now + Self.interval
    let seconds = (now - started) / .seconds(1)
    let rate = UInt64(Double(events) / seconds)
    write(
      "\u{1B}[2K\r\(grouped(offset >> 20)) MiB, \(grouped(events)) events, \(grouped(rate)) events/s, \(grouped(alerts)) alerts\r")
    hasWritten = true
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
