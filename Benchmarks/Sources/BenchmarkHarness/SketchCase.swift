import Sketches

/// What it costs to count an event: hash its key, estimate and update in one. Keys have 150 bytes in ten fields, nine of them of
/// the process, and some come often, most seldom: as products of three uniform numbers.
struct SketchCase: ~Copyable {
  private static let eventCount = 100_000
  private static let processCount = 64
  private static let processFields = 9
  private static let fieldLength = 10
  private static let pathLength = 60

  private let hasher: KeyHasher
  private var sketch: Sketch
  /// The fields of each process, one behind the other, where they stand, and the path of each event: an engine has all at hand.
  private var processes: [UInt8] = []
  private var fields: [Range<Int>] = []
  private var paths: [UInt8] = []
  private var processOfEvent: [UInt8] = []
  private var cachedParts: [KeyState] = []
  private var dictionary: [[UInt8]: UInt64] = [:]
  private let upstream = UpstreamSketch()
  private var time: UInt64 = 0
  private var sum: UInt64 = 0

  private enum Work: String, CaseIterable {
    case table, tableCached = "table.cached", countMin = "count-min", countMinCached = "count-min.cached"
    case hash, hashCached = "hash.cached", dictionary, upstream

    var isCached: Bool { rawValue.hasSuffix(".cached") }
    var isTable: Bool { self == .table || self == .tableCached }
  }

  static func measure(_ wants: (String) -> Bool) throws -> [Measurement] {
    var measurements: [Measurement] = []
    for work in Work.allCases where wants(work.rawValue) {
      var own = try SketchCase(work)
      // The first round fills what is counted in.
      _ = own.round(work)
      let samples = (0..<Batches.count).map { _ in own.round(work) }
      consume(own.sum)
      measurements.append(Measurement(name: "sketches/\(work.rawValue)", per: "event", nanoseconds: Samples(samples)))
    }
    return measurements
  }

  private init(_ work: Work) throws {
    let keyFields = (0..<Self.processFields).map { SketchSchema.KeyField("process.\($0)", .process) } + [.init("fd.name", .event)]
    let schema = SketchSchema(name: "measured", key: keyFields, condition: "always")
    let key = SketchKey(first: 1, second: 2)
    let shape = try work.isTable ? SketchShape.table(memory: 2 << 20, generations: 2) : .countMin(memory: 2 << 20, generations: 2)
    sketch = Sketch(SketchDefinition(schema, shape), key: key)
    hasher = KeyHasher(key, schema)
    for process in 0..<Self.processCount {
      for field in 0..<Self.processFields {
        fields.append(processes.count..<processes.count + Self.fieldLength)
        processes += Array("\(1000 + process).field\(field)".utf8.prefix(Self.fieldLength))
      }
    }
    var state: UInt64 = 1
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53)
    }
    for _ in 0..<Self.eventCount {
      let path = Int(uniform() * uniform() * uniform() * 65536)
      paths += Array("/var/lib/application/releases/current/static/image/\(100_000 + path).png".utf8.prefix(Self.pathLength))
      processOfEvent.append(UInt8(path % Self.processCount))
    }
    for process in 0..<Self.processCount {
      cachedParts.append(Self.processPart(process, fields.span, processes.span, hasher))
    }
  }

  private static func processPart(
    _ process: Int, _ fields: Span<Range<Int>>, _ processes: Span<UInt8>, _ hasher: borrowing KeyHasher
  ) -> KeyState {
    var part = hasher.start
    for field in process &* processFields..<(process &+ 1) &* processFields {
      // Safe here and below: all of it was put there in the beginning. An engine has no array to look in either.
      unsafe hasher.add(processes.extracting(unchecked: fields[unchecked: field]), to: &part)
    }
    return part
  }

  /// Nanoseconds per event.
  private mutating func round(_ work: Work) -> Double {
    let start = ProcessUsage.preciseProcessor
    switch work {
    case .dictionary: countExactly()
    case .upstream: countAsUpstream()
    default: count(work)
    }
    return (ProcessUsage.preciseProcessor - start) / Double(Self.eventCount)
  }

  private mutating func count(_ work: Work) {
    let isCached = work.isCached
    let isHashOnly = work == .hash || work == .hashCached
    // So that the sketch may change while they are read.
    let (paths, processOfEvent, cachedParts, fields, processes) = (paths, processOfEvent, cachedParts, fields, processes)
    for event in 0..<Self.eventCount {
      let process = unsafe Int(processOfEvent.span[unchecked: event])
      var state = unsafe isCached ? cachedParts.span[unchecked: process] : Self.processPart(process, fields.span, processes.span, hasher)
      let path = unsafe paths.span.extracting(unchecked: event &* Self.pathLength..<(event &+ 1) &* Self.pathLength)
      hasher.add(path, to: &state)
      let key = state.key()
      if isHashOnly {
        sum &+= key.rawValue
        continue
      }
      time &+= 1
      sketch.advance(to: time)
      let observation = sketch.observe(key, weight: 1, owner: nil)
      if observation.wantsName { sketch.name(key, observation, text: path) }
      sum &+= observation.prior
    }
  }

  private mutating func countAsUpstream() {
    for event in 0..<Self.eventCount {
      var key: [UInt8] = []
      for field in 0..<Self.processFields {
        let start = (Int(processOfEvent[event]) * Self.processFields + field) * Self.fieldLength
        key.append(contentsOf: processes[start..<start + Self.fieldLength])
      }
      let path = event * Self.pathLength
      key.append(contentsOf: paths[path..<path + Self.pathLength])
      upstream.update(key)
      sum &+= upstream.estimate(key)
    }
  }

  private mutating func countExactly() {
    let processLength = Self.processFields * Self.fieldLength
    for event in 0..<Self.eventCount {
      let process = Int(processOfEvent[event]) * processLength
      let path = event * Self.pathLength
      dictionary[Array(processes[process..<process + processLength] + paths[path..<path + Self.pathLength]), default: 0] += 1
    }
  }
}
