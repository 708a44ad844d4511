/// Texts that fields of events and descriptors give as they stand. `EventSchema` holds a symbol for each.
package enum FixedText: UInt8, CaseIterable, Sendable {
  // `evt.dir`, `evt.res`, `evt.io_dir`, `evt.latency.human`, `evt.source`.
  case enter, exit, success, read, write, noLatency, syscall

  // Types of descriptors (`fd.type`); also `evt.category` of files.
  case file, directory, ipv4, ipv6, unix, pipe, event, signalfd, eventpoll, inotify, timerfd, netlink, bpf
  case userfaultfd, ioUring, memfd, pidfd

  // `evt.category`. What reads and writes are about is spelled otherwise than the types of System V calls.
  case unknown, other, net, systemFive, ipc, memory, process, sleep, system, signal, user, time, wait, scheduler
  case internalEvent

  // Transports and families of sockets.
  case tcp, udp, icmp, raw, ip

  // Parameters (state-engine.md §9.1).
  case workingDirectory, nobody, null, noTime, notRendered, unknownSyscall, invalidDynamic, nullPointer, invalidIPv4
  case invalidIPv6

  package var text: StaticString {
    switch self {
    case .enter: ">"
    case .exit: "<"
    case .success: "SUCCESS"
    case .read: "read"
    case .write: "write"
    case .noLatency: "0ns"
    case .syscall: "syscall"
    case .file: "file"
    case .directory: "directory"
    case .ipv4: "ipv4"
    case .ipv6: "ipv6"
    case .unix: "unix"
    case .pipe: "pipe"
    case .event: "event"
    case .signalfd: "signalfd"
    case .eventpoll: "eventpoll"
    case .inotify: "inotify"
    case .timerfd: "timerfd"
    case .netlink: "netlink"
    case .bpf: "bpf"
    case .userfaultfd: "userfaultfd"
    case .ioUring: "io_uring"
    case .memfd: "memfd"
    case .pidfd: "pidfd"
    case .unknown: "unknown"
    case .other: "other"
    case .net: "net"
    case .systemFive: "IPC"
    case .ipc: "ipc"
    case .memory: "memory"
    case .process: "process"
    case .sleep: "sleep"
    case .system: "system"
    case .signal: "signal"
    case .user: "user"
    case .time: "time"
    case .wait: "wait"
    case .scheduler: "scheduler"
    case .internalEvent: "internal"
    case .tcp: "tcp"
    case .udp: "udp"
    case .icmp: "icmp"
    case .raw: "raw"
    case .ip: "ip"
    case .workingDirectory: "AT_FDCWD"
    case .nobody: "<NONE>"
    case .null: "NULL"
    case .noTime: "none"
    case .notRendered: "(n.a.)"
    case .unknownSyscall: "<unknown syscall>"
    case .invalidDynamic: "INVALID DYNAMIC PARAMETER"
    case .nullPointer: "(null)"
    case .invalidIPv4: "INVALID IPv4"
    case .invalidIPv6: "INVALID IPv6"
    }
  }
}
