import Matching
import Schema
import TestSupport

@testable import Runtime

/// A machine put together by hand, and what fields say of an event of one of its threads.
struct ProcessSample {
  var snapshot = StateSnapshot()
  /// JSON of container engines, handed over behind the snapshot.
  var containers: [String] = []
  /// What differs from the snapshot, for what no snapshot has.
  var change: (Int64, inout ThreadRecord) -> Void = { _, _ in }

  init(_ threads: StateSnapshot.Thread...) { snapshot.threads = threads }

  /// The field's value as text, on an event of a thread; nil where it has none.
  ///
  /// - Parameters:
  ///   - tid: of a thread that the snapshot may not have.
  ///   - inOutput: as outputs print it.
  func field(_ name: String, tid: Int64 = 100, time: UInt64 = 5_000, inOutput: Bool = false) -> String? {
    var state = State(events: .syscall)
    state.load(snapshot)
    for json in containers { state.containerMetadata.add(Array(json.utf8).span, &state.symbols) }
    for thread in snapshot.threads {
      if let index = state.threads.find(thread.tid) { change(thread.tid, &state.threads[index]) }
    }
    var sample = EventSample("SYSCALL_GETUID_X", .uint32(0))
    sample.tid = tid
    sample.time = time
    let bytes = sample.bytes
    guard let view = EventView(bytes.span, hasLargePayload: false) else { preconditionFailure("a whole event") }
    let facts = state.apply(view)
    let event = CurrentEvent(view, facts)
    var scratch = Scratch()
    let (reader, selector) = Self.reader(name, &state)
    var value = reader.read(selector, event, state, &scratch)
    if inOutput, case .process(let field) = reader { value = field.readForOutput(selector, event, state, &scratch) }
    return valueText(value, event, state, scratch)
  }

  private static func reader(_ text: String, _ state: inout State) -> (FieldReader, Selector) {
    let pieces = text.split(separator: "[", maxSplits: 1)
    let name = Array(pieces[0].utf8)
    guard let match = FieldCatalog.syscall.resolve(name[...]) else { preconditionFailure("no field \(text)") }
    let argument = match.suffix.map { Array(name[$0]) } ?? (pieces.count > 1 ? Array(pieces[1].utf8.dropLast()) : nil)
    guard let argument else { return (FieldReader(match.field), .none) }
    let selector: Selector =
      switch (match.field.argument, UInt64(String(decoding: argument, as: UTF8.self))) {
      case (.requiredLineage, _): (try? LineagePattern.parse(argument.span).get()).map { .lineage(state.patterns.add($0)) } ?? .none
      case (.requiredAncestor, _): (try? AncestorPattern.parse(argument.span).get()).map { .ancestor(state.patterns.add($0)) } ?? .none
      case (.requiredIndexOrKey, nil): .glob(state.patterns.add(Glob(argument)))
      case (.requiredKey, _), (.optionalKey, _), (_, nil): .key(state.symbols.intern(argument.span))
      case (_, let index?): .index(index)
      }
    return (FieldReader(match.field), selector)
  }
}

extension StateSnapshot.Thread {
  /// A process, or with `pid` a further thread of one.
  static func process(
    _ tid: Int64, _ comm: String, parent: Int64, pid: Int64? = nil, exe: String? = nil, args: [String] = []
  ) -> StateSnapshot.Thread {
    var thread = StateSnapshot.Thread(tid: tid, pid: pid ?? tid, ptid: parent)
    thread.comm = Array(comm.utf8)
    thread.exe = Array((exe ?? comm).utf8)
    thread.exepath = Array("/bin/\(comm)".utf8)
    thread.args = args.flatMap { Array($0.utf8) + [0] }
    thread.cwd = Array("/home/".utf8)
    thread.vtid = tid
    thread.vpid = pid ?? tid
    thread.sid = 50
    thread.pgid = pid ?? tid
    thread.vpgid = pid ?? tid
    thread.flags = pid == nil || pid == tid ? 0 : 1 << 13 | 1
    return thread
  }

  func with(_ change: (inout StateSnapshot.Thread) -> Void) -> StateSnapshot.Thread {
    var thread = self
    change(&thread)
    return thread
  }
}
