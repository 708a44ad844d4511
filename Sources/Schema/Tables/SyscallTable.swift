/// The number of a system call in the event schema (`PPM_SC_*`), the same on every architecture.
package struct SyscallCode: Hashable, Sendable, RawRepresentable, BitwiseCopyable, Comparable {
  package let rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }
  package static func < (a: SyscallCode, b: SyscallCode) -> Bool { a.rawValue < b.rawValue }
}

/// A system call, or one of the few tracepoints that the schema numbers with them.
package struct Syscall: Sendable {
  package let code: SyscallCode
  /// The kernel's name, which `evt.type` gives where there is no event type of its own. One reserved call has none.
  package let name: String
  /// The number in the x86-64 kernel; nil for calls of other architectures and for tracepoints.
  package let numberX86_64: UInt16?
  /// The types of its events, the generic pair (0, 1) for most calls; empty for reserved ones.
  package let events: EventSet
}

/// All system calls. Source: reference/syscalls.json.
///
/// A row is `CODE NAME NUMBER [EVENT,EVENT…]`: the x86-64 number or `-`, and the event codes where they are not the
/// generic pair, `-` for none. The name `""` is empty. Codes are dense and ascend. Another architecture is one more
/// column.
package struct SyscallTable: Sendable {
  package static let shared = SyscallTable(blocks: [rows000, rows227])

  private let blocks: [String]
  private let lazySyscalls: Lazy<[Syscall]>
  private let lazyNames: Lazy<NameTable>
  private let lazyNumbers: Lazy<[SyscallCode?]>

  private init(blocks: [String]) {
    let syscalls = Lazy { Self.read(blocks) }
    self.blocks = blocks
    lazySyscalls = syscalls
    lazyNames = Lazy { NameTable(syscalls.value.map(\.name)) }
    lazyNumbers = Lazy {
      var codes: [SyscallCode?] = []
      for syscall in syscalls.value {
        guard let number = syscall.numberX86_64 else { continue }
        while codes.count <= Int(number) { codes.append(nil) }
        codes[Int(number)] = syscall.code
      }
      return codes
    }
  }

  /// Indexed by code.
  package var all: [Syscall] { lazySyscalls.value }

  package subscript(code: SyscallCode) -> Syscall { lazySyscalls.value[Int(code.rawValue)] }

  package func code(named name: String) -> SyscallCode? {
    lazyNames.value.index(of: name).map { SyscallCode(rawValue: UInt16($0)) }
  }

  /// The call that the x86-64 kernel numbers so.
  package func code(numberX86_64 number: UInt16) -> SyscallCode? {
    let codes = lazyNumbers.value
    return Int(number) < codes.count ? codes[Int(number)] : nil
  }

  /// Calls `body` with the bytes of each name in the order of the codes, without reading the rest of the rows.
  func forEachName(_ body: (Span<UInt8>) -> Void) {
    for block in blocks {
      withBytes(of: block) { bytes in
        var position = 0
        while let entry = bytes.nextEntry(&position) {
          var column = entry.head.lowerBound
          _ = bytes.nextWord(&column, before: entry.head.upperBound)
          guard let name = bytes.nextWord(&column, before: entry.head.upperBound) else { continue }
          body(bytes.extracting(Self.unquoted(bytes, name)))
        }
      }
    }
  }

  private static func read(_ blocks: [String]) -> [Syscall] {
    var syscalls: [Syscall] = []
    for block in blocks {
      withBytes(of: block) { bytes in
        var position = 0
        while let entry = bytes.nextEntry(&position) {
          syscalls.append(syscall(SyscallCode(rawValue: UInt16(syscalls.count)), bytes, entry.head))
        }
      }
    }
    return syscalls
  }

  private static func syscall(_ code: SyscallCode, _ bytes: Span<UInt8>, _ row: Range<Int>) -> Syscall {
    var position = row.lowerBound
    guard let number = bytes.nextWord(&position, before: row.upperBound),
      bytes.number(in: number, as: UInt16.self) == code.rawValue,
      let name = bytes.nextWord(&position, before: row.upperBound),
      let native = bytes.nextWord(&position, before: row.upperBound)
    else { preconditionFailure("not a system call: '\(bytes.string(in: row))'") }
    var events = EventSet()
    if let codes = bytes.nextWord(&position, before: row.upperBound) {
      var start = codes.lowerBound
      while start < codes.upperBound {
        let end = bytes.firstIndex(of: UInt8(ascii: ","), in: start..<codes.upperBound)
        if let event: UInt16 = bytes.number(in: start..<end) { events.insert(EventCode(rawValue: event)) }
        start = end + 1
      }
    } else {
      events = EventSet([EventCode(rawValue: 0), EventCode(rawValue: 1)])
    }
    return Syscall(
      code: code, name: bytes.string(in: unquoted(bytes, name)), numberX86_64: bytes.number(in: native),
      events: events)
  }

  private static func unquoted(_ bytes: Span<UInt8>, _ name: Range<Int>) -> Range<Int> {
    bytes[name.lowerBound] == UInt8(ascii: "\"") ? name.lowerBound..<name.lowerBound : name
  }
}
