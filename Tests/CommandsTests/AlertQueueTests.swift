@testable import Commands
import Dispatch
import Synchronization
import Testing

/// Takes nothing until it is allowed to, then everything; fails at the batch that it is told.
private final class SlowSink: AlertSink {
  let name = "a slow sink"
  private let gate = DispatchSemaphore(value: 0)
  private let entered = DispatchSemaphore(value: 0)
  private let lines = Mutex<[[UInt8]]>([])
  private let fails: Bool

  init(fails: Bool = false) { self.fails = fails }

  func write(_ batch: AlertBatch) throws(SinkFailure) {
    entered.signal()
    gate.wait()
    gate.signal()
    if fails { throw SinkFailure(reason: "the disk is full") }
    var start = 0
    for end in batch.ends {
      lines.withLock { $0.append(Array(batch.bytes[start..<end])) }
      start = end
    }
  }

  /// Until a batch lies in the sink and not in the queue.
  func waitUntilBusy() -> Bool { entered.wait(timeout: .now() + 10) == .success }
  func open() { gate.signal() }
  var written: [[UInt8]] { lines.withLock { $0 } }
}

/// A line of a kilobyte that says which one it is.
private func line(_ number: Int) -> [UInt8] {
  let text = Array("alert \(number) ".utf8)
  return text + Array(repeating: UInt8(ascii: "."), count: 1023 - text.count) + [UInt8(ascii: "\n")]
}

@Suite("The queue in front of a sink")
struct AlertQueueTests {
  /// What the queue holds, in kilobytes.
  private let capacity = 4096

  @Test("a full queue drops what comes, counts it, and delivers all else in order", .timeLimit(.minutes(1)))
  func drop() {
    let sink = SlowSink()
    let queue = AlertQueue(to: sink, whenFull: .drop)
    queue.append(line(0).span)
    #expect(sink.waitUntilBusy())
    for number in 1...2 * capacity { queue.append(line(number).span) }
    #expect(queue.dropped == UInt64(capacity))
    sink.open()
    queue.finish()
    #expect(sink.written == (0...capacity).map { line($0) })
    #expect(queue.dropped == UInt64(capacity) && queue.failure == nil)
  }

  @Test("a replay waits instead", .timeLimit(.minutes(1)))
  func wait() {
    let sink = SlowSink()
    let queue = AlertQueue(to: sink, whenFull: .wait)
    queue.append(line(0).span)
    #expect(sink.waitUntilBusy())
    // Opens while the loop below stands before the full queue, or a little earlier; both are right.
    DispatchQueue.global().asyncAfter(deadline: .now() + 0.1) { sink.open() }
    for number in 1...2 * capacity { queue.append(line(number).span) }
    queue.finish()
    #expect(sink.written.count == 2 * capacity + 1 && sink.written.last == line(2 * capacity))
    #expect(queue.dropped == 0)
  }

  @Test("a sink that fails loses what it had and what comes, counted, and nobody waits for it", .timeLimit(.minutes(1)))
  func failure() {
    let sink = SlowSink(fails: true)
    let queue = AlertQueue(to: sink, whenFull: .wait)
    queue.append(line(0).span)
    #expect(sink.waitUntilBusy())
    sink.open()
    for number in 1...2 * capacity { queue.append(line(number).span) }
    queue.finish()
    #expect(queue.failure?.reason == "the disk is full")
    #expect(queue.dropped == UInt64(2 * capacity + 1) && sink.written.isEmpty)
  }

  @Test("an alert longer than the queue goes through") func long() {
    let sink = SlowSink()
    sink.open()
    let queue = AlertQueue(to: sink, whenFull: .drop)
    let long = Array(repeating: UInt8(ascii: "x"), count: 5 << 20)
    queue.append(long.span)
    queue.finish()
    #expect(sink.written == [long] && queue.dropped == 0)
  }
}
