import Schema

/// Fields of the event itself: `evt.*`, `syscall.*` (state-engine.md §9).
///
/// Not here, because no capture gives them a value: `evt.pluginname` and `evt.plugininfo`, which plugins supply.
package enum EventField: String, CaseIterable, Sendable, BitwiseCopyable {
  case number = "evt.num"
  case time = "evt.time"
  case timeSeconds = "evt.time.s"
  case timeISO = "evt.time.iso8601"
  case dateTime = "evt.datetime"
  case dateTimeSeconds = "evt.datetime.s"
  case outputTime = "evt.outputtime"
  case rawTime = "evt.rawtime"
  case rawTimeSeconds = "evt.rawtime.s"
  case rawTimeNanoseconds = "evt.rawtime.ns"
  case relativeTime = "evt.reltime"
  case relativeTimeSeconds = "evt.reltime.s"
  case relativeTimeNanoseconds = "evt.reltime.ns"
  case deltaTime = "evt.deltatime"
  case deltaTimeSeconds = "evt.deltatime.s"
  case deltaTimeNanoseconds = "evt.deltatime.ns"
  case latency = "evt.latency"
  case latencySeconds = "evt.latency.s"
  case latencyNanoseconds = "evt.latency.ns"
  case latencyQuantized = "evt.latency.quantized"
  case latencyHuman = "evt.latency.human"
  case waitLatency = "evt.wait_latency"
  case around = "evt.around"

  case source = "evt.source"
  case isAsync = "evt.is_async"
  case asyncType = "evt.asynctype"
  case hostName = "evt.hostname"
  case direction = "evt.dir"
  case type = "evt.type"
  case isType = "evt.type.is"
  case syscallType = "syscall.type"
  case category = "evt.category"
  case cpu = "evt.cpu"

  case arguments = "evt.args"
  case info = "evt.info"
  case argument = "evt.arg"
  case rawArgument = "evt.rawarg"
  case buffer = "evt.buffer"
  case absolutePath = "evt.abspath"

  case result = "evt.res"
  case rawResult = "evt.rawres"
  case failed = "evt.failed"
  case isIO = "evt.is_io"
  case isIORead = "evt.is_io_read"
  case isIOWrite = "evt.is_io_write"
  case ioDirection = "evt.io_dir"
  case isWait = "evt.is_wait"
  case isSyslog = "evt.is_syslog"
  case isOpenRead = "evt.is_open_read"
  case isOpenWrite = "evt.is_open_write"
  case isOpenExec = "evt.is_open_exec"
  case isOpenCreate = "evt.is_open_create"

  case count = "evt.count"
  case errorCount = "evt.count.error"
  case fileErrorCount = "evt.count.error.file"
  case netErrorCount = "evt.count.error.net"
  case memoryErrorCount = "evt.count.error.memory"
  case otherErrorCount = "evt.count.error.other"
  case exitCount = "evt.count.exit"
  case procinfoCount = "evt.count.procinfo"
  case threadinfoCount = "evt.count.threadinfo"

  case bufferLength = "evt.buflen"
  case bufferLengthIn = "evt.buflen.in"
  case bufferLengthOut = "evt.buflen.out"
  case bufferLengthFile = "evt.buflen.file"
  case bufferLengthFileIn = "evt.buflen.file.in"
  case bufferLengthFileOut = "evt.buflen.file.out"
  case bufferLengthNet = "evt.buflen.net"
  case bufferLengthNetIn = "evt.buflen.net.in"
  case bufferLengthNetOut = "evt.buflen.net.out"

  case dockerName = "evt.infra.docker.name"
  case dockerContainerID = "evt.infra.docker.container.id"
  case dockerContainerName = "evt.infra.docker.container.name"
  case dockerContainerImage = "evt.infra.docker.container.image"

  func read(
    _ selector: Selector, _ event: borrowing CurrentEvent, _ state: borrowing State, _ scratch: inout Scratch
  ) -> Value {
    switch self {
    case .number: .unsigned(event.facts.number)
    case .time, .timeSeconds, .timeISO, .dateTime, .dateTimeSeconds, .outputTime:
      .text(event.timeText(self, &scratch))
    case .rawTime: .unsigned(event.view.time)
    case .rawTimeSeconds: .unsigned(event.view.time / second)
    case .rawTimeNanoseconds: .unsigned(event.view.time % second)
    case .relativeTime: .unsigned(event.relativeTime)
    case .relativeTimeSeconds: .unsigned(event.relativeTime / second)
    case .relativeTimeNanoseconds: .unsigned(event.relativeTime % second)
    case .deltaTime: .unsigned(event.deltaTime)
    case .deltaTimeSeconds: .unsigned(event.deltaTime / second)
    case .deltaTimeNanoseconds: .unsigned(event.deltaTime % second)
    // Entering a call is not recorded any more.
    case .latency, .latencySeconds, .latencyNanoseconds, .latencyQuantized, .waitLatency: .unsigned(0)
    case .latencyHuman: state.fixed(.noLatency)
    case .around: event.distance(selector)
    case .source: state.fixed(.syscall)
    case .isAsync: .bool(event.view.type == .async)
    case .asyncType: event.view.type == .async ? event.asyncName : .missing
    // The incumbent forgets the name while it opens a capture (state-engine.md §9.2).
    case .hostName: .text(.symbol(.empty))
    case .direction: state.fixed(event.view.type.rawValue & 1 == 0 ? .enter : .exit)
    case .type: event.typeName(state.schema)
    case .isType: event.isType(selector)
    case .syscallType: state.schema[event.view.type].producer == .syscall ? event.typeName(state.schema) : .missing
    case .category: state.fixed(event.category(state))
    case .cpu: .signed(Int64(event.view.cpu))
    case .arguments, .info:
      event.view.type == .generic ? .text(.symbol(.empty)) : .text(event.textOfAllArguments(state, &scratch))
    case .argument: event.argument(selector, state.schema).map { .text(event.text(of: $0, state, &scratch)) } ?? .missing
    case .rawArgument: event.argument(selector, state.schema).map { event.value(of: $0) } ?? .missing
    case .buffer: event.buffer(state.schema)
    case .absolutePath: event.absolutePath(selector, state, &scratch)
    case .result: event.resultText(state, &scratch)
    case .rawResult: event.facts.result.map { .signed($0) } ?? .missing
    case .failed: event.facts.result.map { .bool($0 < 0) } ?? .missing
    case .isIO: .bool(event.has(.readsFromDescriptor, state.schema) || event.has(.writesToDescriptor, state.schema))
    case .isIORead: .bool(event.has(.readsFromDescriptor, state.schema))
    case .isIOWrite: .bool(event.has(.writesToDescriptor, state.schema))
    case .ioDirection: event.direction(state)
    case .isWait: .bool(event.has(.waits, state.schema))
    case .isSyslog: .bool(event.isSyslog(state))
    case .isOpenRead: .bool(event.opens(.read, state.schema))
    case .isOpenWrite: .bool(event.opens(.write, state.schema))
    case .isOpenExec: .bool(event.opens(.execute, state.schema))
    case .isOpenCreate: .bool(event.opens(.create, state.schema))
    case .count: .unsigned(1)
    case .errorCount: event.errorCount
    case .fileErrorCount: event.errorCount(of: .file, state)
    case .netErrorCount: event.errorCount(of: .net, state)
    case .memoryErrorCount: event.errorCount(of: .memory, state)
    case .otherErrorCount: event.errorCount(of: .other, state)
    case .exitCount: event.view.type.rawValue & 1 == 1 ? .unsigned(1) : .missing
    case .procinfoCount: .unsigned(event.view.type == .procinfo && event.isOfMainThread(state) ? 1 : 0)
    case .threadinfoCount: .unsigned(event.view.type == .procinfo ? 1 : 0)
    case .bufferLength: event.bufferLength(.any, .any, state)
    case .bufferLengthIn: event.bufferLength(.in, .any, state)
    case .bufferLengthOut: event.bufferLength(.out, .any, state)
    case .bufferLengthFile: event.bufferLength(.any, .file, state)
    case .bufferLengthFileIn: event.bufferLength(.in, .file, state)
    case .bufferLengthFileOut: event.bufferLength(.out, .file, state)
    case .bufferLengthNet: event.bufferLength(.any, .net, state)
    case .bufferLengthNetIn: event.bufferLength(.in, .net, state)
    case .bufferLengthNetOut: event.bufferLength(.out, .net, state)
    case .dockerName: event.dockerWord("Event", state.schema)
    case .dockerContainerID: event.dockerWord("ID", state.schema, limit: 12)
    case .dockerContainerName: event.dockerWord("name", state.schema)
    case .dockerContainerImage: event.dockerWord("Image", state.schema)
    }
  }
}

/// In nanoseconds.
private let second: UInt64 = 1_000_000_000

extension State {
  /// A text that is the same for every event.
  func fixed(_ text: FixedText) -> Value { .text(.symbol(schema.text(text))) }
}
