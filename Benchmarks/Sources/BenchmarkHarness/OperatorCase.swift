import Bytecode
import Capture
import Runtime
import Schema

/// What each operator costs: an event through a rule of one check, less the same with a check for existence of the same
/// field. `exists` itself is given less an event that no rule is about: reading the field and asking the one check.
enum OperatorCase {
  /// A field of an event that changes no state, and what it is compared with. No comparison holds: alerts are not measured.
  fileprivate struct Subject {
    let event: String
    let field: String
  }

  fileprivate static let path = Subject(event: "mkdirat", field: "evt.rawarg.path")
  fileprivate static let mode = Subject(event: "mkdirat", field: "evt.rawarg.mode")
  fileprivate static let data = Subject(event: "read", field: "evt.buffer")

  private static let events = """
    {"process": {"tid": 100, "ppid": 1, "name": "postgres", "exepath": "/usr/lib/postgresql/bin/postgres"}}
    {"evt": "mkdirat", "tid": 100, "args": {"res": 0, "dirfd": "AT_FDCWD", "path": "/var/lib/postgresql/16/main/base/16384/2619_fsm", "mode": 448}}
    {"evt": "read", "tid": 100, "args": {"res": 64, "fd": 4, "size": 64, "data": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}}

    """

  static func measure(_ wants: (String) -> Bool) throws -> [Measurement] {
    var measurements: [Measurement] = []
    for op in Operator.allCases where wants(op.spelling) {
      let (subject, condition) = op.example
      let note = "\(subject.field) \(condition)"
      let samples = try compare("not \(subject.field) exists", with: op == .exists ? nil : "\(subject.field) \(condition)", subject)
      measurements.append(
        Measurement(name: "operators/\(op.spelling)", per: "call", nanoseconds: Samples(samples), note: note))
    }
    return measurements
  }

  /// - Parameter condition: less `existence`; nil for `existence` itself, less no rule.
  private static func compare(_ existence: String, with condition: String?, _ subject: Subject) throws -> [Double] {
    let guarded = "evt.type = \(subject.event) and "
    let ours = try Rules.compile(condition: guarded + (condition ?? existence))
    let other = try condition == nil ? nil : Rules.compile(condition: guarded + existence)
    var first = Engine(program: ours, catalog: .syscall, events: .syscall)
    var second = Engine(program: other, catalog: .syscall, events: .syscall)
    var reader = try CaptureFile.open(bytes: Array(events.utf8))
    while let item = try reader.next() {
      switch item {
      case .snapshot(let snapshot):
        first.load(snapshot)
        second.load(snapshot)
      case .event(let event):
        guard EventTable.syscall[event.type].name == subject.event else { continue }
        return try samples(event, &first, &second)
      }
    }
    throw HarnessFailure(message: "the events of the operators have no \(subject.event)")
  }

  /// Batches of both take turns, so that a slower moment of the machine is in both. A difference is less certain than what
  /// it is taken of: each sample is that of the fastest of several short batches.
  private static func samples(_ event: borrowing EventView, _ first: inout Engine, _ second: inout Engine) throws -> [Double] {
    let turns = 16
    var calls = 64
    while batch(event, &first, calls) < Batches.nanoseconds / 4 { calls *= 2 }
    var samples: [Double] = []
    for _ in 0..<Batches.count {
      var (ours, other) = (Double.infinity, Double.infinity)
      for _ in 0..<turns {
        ours = min(ours, batch(event, &first, calls))
        other = min(other, batch(event, &second, calls))
      }
      samples.append((ours - other) / Double(calls))
    }
    guard first.counters.matches == 0 else { throw HarnessFailure(message: "a comparison that is measured holds") }
    return samples
  }

  private static func batch(_ event: borrowing EventView, _ engine: inout Engine, _ calls: Int) -> Double {
    let start = ProcessUsage.preciseProcessor
    for _ in 0..<calls { engine.process(event) }
    return ProcessUsage.preciseProcessor - start
  }

  /// Sixteen, none of them the value's.
  fileprivate static let paths = [
    "/etc", "/usr/bin", "/usr/sbin", "/bin", "/sbin", "/boot", "/proc/sys", "/dev/shm", "/tmp", "/root/.ssh", "/home",
    "/var/lib/mysql", "/var/lib/docker", "/var/lib/postgresql/15", "/var/log", "/run/secrets",
  ].joined(separator: ", ")
}

extension Operator {
  /// A field, and the operator with something that it is not: similar, so that the comparison has to look.
  fileprivate var example: (OperatorCase.Subject, String) {
    switch self {
    case .exists: (OperatorCase.path, "exists")
    case .equal: (OperatorCase.path, "= /var/lib/postgresql/16/main/base/16384/2619_vsm")
    // Equal to the value, so that it does not hold.
    case .notEqual: (OperatorCase.path, "!= /var/lib/postgresql/16/main/base/16384/2619_fsm")
    case .less: (OperatorCase.mode, "< 100")
    case .lessOrEqual: (OperatorCase.mode, "<= 100")
    case .greater: (OperatorCase.mode, "> 1000")
    case .greaterOrEqual: (OperatorCase.mode, ">= 1000")
    case .contains: (OperatorCase.path, "contains /main/global/")
    case .icontains: (OperatorCase.path, "icontains /MAIN/global/")
    case .bcontains: (OperatorCase.data, "bcontains 616263646566ff")
    case .startswith: (OperatorCase.path, "startswith /var/lib/postgresql/15")
    case .bstartswith: (OperatorCase.data, "bstartswith 303132333435ff")
    case .endswith: (OperatorCase.path, "endswith /2619_vsm")
    case .glob: (OperatorCase.path, "glob /var/*/base/*/????_vsm")
    case .iglob: (OperatorCase.path, "iglob /VAR/*/base/*/????_vsm")
    case .regex: (OperatorCase.path, "regex '/var/.*/base/[0-9]+/[0-9]+_vsm'")
    case .in: (OperatorCase.path, "in (\(OperatorCase.paths))")
    case .intersects: (OperatorCase.path, "intersects (\(OperatorCase.paths))")
    case .pmatch: (OperatorCase.path, "pmatch (\(OperatorCase.paths))")
    }
  }
}
