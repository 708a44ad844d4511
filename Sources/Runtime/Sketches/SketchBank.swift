package import Bytecode
package import Sketches

/// A sketch at work, and what it says of the current event.
struct CountingSketch: ~Copyable {
  var sketch: Sketch
  let hasher: KeyHasher
  let plan: SketchPlan
  var answer = SketchAnswer()
  /// Conditions that asked before enough was learned, or while the noise was too high.
  var suppressed: UInt64 = 0
}

/// What the engine has to know of a sketch, as plain data.
struct SketchPlan: BitwiseCopyable {
  /// Into `SketchBank.fields`.
  var fields: TableRange
  /// Into `SketchBank.hashed`: fields of the process part, of the event part. The one that is counted part by part is in neither.
  var processFields: TableRange
  var eventFields: TableRange
  /// Into `SketchBank.fields`; of a key field that is counted part by part.
  var each: Int32
  var weight: TermID?
  var owner: TermID?
  /// Into `SketchBank.readers`.
  var readers: TableRange
  var learnsFromUnmatchedOnly: Bool
  var alertsWhileLearning: Bool
  var threshold: UInt64?
}

struct SketchKeyField: BitwiseCopyable {
  var term: TermID
  var part: SketchSchema.Part
  /// Into `SketchBank.normalizers`.
  var normalizers: TableRange
}

/// What a sketch says of one event.
struct SketchAnswer: BitwiseCopyable {
  /// The running number of the event in `TermReader`; 0 for none.
  var event: UInt64 = 0
  /// False where a field of the key's event part has no value: then the sketch says nothing.
  var hasKey = false
  /// The event is to be counted once the rules have been tried, unless one that asked it matches.
  var isHeldBack = false
  /// Of a sketch that counts no parts.
  var key = KeyHash(rawValue: 0)
  /// Of the part that is counted least, where there are parts.
  var observation = Observation.none
  var tokens = TokenStatistics()
}

/// Texts on their way through normalizers.
struct NormalizedTexts {
  private(set) var last: [UInt8] = []
  private var before: [UInt8] = []

  init() {
    last.reserveCapacity(4096)
    before.reserveCapacity(4096)
  }

  mutating func begin(_ text: Span<UInt8>, _ normalizer: KeyNormalizer) {
    last.removeAll(keepingCapacity: true)
    normalizer.append(text, to: &last)
  }

  /// What one normalizer left goes through the next.
  mutating func goOn(_ normalizer: KeyNormalizer) {
    swap(&last, &before)
    last.removeAll(keepingCapacity: true)
    let text = before
    normalizer.append(text.span, to: &last)
  }
}

extension Scratch {
  mutating func append(_ texts: NormalizedTexts) { append(texts.last.span) }
}

