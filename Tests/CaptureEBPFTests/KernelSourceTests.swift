import Schema
import Testing

@testable import CaptureEBPF

@Suite("Kernel programs and the schema")
struct KernelSourceTests {
  @Test("types of events and their numbers of parameters are those of the schema")
  func events() throws {
    let rows = try KernelSource.events()
    #expect(rows.count > 90)
    for row in rows {
      let type = EventTable.syscall[EventCode(rawValue: row.code)]
      #expect(type.symbol == "PPME_\(row.name)")
      #expect(type.parameters.count == row.count, "\(row.name)")
      #expect(!type.flags.contains(.oldVersion) && !type.flags.contains(.unused), "\(row.name)")
    }
  }

  @Test("32-bit calls have the numbers of the kernel's table, and 64-bit calls that do the same")
  func numbers() {
    let table = SyscallSelection.from32Bit
    // From the kernel's tables: open 5 and 2, execve 11 and 59, openat 295 and 257, setuid32 213 and 105.
    #expect(table[5] == 2)
    #expect(table[11] == 59)
    #expect(table[295] == 257)
    #expect(table[213] == 105)
    // exit is not collected; socketcall has a table of its own, where 3 is connect, number 42.
    #expect(table[1] == 0xFFFF)
    #expect(table[102] == 0xFFFF)
    #expect(SyscallSelection.fromSocketcall[3] == 42)
  }

  @Test("what was lost is told by cause and call, and summed up for each call")
  func drops() {
    var numbers = [UInt64](repeating: 0, count: 3 * SyscallSelection.count)
    numbers[1001] = 2
    numbers[SyscallSelection.count + 257] = 7
    numbers[2 * SyscallSelection.count + 257] = 1
    let drops = DropCounts(numbers)
    #expect(
      drops.entries == [
        .init(cause: .processBufferFull, syscall: "procexit", count: 2), .init(cause: .bufferFull, syscall: "openat", count: 7),
        .init(cause: .tooLarge, syscall: "openat", count: 1),
      ])
    #expect(drops.total == 10)
    #expect(drops.bySyscall.map { "\($0.syscall) \($0.count)" } == ["procexit 2", "openat 8"])
    #expect(DropCounts([UInt64](repeating: 0, count: 3 * SyscallSelection.count)).isEmpty)
  }
}
