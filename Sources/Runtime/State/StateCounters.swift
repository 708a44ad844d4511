/// How much state may grow. What does not fit is not kept, and counted.
package struct StateLimits: Sendable, Hashable {
  package var threads = 262_144
  package var descriptorsPerProcess = 4096
  /// Our own process is kept beyond the limit of threads; 0 for none.
  package var ownPID: Int64 = 0

  package init() {}
}

/// What happened to the state so far.
package struct StateCounters: Sendable, Hashable, BitwiseCopyable {
  /// Events whose parameters are too few, too short or impossible; what they would have changed is not changed.
  package var malformedEvents: UInt64 = 0
  /// Events of a type that the table does not have.
  package var unknownTypes: UInt64 = 0
  /// Threads that acted without having been announced.
  package var placeholders: UInt64 = 0

  package init() {}
}

/// How large the state is now.
package struct StateSizes: Sendable, Hashable {
  package var threads = 0
  package var descriptors = 0
  package var symbols = 0
  package var users = 0
  package var containers = 0
  /// All tables together.
  package var bytes = 0
  /// Not kept because a table was full.
  package var droppedThreads: UInt64 = 0
  package var droppedDescriptors: UInt64 = 0
  package var droppedContainers: UInt64 = 0
}

extension State {
  package var sizes: StateSizes {
    var sizes = StateSizes()
    sizes.threads = threads.count
    sizes.descriptors = descriptors.count
    sizes.symbols = symbols.count
    sizes.users = users.count
    sizes.containers = containerMetadata.count
    sizes.bytes =
      symbols.byteCount + threads.byteCount + descriptors.byteCount + enters.byteCount
    sizes.droppedThreads = threads.dropped
    sizes.droppedDescriptors = descriptors.dropped
    sizes.droppedContainers = containerMetadata.dropped
    return sizes
  }
}
