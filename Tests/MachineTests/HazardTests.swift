import Bytecode
import Capture
import Compiler
import CompilerSupport
import Runtime
import Schema
import Testing

/// A fact that a check asks for, and what changes it between two events. What is remembered about the event before must not
/// answer for the next one.
struct Hazard: Sendable, CustomTestStringConvertible {
  struct Step: Sendable {
    var line: String
    /// Whether the rule matches; nil where it is no event, or nobody minds.
    var fires: Bool?
  }

  var testDescription: String
  var condition: String
  var steps: [Step]

  init(_ name: String, _ condition: String, _ steps: Step...) {
    testDescription = name
    self.condition = condition
    self.steps = steps
  }
}

extension Hazard.Step {
  static func process(_ tid: Int, _ name: String, parent: Int = 1, more: String = "") -> Self {
    Self(line: #"{"process": {"tid": \#(tid), "ppid": \#(parent), "name": "\#(name)"\#(more)}}"#)
  }

  static func event(_ name: String, _ tid: Int, _ arguments: String, _ fires: Bool? = nil) -> Self {
    Self(line: #"{"evt": "\#(name)", "tid": \#(tid), "args": {\#(arguments)}}"#, fires: fires)
  }

  static func open(_ tid: Int, _ fd: Int, _ path: String, flags: String = "O_RDONLY", _ fires: Bool? = nil) -> Self {
    event("openat", tid, #""fd": \#(fd), "dirfd": "AT_FDCWD", "name": "\#(path)", "flags": "\#(flags)", "mode": 0"#, fires)
  }

  static func close(_ tid: Int, _ fd: Int) -> Self { event("close", tid, #""res": 0, "fd": \#(fd)"#) }

  /// Asks for the descriptor, and changes nothing.
  static func use(_ tid: Int, _ fd: Int, _ fires: Bool) -> Self { event("fchmod", tid, #""res": 0, "fd": \#(fd), "mode": 0"#, fires) }

  static func mkdir(_ tid: Int, _ fires: Bool) -> Self { event("mkdir", tid, #""res": 0, "path": "/x", "mode": 0"#, fires) }

  static func execve(_ tid: Int, _ name: String, pid: Int? = nil, parent: Int = 1, _ fires: Bool? = nil) -> Self {
    let numbers = #""tid": \#(pid ?? tid), "pid": \#(pid ?? tid), "ptid": \#(parent)"#
    return event(
      "execve", tid, #""res": 0, "exe": "\#(name)", "args": [], \#(numbers), "comm": "\#(name)", "env": [], "cgroups": [], "flags": 0"#,
      fires)
  }

  /// Both halves of a clone; `vtid` in the host's own namespace.
  static func clone(_ parent: Int, _ child: Int, pid: Int? = nil, _ name: String, flags: String) -> [Self] {
    func half(_ tid: Int, _ result: Int) -> Self {
      let own = result == 0
      let numbers = #""tid": \#(tid), "pid": \#(own ? pid ?? child : parent), "ptid": \#(own && pid == nil ? parent : 1)"#
      return event(
        "clone", tid,
        #""res": \#(result), "exe": "\#(name)", "args": [], \#(numbers), "comm": "\#(name)", "cgroups": [], "flags": "\#(flags)", "vtid": \#(tid), "vpid": \#(own ? pid ?? child : parent)"#)
    }
    return [half(parent, child), half(child, 0)]
  }

  static func exit(_ tid: Int, reaper: Int = 0) -> Self {
    event("procexit", tid, #""status": 0, "ret": 0, "sig": 0, "core": 0, "reaper_tid": \#(reaper)"#)
  }
}

extension Hazard {
  static let all: [Hazard] = [
    Hazard(
      "an exec gives the process another name", "evt.type = mkdir and proc.name = sh", .process(100, "make"), .mkdir(100, false),
      .execve(100, "sh"), .mkdir(100, true), .execve(100, "cc"), .mkdir(100, false)),
    Hazard(
      "a failed exec does not", "evt.type = mkdir and proc.name = sh", .process(100, "make"), .mkdir(100, false),
      .event("execve", 100, #""res": "ENOENT", "exe": "sh", "tid": 100, "pid": 100, "comm": "sh""#), .mkdir(100, false)),
    Hazard(
      "nor does prctl (state-engine.md §3)", "evt.type = mkdir and proc.name = sh", .process(100, "make"),
      .event("prctl", 100, #""res": 0, "option": "PR_SET_NAME", "arg2_str": "sh", "arg2_int": 0"#), .mkdir(100, false)),
    Hazard(
      "a thread's own name, the process's directory", "evt.type = mkdir and proc.cwd startswith /tmp", .process(100, "java"),
      .process(101, "worker", more: #", "pid": 100"#), .mkdir(101, false), .event("chdir", 100, #""res": 0, "path": "/tmp/a""#),
      .mkdir(101, true), .mkdir(100, true), .event("chdir", 101, #""res": 0, "path": "/srv""#), .mkdir(100, false)),
    Hazard(
      "threads share descriptors", "evt.type = fchmod and fd.name = /etc/shadow", .process(100, "java"),
      .process(101, "worker", more: #", "pid": 100"#), .open(100, 3, "/etc/shadow"), .use(101, 3, true), .close(101, 3),
      .open(101, 3, "/etc/hosts"), .use(100, 3, false)),
    Hazard(
      "an exec by another thread is the leader's", "evt.type = mkdir and proc.name = sh", .process(100, "java"),
      .process(101, "worker", more: #", "pid": 100"#), .mkdir(100, false), .execve(100, "sh", pid: 100), .mkdir(100, true)),
    Hazard(
      "an exec of the parent", "evt.type = mkdir and proc.pname = sh", .process(50, "make"), .process(100, "cc", parent: 50),
      .mkdir(100, false), .execve(50, "sh"), .mkdir(100, true), .execve(50, "cc"), .mkdir(100, false)),
    Hazard(
      "an exec further up", "evt.type = mkdir and proc.aname = sh", .process(50, "make"), .process(60, "a", parent: 50),
      .process(100, "cc", parent: 60), .mkdir(100, false), .execve(50, "sh"), .mkdir(100, true)),
    Hazard(
      "the parent ends, its children go to its parent", "evt.type = mkdir and proc.pname = init", .process(1, "init", parent: 0),
      .process(50, "sh"), .process(100, "cc", parent: 50), .mkdir(100, false), .exit(50, reaper: 1), .mkdir(100, true)),
    Hazard(
      "a session's leader", "evt.type = mkdir and proc.sname = sh", .process(50, "login", more: #", "sid": 50"#),
      .process(100, "cc", parent: 50, more: #", "sid": 50"#), .mkdir(100, false), .execve(50, "sh"), .mkdir(100, true)),
    Hazard(
      "the number of open descriptors", "evt.type = mkdir and proc.fdopencount >= 2", .process(100, "a"), .open(100, 3, "/a"),
      .mkdir(100, false), .open(100, 4, "/b"), .mkdir(100, true), .close(100, 4), .mkdir(100, false)),
    Hazard(
      "the same file, the same descriptor, another time", "evt.type = fchmod and fd.name = /etc/shadow", .process(100, "a"),
      .open(100, 3, "/etc/shadow"), .use(100, 3, true), .close(100, 3), .open(100, 3, "/etc/hosts"), .use(100, 3, false),
      .close(100, 3), .open(100, 3, "/etc/shadow"), .use(100, 3, true)),
    Hazard(
      "a number that dup2 takes over", "evt.type = fchmod and fd.name = /etc/shadow", .process(100, "a"),
      .open(100, 3, "/etc/shadow"), .open(100, 4, "/etc/hosts"), .use(100, 4, false),
      .event("dup2", 100, #""res": 4, "oldfd": 3, "newfd": 4"#), .use(100, 4, true), .use(100, 3, true)),
    Hazard(
      "a descriptor outlives its close until the next event", "evt.type = close and fd.name = /etc/shadow", .process(100, "a"),
      .open(100, 3, "/etc/shadow"), .event("close", 100, #""res": 0, "fd": 3"#, true), .event("close", 100, #""res": 0, "fd": 3"#, false)),
    Hazard(
      "closed by an exec", "evt.type = fchmod and fd.name = /etc/shadow", .process(100, "a"),
      .open(100, 3, "/etc/shadow", flags: "O_RDONLY|O_CLOEXEC"), .open(100, 4, "/etc/shadow"), .use(100, 3, true),
      .execve(100, "b"), .use(100, 3, false), .use(100, 4, true)),
    Hazard(
      "names of files that could not be opened", "evt.type = openat and fd.name = /etc/shadow", .process(100, "a"),
      .open(100, -13, "/etc/shadow", true), .open(100, -2, "/etc/shadoz", false), .open(100, -13, "/etc/shadow", true)),
    Hazard(
      "the same relative path in another directory", "evt.type = openat and fd.name = /etc/shadow", .process(100, "a"),
      .open(100, -2, "shadow", false), .event("chdir", 100, #""res": 0, "path": "/etc""#), .open(100, -2, "shadow", true)),
    Hazard(
      "each message has its own peer", "evt.type = sendto and fd.sip = 10.0.0.9", .process(100, "a"),
      .event("socket", 100, #""fd": 3, "domain": "AF_INET", "type": 2, "proto": 17"#),
      .event("sendto", 100, #""res": 1, "fd": 3, "size": 1, "tuple": "10.0.0.1:5000->10.0.0.9:53""#, true),
      .event("sendto", 100, #""res": 1, "fd": 3, "size": 1, "tuple": "10.0.0.1:5000->10.0.0.8:53""#, false)),
    Hazard(
      "another user", "evt.type = mkdir and user.uid = 0", .process(100, "a"), .mkdir(100, true),
      .event("setuid", 100, #""res": 0, "uid": 1000"#), .mkdir(100, false)),
    Hazard(
      "arguments that name another thread", "evt.type = kill and evt.arg.pid contains sh", .process(50, "make"), .process(100, "a"),
      .event("kill", 100, #""res": 0, "pid": 50, "sig": 9"#, false), .execve(50, "sh"),
      .event("kill", 100, #""res": 0, "pid": 50, "sig": 9"#, true)),
    Hazard(
      "a number that another process gets", "evt.type = mkdir and proc.name = sh", [.process(50, "sh"), .process(100, "sh", parent: 50),
      .mkdir(100, true), .exit(100), .open(50, 3, "/a")] + Step.clone(50, 100, "sh", flags: "0") + [.execve(100, "cc", parent: 50),
      .mkdir(100, false)]),
    Hazard(
      "a fork starts as its parent was", "evt.type = fchmod and fd.name = /etc/shadow", [.process(50, "sh"), .open(50, 3, "/etc/shadow")]
      + Step.clone(50, 100, "sh", flags: "0") + [.use(100, 3, true), .close(50, 3), .open(50, 3, "/a"), .use(100, 3, true), .use(50, 3, false)]),
  ]

  init(_ name: String, _ condition: String, _ steps: [Step]) {
    testDescription = name
    self.condition = condition
    self.steps = steps
  }
}

/// Issue after issue of caches in one table; the state engine's part is in StateTests.
@Suite("What is remembered is not what is asked")
struct HazardTests {
  /// Whether the rules match, by event.
  private func matches(_ conditions: [String], _ lines: [String], _ answers: AnswerKeeping) throws -> [[Int]] {
    let rules = conditions.enumerated().map { "- {rule: r\($0), desc: d, output: o, priority: INFO, condition: '\($1)'}\n" }
    let compiled = CompiledText(rules.joined())
    #expect(compiled.errors == [])
    let source = try #require(compiled.compilation.sources.first)
    var options = EngineOptions()
    options.answers = answers
    options.matching = .all
    var engine = Engine(program: source.program, catalog: .syscall, events: .syscall, options: options)
    var file = try CaptureFile.open(bytes: Array(lines.map { $0 + "\n" }.joined().utf8))
    var found: [[Int]] = []
    while let item = try file.next() {
      switch item {
      case .snapshot(let snapshot): engine.load(snapshot)
      case .event(let event):
        engine.process(event)
        found.append(engine.matches.map { Int($0.rawValue) })
      }
    }
    #expect(engine.answerCounters.wrong == 0)
    return found
  }

  @Test("hazards", arguments: Hazard.all)
  func hazard(_ hazard: Hazard) throws {
    let events = hazard.steps.filter { $0.line.contains(#""evt""#) }
    for answers in [AnswerKeeping.kept, .compared, .forgotten] {
      let found = try matches([hazard.condition], hazard.steps.map(\.line), answers)
      try #require(found.count == events.count)
      for (step, matches) in zip(events, found) {
        if let fires = step.fires { #expect(matches.isEmpty != fires, "\(step.line), answers \(answers)") }
      }
    }
  }

  /// More names than are remembered: symbols are taken back and given to other names, places of texts are taken over.
  @Test("names come and go", arguments: [false, true])
  func manyNames(fails: Bool) throws {
    let words = ["shadow", "hosts", "zebra", "passwd"]
    let conditions = words.map { "evt.type = openat and fd.name endswith /\($0)" } + ["evt.type = openat and fd.name contains /7"]
    var lines = [Hazard.Step.process(100, "a").line]
    var expected: [[Int]] = []
    for round in 0..<15_000 {
      // Texts come back after others took their places, and some come back at once.
      let number = round % 3 == 0 ? round % 7 : round * 7919 % 6007
      let word = words[(number + round / 9000) % words.count]
      let name = "/\(number)/\(word)"
      lines.append(Hazard.Step.open(100, fails ? -2 : 3, name).line)
      expected.append([(number + round / 9000) % words.count] + (name.hasPrefix("/7") ? [4] : []))
      if !fails {
        lines.append(Hazard.Step.close(100, 3).line)
        expected.append([])
      }
    }
    for answers in [AnswerKeeping.kept, .compared, .forgotten] {
      let isEqual = try matches(conditions, lines, answers) == expected
      #expect(isEqual, "answers \(answers)")
    }
  }
}
