/// Enter events that wait for the exit of the same thread: one for each, as bytes.
///
/// Bounded: threads that never come back, or a hostile file, must not fill memory. When the limit is met everything is
/// forgotten; exits then get the default values, as at the begin of a capture.
struct KeptEnters {
  static let threadLimit = 1 << 16
  static let byteLimit = 16 << 20

  private var slots: [Int64: Int] = [:]
  private var buffers: [[UInt8]] = []
  private var free: [Int] = []
  private var byteCount = 0

  mutating func keep(_ event: [UInt8], of threadID: Int64) {
    if slots.count >= Self.threadLimit || byteCount + event.count > Self.byteLimit { self = KeptEnters() }
    let slot = slots[threadID] ?? newSlot(for: threadID)
    byteCount += event.count - buffers[slot].count
    buffers[slot].removeAll(keepingCapacity: true)
    buffers[slot] += event
  }

  private mutating func newSlot(for threadID: Int64) -> Int {
    let slot = free.popLast() ?? buffers.count
    if slot == buffers.count { buffers.append([]) }
    slots[threadID] = slot
    return slot
  }

  /// The event kept for a thread; empty if there is none.
  func event(of threadID: Int64) -> [UInt8] {
    slots[threadID].map { buffers[$0] } ?? []
  }

  mutating func forget(_ threadID: Int64) {
    guard let slot = slots.removeValue(forKey: threadID) else { return }
    byteCount -= buffers[slot].count
    buffers[slot].removeAll(keepingCapacity: true)
    free.append(slot)
  }
}
