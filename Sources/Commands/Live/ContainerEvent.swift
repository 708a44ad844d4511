#if LiveSource
  import ContainerEngines
  import Runtime
  import Schema

  /// What an engine told of a container, as the event that captures have for it (state-engine.md §12.3): so it changes the
  /// state, rules see it, and a recording holds it.
  struct ContainerEvent {
    /// An event without its block; lengths have 4 bytes.
    let bytes: [UInt8]

    /// `PPME_ASYNCEVENT_E`: who tells, the kind, the text.
    private static let code: UInt16 = 402
    /// Nobody: the texts are our own.
    private static let plugin: UInt32 = 0

    init(_ notice: ContainerNotice, time: UInt64) {
      let name = notice.kind == .present ? "container" : "container_removed"
      let kind = Array(name.utf8) + [0]
      let lengths = [MemoryLayout<UInt32>.size, kind.count, notice.json.count]
      let size = EventView.headerSize + 4 * lengths.count + lengths.reduce(0, +)
      var bytes: [UInt8] = []
      func append(_ number: some FixedWidthInteger) {
        unsafe withUnsafeBytes(of: number.littleEndian) { unsafe bytes.append(contentsOf: $0) }
      }
      append(time)
      // No thread.
      append(-1 as Int64)
      append(UInt32(truncatingIfNeeded: size))
      append(Self.code)
      append(UInt32(truncatingIfNeeded: lengths.count))
      for length in lengths { append(UInt32(truncatingIfNeeded: length)) }
      append(Self.plugin)
      self.bytes = bytes + kind + notice.json
    }
  }
#endif
