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
    // exit, which has no type of its own, is 60. The old mmap is not collected; socketcall has a table of its own, where 3 is
    // connect, number 42. stat64 has no 64-bit counterpart.
    #expect(table[1] == 60)
    #expect(table[90] == 0xFFFF)
    #expect(table[102] == 0xFFFF)
    #expect(table[195] >= 512)
    #expect(SyscallSelection.fromSocketcall[3] == 42)
  }

  /// Calls of the schema that are not collected, and why.
  private static let notCollected: [String: Set<String>] = [
    "no x86-64 kernel has them, nor a 32-bit one of today": [
      "uselib", "bdflush", "sgetmask", "ssetmask", "get_kernel_syms", "create_module", "query_module", "nfsservctl", "_sysctl", "getpmsg",
      "olduname", "oldolduname", "oldstat", "oldlstat", "oldfstat", "readdir", "idle", "vm86", "timerfd", "unknown",
    ],
    "calls of other architectures": [
      "s390_pci_mmio_read", "s390_pci_mmio_write", "s390_sthyi", "s390_runtime_instr", "s390_guarded_storage", "riscv_flush_icache",
      "riscv_hwprobe", "switch_endian", "multiplexer", "spu_create", "spu_run", "sync_file_range2", "swapcontext", "pciconfig_write",
      "pciconfig_read", "pciconfig_iobase", "rtas", "sys_debug_setcontext", "subpage_prot",
    ],
    "32-bit calls that pass arguments in a way of their own, or whose work 64-bit calls do; no types of their own": [
      "ipc", "_newselect", "sigaction", "sigsuspend", "sigreturn", "sigprocmask", "sigpending", "signal", "nice", "stime", "waitpid",
    ],
    "32-bit names of calls that are told under their 64-bit names": [
      "statfs64", "fstatfs64", "fstatat64", "sendfile64", "ugetrlimit", "fcntl64", "setuid32", "getuid32", "setgid32", "geteuid32",
      "getgid32", "getegid32", "setresuid32", "setresgid32", "getresuid32", "getresgid32", "socketcall",
    ],
    "tracepoints: told as procexit and signaldeliver": ["sched_process_exit", "signal_deliver"],
    "tracepoints that the incumbent has switched off, and that no field is about": ["sched_switch", "page_fault_user", "page_fault_kernel"],
  ]

  @Test("every system call of the schema has a program, or there is a reason")
  func allCalls() throws {
    let programs = try KernelSource.syscalls()
    let reasons = Self.notCollected.values.reduce(into: Set()) { $0.formUnion($1) }
    #expect(programs.contains("generic"))
    let collected = Set(SyscallSelection.allNumbers.map(\.name))
    for syscall in SyscallTable.shared.all where !syscall.name.isEmpty && !syscall.events.isEmpty {
      let program = SyscallSelection.program(of: syscall.name).dropFirst("sys_".count)
      let isCollected = collected.contains(syscall.name) && programs.contains(String(program))
      #expect(isCollected != reasons.contains(syscall.name), "\(syscall.name)")
    }
    // Nothing is made for nobody.
    #expect(programs.subtracting(collected) == ["generic"])
  }

  @Test("who wants everything does not get the calls that are made most often; who names them does")
  func highVolume() {
    func calls(_ events: EventSet) -> Set<String> { Set(SyscallSelection(events: events) { _ in true }.numbers.map(\.name)) }
    let read = EventSet([EventCode(rawValue: 7)])
    #expect(SyscallSelection.asked(by: read) == read)
    #expect(calls(read).contains("read") && !calls(read).contains("write"))
    #expect(calls(EventSet()).isDisjoint(with: ["read", "futex", "getpid", "signaldeliver"]))
    let all = calls(SyscallSelection.asked(by: EventTable.syscall.allCodes))
    #expect(all.isDisjoint(with: ["pread64", "preadv", "pwrite64", "pwritev", "read", "readv", "recv", "send", "sendfile", "write", "writev"]))
    #expect(all.isSuperset(of: ["futex", "getpid", "signaldeliver", "sendto", "recvfrom"]))
    let recorded = calls(SyscallSelection.recorded)
    #expect(recorded.isDisjoint(with: ["read", "futex", "getpid", "mmap", "newfstatat"]))
    #expect(recorded.isSuperset(of: ["openat", "unlinkat", "ptrace", "keyctl", "process_vm_readv", "signaldeliver"]))
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
