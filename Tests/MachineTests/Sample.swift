import Bytecode
import Compiler
import CompilerSupport
import Matching
import Runtime
import Schema
import Testing

/// Rules from memory to a program.
struct CompiledRules {
  let compilation: Compilation
  let source: SourceCompilation

  init(_ text: String) throws {
    let compiled = CompiledText(text)
    try #require(compiled.errors == [])
    compilation = compiled.compilation
    source = try #require(compilation.sources.first)
  }

  /// One rule for each condition, named by its number.
  init(conditions: [String]) throws {
    var text = ""
    for (number, condition) in conditions.enumerated() {
      let quoted = condition.replacing("'", with: "''")
      text += "- {rule: r\(number), desc: d, output: o, priority: INFO, warn_evttypes: false, condition: '\(quoted)'}\n"
    }
    try self.init(text)
  }

  func engine(_ matching: RuleMatching = .all) -> Engine {
    var options = EngineOptions()
    options.matching = matching
    return Engine(program: source.program, catalog: .syscall, events: .syscall, options: options)
  }
}

/// The machine that the rows of edge-cases.md are about: init (1), bash (20), Ls.exe (300), a socket as descriptor 3, a
/// file as 4.
enum Sample {
  static let client = (UInt32(172) << 24 | 40 << 16 | 111 << 8 | 222, UInt16(54321))
  static let server = (UInt32(142) << 24 | 251 << 16 | 111 << 8 | 147, UInt16(443))

  static var state: StateSnapshot {
    var snapshot = StateSnapshot()
    snapshot.threads = [thread(1, parent: 0, "init"), thread(20, parent: 1, "bash"), thread(300, parent: 20, "Ls.exe")]
    let socket = SocketTuple(
      sourceAddress: .v4(client.0), sourcePort: client.1, destinationAddress: .v4(server.0), destinationPort: server.1)
    snapshot.descriptors = [
      StateSnapshot.DescriptorList(
        tid: 300,
        entries: [
          .init(number: 3, inode: 1, body: .connection(socket, .tcp)),
          .init(number: 4, inode: 2, body: .file(openFlags: 1, path: Array("/etc/shadow".utf8), device: 1)),
        ])
    ]
    return snapshot
  }

  private static func thread(_ tid: Int64, parent: Int64, _ name: String) -> StateSnapshot.Thread {
    var thread = StateSnapshot.Thread(tid: tid, pid: tid, ptid: parent)
    thread.comm = Array(name.utf8)
    thread.exe = Array(name.utf8)
    thread.exepath = Array("/bin/\(name)".utf8)
    thread.args = Array("-l\0x\ny\0".utf8)
    thread.env = Array("HOME=/root\0LANG=C\0".utf8)
    thread.cwd = Array("/home/u/".utf8)
    (thread.vtid, thread.vpid, thread.sid, thread.uid, thread.gid) = (tid, tid, 20, 0, 0)
    return thread
  }

  /// Asks conditions about one event of process 300.
  static func answers(_ conditions: [String], _ event: MadeEvent) throws -> [Bool] {
    let rules = try CompiledRules(conditions: conditions)
    var engine = rules.engine()
    engine.load(state)
    engine.process(event)
    let matched = Set(engine.matches.map { Int($0.rawValue) })
    return conditions.indices.map(matched.contains)
  }
}
