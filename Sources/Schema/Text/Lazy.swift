import Synchronization

/// A value made at its first use, for tables that most runs do not need.
///
/// Threads that come at the same time may each make it; the first to finish wins and all see the same value.
final class Lazy<Value: Sendable>: Sendable {
  private final class Box: Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
  }

  private let box = AtomicLazyReference<Box>()
  private let make: @Sendable () -> Value

  init(_ make: @escaping @Sendable () -> Value) { self.make = make }

  var value: Value {
    if let made = box.load() { return made.value }
    return box.storeIfNil(Box(make())).value
  }
}
