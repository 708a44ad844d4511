import Matching
import Runtime
import Schema
import TestSupport

/// Random states and events that fit together: threads, descriptors and parameters draw from the words of `RandomRules`.
struct RandomEvents {
  private var random: SplitMix64
  private static let types = EventTable.syscall.types.filter { $0.flags.isDisjoint(with: [.unused, .oldVersion]) }

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  private mutating func pick<T>(_ choices: [T]) -> T { choices[Int(random.next() % UInt64(choices.count))] }
  private mutating func word() -> [UInt8] { Array(pick(RandomRules.words).utf8) }

  private static let tids: [Int64] = [1, 20, 300, 301, 302, 400]
  private static let ends: [(UInt32, UInt16)] = [Sample.client, Sample.server, (10 << 24 | 1, 80), (127 << 24 | 1, 22)]

  mutating func state() -> StateSnapshot {
    var snapshot = StateSnapshot()
    for tid in Self.tids where random.next() % 8 > 0 { snapshot.threads.append(thread(tid)) }
    for thread in snapshot.threads where thread.tid == thread.pid {
      snapshot.descriptors.append(.init(tid: UInt64(thread.tid), entries: descriptors()))
    }
    snapshot.users = [
      UserRecord(uid: 0, gid: 0, name: Array("root".utf8), home: Array("/root".utf8), shell: Array("/bin/bash".utf8)),
      UserRecord(uid: 1000, gid: 1000, name: Array("a".utf8), home: Array("/".utf8), shell: []),
    ]
    return snapshot
  }

  private mutating func thread(_ tid: Int64) -> StateSnapshot.Thread {
    // 301 is a second thread of 300.
    var thread = StateSnapshot.Thread(tid: tid, pid: tid == 301 ? 300 : tid, ptid: pick([0, 1, 20, 300, 77]))
    thread.comm = word()
    thread.exe = word()
    thread.exepath = word()
    thread.args = (0..<random.next() % 4).flatMap { _ in word() + [0] }
    thread.env = Array("HOME=".utf8) + word() + [0] + Array("A=1".utf8) + [0]
    thread.cwd = word()
    thread.cgroups = Array("cpuset=/".utf8) + word() + [0]
    thread.uid = pick([0, 1000, 4_294_967_295, 7])
    thread.gid = pick([0, 1000, 7])
    thread.loginuid = pick([0, 1000, 4_294_967_295])
    thread.sid = pick([1, 20, 300])
    thread.vpgid = pick([1, 20, 300])
    thread.pgid = pick([1, 20, 300])
    (thread.vtid, thread.vpid) = (tid, thread.pid)
    thread.exeIsWritable = random.next() % 2 == 0
    thread.capEffective = random.next() & 0xF
    thread.descriptorLimit = pick([0, 4, 1024])
    return thread
  }

  private mutating func descriptors() -> [StateSnapshot.DescriptorEntry] {
    (0..<6).compactMap { number in
      guard random.next() % 4 > 0 else { return nil }
      let (a, b) = (pick(Self.ends), pick(Self.ends))
      let tuple = SocketTuple(
        sourceAddress: .v4(a.0), sourcePort: a.1, destinationAddress: .v4(b.0), destinationPort: b.1)
      let long = SocketTuple(
        sourceAddress: .v6(high: 0, low: 1), sourcePort: a.1, destinationAddress: .v6(high: 0xFE80 << 48, low: 1),
        destinationPort: b.1)
      let layer = pick([Layer4.tcp, .udp, .unknown])
      let body: StateSnapshot.DescriptorEntry.Body =
        switch random.next() % 7 {
        case 0: .file(openFlags: pick([1, 2, 3]), path: word(), device: 1)
        case 1: .connection(tuple, layer)
        case 2: .connection(long, layer)
        case 3: .server(address: .v4(a.0), port: a.1, layer)
        case 4: .unix(source: 1, destination: 2, path: word())
        case 5: .named(.directory, word())
        default: .named(.fifo, word())
        }
      return .init(number: Int64(number), inode: random.next() % 5, body: body)
    }
  }

  // MARK: Events

  mutating func event() -> MadeEvent {
    let common = ["open", "openat", "read", "write", "connect", "execve", "close", "getuid", "accept4", "mkdirat", "renameat2"]
    let type = random.next() % 3 == 0 ? pick(Self.types) : pick(Self.types.filter { common.contains($0.name) })
    return MadeEvent(
      type, tid: random.next() % 10 == 0 ? 999 : pick(Self.tids), time: 1_700_000_000_000_000_000 + random.next() % 1_000_000_000,
      type.parameters.map { parameter($0.type) })
  }

  private mutating func parameter(_ type: ValueType) -> [UInt8] {
    switch random.next() % 20 {
    case 0: return []
    // A length that the type cannot have.
    case 1: return (0..<random.next() % 12).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    default: break
    }
    switch type {
    case .charbuf, .fspath, .fsrelpath: return word() + [0]
    case .bytebuf: return (0..<random.next() % 3).flatMap { _ in word() + [random.next() % 2 == 0 ? 0 : 0xFF] }
    case .charbufarray, .charbufPairArray: return word() + [0] + word() + [0]
    case .socktuple: return MadeEvent.encode(type)(MadeEvent.tuple(pick(Self.ends), pick(Self.ends)))
    case .sockaddr: return [2] + MadeEvent.encode(.uint32)(.number(Int64(pick(Self.ends).0))) + [80, 0]
    default: return MadeEvent.encode(type)(.number(pick([0, 1, -1, -2, 3, 4, 5, 7, 300, 443, 0o755, 0x1000, -100])))
    }
  }
}
