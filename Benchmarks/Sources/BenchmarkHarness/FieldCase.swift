import Bytecode
import Capture
import Runtime
import Schema

/// What it costs to read each field: every field of the catalogue, on the first event of a capture that gives it a value.
struct FieldCase: ~Copyable {
  private struct Reading {
    let name: String
    let reader: FieldReader
    let selector: Selector
  }

  private var engine: Engine
  private var scratch = Scratch()
  /// Fields that have had no value yet.
  private var waiting: [Reading] = []
  private var measurements: [Measurement] = []

  /// - Parameter wants: chooses fields by name.
  static func measure(_ path: String, _ wants: (String) -> Bool) throws -> [Measurement] {
    var fields = try FieldCase(wants)
    try fields.replay(path)
    return fields.measurements.sorted { $0.name < $1.name }
  }

  private init(_ wants: (String) -> Bool) throws(HarnessFailure) {
    let catalog = FieldCatalog.syscall
    let arguments = catalog.fields.filter { $0.argument.isRequired && !Self.asksSketch(FieldReader($0)) }
    // The program takes keys and patterns of arguments into the engine's tables.
    let output = arguments.map { "%\($0.name)\($0.argument.example) " }.joined()
    let verified = try Rules.compile(condition: "evt.num = 0", output: output)
    engine = Engine(program: verified, catalog: catalog, events: .syscall)
    var selectors: [FieldID: Selector] = [:]
    for case .field(let id, let selector) in verified.program.terms {
      selectors[id] = Selector(selector, of: catalog[id], verified.program, engine.state)
    }
    for field in catalog.fields where wants(field.name) {
      let reader = FieldReader(field)
      // What no source gives a value has no reader to measure.
      if reader == .never || Self.asksSketch(reader) { continue }
      waiting.append(
        Reading(name: field.name + field.argument.example, reader: reader, selector: selectors[field.id] ?? .none))
    }
  }

  private static func asksSketch(_ reader: FieldReader) -> Bool { if case .sketch = reader { true } else { false } }

  private mutating func replay(_ path: String) throws {
    var reader = try CaptureFile.open(path)
    while !waiting.isEmpty, let item = try reader.next() {
      switch item {
      case .snapshot(let snapshot): engine.load(snapshot)
      case .event(let event):
        engine.process(event)
        // Before the first event of a thread stand those that tell of users and groups.
        if !engine.facts.isHidden, engine.facts.thread != nil { measure(CurrentEvent(event, engine.facts)) }
      }
    }
    if !waiting.isEmpty { try measureMissing(path) }
  }

  private mutating func measure(_ event: borrowing CurrentEvent) {
    var rest: [Reading] = []
    for reading in waiting {
      scratch.reset()
      let value = reading.reader.read(reading.selector, event, engine.state, &scratch)
      if value.isTelling { measure(reading, event, note: nil) } else { rest.append(reading) }
    }
    waiting = rest
  }

  /// What never had a value costs what it takes to find that out, on an event with all that an event can have.
  private mutating func measureMissing(_ path: String) throws {
    var reader = try CaptureFile.open(path)
    while let item = try reader.next() {
      switch item {
      case .snapshot(let snapshot): engine.load(snapshot)
      case .event(let event):
        engine.process(event)
        guard engine.facts.descriptor != nil else { continue }
        let current = CurrentEvent(event, engine.facts)
        for reading in waiting { measure(reading, current, note: "no value in the demo capture") }
        waiting = []
        return
      }
    }
  }

  private mutating func measure(_ reading: Reading, _ event: borrowing CurrentEvent, note: String?) {
    var calls = 64
    while batch(reading, event, calls) < Batches.nanoseconds, calls < 1 << 24 { calls *= 2 }
    var samples: [Double] = []
    for _ in 0..<Batches.count { samples.append(batch(reading, event, calls) / Double(calls)) }
    measurements.append(Measurement(name: "fields/\(reading.name)", per: "call", nanoseconds: Samples(samples), note: note))
  }

  private mutating func batch(_ reading: Reading, _ event: borrowing CurrentEvent, _ calls: Int) -> Double {
    let start = ProcessUsage.preciseProcessor
    for _ in 0..<calls {
      scratch.reset()
      consume(reading.reader.read(reading.selector, event, engine.state, &scratch))
    }
    return ProcessUsage.preciseProcessor - start
  }
}

extension Value {
  /// There is something to read: neither nothing nor an empty text or list.
  fileprivate var isTelling: Bool {
    switch self {
    case .missing: false
    case .text(.event(let range)), .text(.scratch(let range)): !range.bounds.isEmpty
    case .list(let range), .each(let range, _): range.count > 0
    case .text(.symbol), .signed, .unsigned, .bool, .double, .address: true
    }
  }
}

extension FieldArgument {
  /// What has to stand behind the name of a field of this kind: something that most captures have.
  fileprivate var example: String {
    switch self {
    case .none, .optionalIndex, .optionalKey, .optionalIndexOrKey, .optionalSuffix: ""
    case .requiredIndexOrKey, .requiredIndexOrParameter: "[0]"
    case .requiredKey: "[PATH]"
    case .requiredParameter: ".res"
    case .requiredEventName: ".openat"
    case .requiredSubsystem: ".memory"
    case .requiredLineage: "[\"** > *\"]"
    case .requiredAncestor: "[\"name=* pid!=0\"]"
    case .requiredTimestamp: "[0]"
    // The program has no sketches; `Benchmarks/run sketches` measures them.
    case .requiredSketch, .optionalSketchIndex, .requiredSketchNumber: ""
    }
  }
}

extension Selector {
  /// The selector of a program, as the runtime's plan of the program has it; keys are in its tables.
  fileprivate init(_ selector: FieldSelector, of field: Field, _ program: Program, _ state: borrowing State) {
    switch (selector, field.argument) {
    case (.none, _): self = .none
    case (.index(let index), _): self = .index(index)
    case (.sketch(let id), _): self = .sketch(id)
    // The only ones of the program.
    case (.key, .requiredLineage): self = .lineage(LineageID(rawValue: 0))
    case (.key, .requiredAncestor): self = .ancestor(AncestorPatternID(rawValue: 0))
    case (.name(let name), .requiredEventName):
      let text = program.strings.text(name)
      let code = EventTable.syscall.types.first { $0.name == text }?.code
      self = code.map { .eventType($0) } ?? .none
    case (.name(let name), .requiredParameter), (.name(let name), .requiredIndexOrParameter):
      let text = program.strings.text(name)
      let place = EventTable.syscall.parameterNames.firstIndex(of: text)
      self = place.map { .parameter(ParameterName(rawValue: UInt16($0))) } ?? .none
    case (.key(let key), _), (.name(let key), _):
      self = state.symbols.find(program.strings[key].span).map { .key($0) } ?? .none
    }
  }
}