/// The sketches of a program.
@safe package struct SketchBank: ~Copyable {
  private let place = InPlace()
  /// Elements 0..<count are initialized. Not an array: sketches cannot be copied, and an array of what cannot be copied does not
  /// exist.
  private let base: UnsafeMutablePointer<CountingSketch>
  package let count: Int
  /// By `SketchID`: into the elements; -1 for a sketch that does not count.
  private let places: [Int]
  let names: [String]
  let fields: Pool<SketchKeyField>
  let normalizers: [KeyNormalizer]
  let readers: [RuleID]
  /// Into `fields`, in the order of `SketchSchema.hashedOrder`.
  let hashed: [Int]
  /// Sketches whose counting waits for the rules.
  var heldBack: [SketchID] = []
  var texts = NormalizedTexts()
  var processes: ProcessParts

  /// - Parameter isEmpty: whether there are none before others are put in.
  package init(_ program: Program, key: SketchKey, isEmpty: Bool = false) {
    self.init(program, key, isEmpty) { entry, _ in Sketch(entry.definition, key: key) }
  }

  /// Takes over what `other` counted in sketches of the same name and meaning: they change hands, so that there is no moment with
  /// memory for both.
  init(_ program: Program, key: SketchKey, takingFrom other: inout SketchBank) {
    self.init(program, key, false) { entry, name in
      for id in other.ids where other.name(id) == name && other[id].sketch.definition == entry.definition {
        return other[id].sketch.giveAway()
      }
      return Sketch(entry.definition, key: key)
    }
  }

  private init(_ program: Program, _ key: SketchKey, _ isEmpty: Bool, _ sketch: (SketchEntry, String) -> Sketch) {
    let sketches = isEmpty ? program.sketches.map { _ in nil } : program.sketches
    count = sketches.count { $0 != nil }
    unsafe base = .allocate(capacity: max(count, 1))
    var (places, names, next): ([Int], [String], Int) = ([], [], 0)
    var fields = Pool<SketchKeyField>(minimumCapacity: 16)
    var normalizers: [KeyNormalizer] = []
    var readers: [RuleID] = []
    var hashed: [Int] = []
    for entry in sketches {
      guard let entry else {
        places.append(-1)
        names.append("")
        continue
      }
      let first = fields.count
      for field in entry.key {
        fields.append(
          SketchKeyField(
            term: field.term, part: field.part,
            normalizers: TableRange(start: normalizers.count, count: field.normalizers.count)))
        normalizers += field.normalizers
      }
      let order = entry.definition.schema.hashedOrder.filter { $0 != entry.each }
      let inProcess = order.count { entry.key[$0].part == .process }
      let plan = SketchPlan(
        fields: TableRange(start: first, count: entry.key.count),
        processFields: TableRange(start: hashed.count, count: inProcess),
        eventFields: TableRange(start: hashed.count + inProcess, count: order.count - inProcess),
        each: entry.each.map { Int32(first + $0) } ?? -1,
        weight: entry.weight, owner: entry.owner, readers: TableRange(start: readers.count, count: entry.readers.count),
        learnsFromUnmatchedOnly: entry.learnsFromUnmatchedOnly, alertsWhileLearning: entry.alertsWhileLearning,
        threshold: entry.threshold)
      readers += entry.readers
      hashed += order.map { first + $0 }
      unsafe (base + next).initialize(
        to: CountingSketch(
          sketch: sketch(entry, program.strings.text(entry.name)), hasher: KeyHasher(key, entry.definition.schema), plan: plan))
      places.append(next)
      names.append(program.strings.text(entry.name))
      next += 1
    }
    self.places = places
    self.names = names
    self.fields = fields
    self.normalizers = normalizers
    self.readers = readers
    self.hashed = hashed
    processes = ProcessParts(sketches: count)
    heldBack.reserveCapacity(count)
  }

  deinit {
    unsafe base.deinitialize(count: count)
    unsafe base.deallocate()
  }

  /// Whether the sketch is there.
  func has(_ id: SketchID) -> Bool { places[Int(id.rawValue)] >= 0 }

  /// - Precondition: `has(id)`.
  subscript(id: SketchID) -> CountingSketch {
    unsafeAddress { unsafe UnsafePointer(base + places[Int(id.rawValue)]) }
    unsafeMutableAddress { unsafe base + places[Int(id.rawValue)] }
  }

  /// As rule files name it.
  package func name(_ id: SketchID) -> String { names[Int(id.rawValue)] }

  package mutating func withSketch<R, E: Error>(_ id: SketchID, _ body: (inout Sketch) throws(E) -> R) throws(E) -> R {
    try body(&self[id].sketch)
  }

  package var ids: [SketchID] { places.indices.filter { places[$0] >= 0 }.map { SketchID(rawValue: UInt32($0)) } }

  /// What an engine kept of its processes is nothing to another.
  mutating func forgetProcesses() { processes.forget() }

  /// The number of the sketch among those that count.
  func place(_ id: SketchID) -> Int { places[Int(id.rawValue)] }

  /// What normalizers left of a text, to a key.
  func addText(to key: inout KeyState, _ id: SketchID) { self[id].hasher.add(texts.last.span, to: &key) }

  /// The text of a key that comes into the list of those that are counted most.
  mutating func name(
    _ id: SketchID, _ key: KeyHash, _ observation: Observation, _ text: ByteRange, in scratch: borrowing Scratch
  ) {
    self[id].sketch.name(key, observation, text: scratch.bytes.span.extracting(text.bounds))
  }

  /// The events that follow are of another input: what lies between was not seen.
  mutating func beginInput() {
    for id in ids { self[id].sketch.beginInput() }
  }
}

// It owns its memory, and nobody else has the address.
extension SketchBank: @unchecked Sendable {}
