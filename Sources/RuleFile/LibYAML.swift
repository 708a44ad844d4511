import CYAML

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// libyaml's event parser over one buffer. The only place that calls libyaml.
///
/// Marks are counted in characters from the start of the buffer (`MarkCursor` turns them into offsets). The buffer
/// must outlive the parser: `YAMLReader` holds it with `withUnsafeBufferPointer` around the whole loop.
@safe
struct LibYAML: ~Copyable {
  enum Event {
    case streamEnd, alias, scalar, sequenceStart, sequenceEnd, mappingStart, mappingEnd
    /// Starts and ends of streams and documents.
    case other
    /// libyaml refuses what stands here; see `problem`.
    case failure
  }

  /// What libyaml says of a failure, and where.
  struct Problem {
    var text: String
    var context: String
    var index: Int
    var contextIndex: Int
  }

  private let text: UnsafeBufferPointer<UInt8>
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let event: UnsafeMutablePointer<yaml_event_t>
  private var holdsEvent = false

  init(_ text: UnsafeBufferPointer<UInt8>) {
    unsafe self.text = unsafe text
    unsafe parser = .allocate(capacity: 1)
    unsafe event = .allocate(capacity: 1)
    let isInitialised = unsafe yaml_parser_initialize(parser)
    precondition(isInitialised == 1, "libyaml cannot allocate its buffers")
    unsafe yaml_parser_set_input_string(parser, text.baseAddress, text.count)
    // Set, so that libyaml does not look for UTF-16; `SourceText` has dealt with that.
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
  }

  deinit {
    if holdsEvent { unsafe yaml_event_delete(event) }
    unsafe yaml_parser_delete(parser)
    unsafe event.deallocate()
    unsafe parser.deallocate()
  }

  /// The next event; what it carries is valid until the next call.
  mutating func next() -> Event {
    if holdsEvent { unsafe yaml_event_delete(event) }
    holdsEvent = unsafe yaml_parser_parse(parser, event) == 1
    guard holdsEvent else { return .failure }
    switch unsafe event.pointee.type {
    case YAML_SCALAR_EVENT: return .scalar
    case YAML_SEQUENCE_START_EVENT: return .sequenceStart
    case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
    case YAML_MAPPING_START_EVENT: return .mappingStart
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    case YAML_ALIAS_EVENT: return .alias
    case YAML_STREAM_END_EVENT: return .streamEnd
    default: return .other
    }
  }

  var startMark: Int { unsafe event.pointee.start_mark.index }
  var endMark: Int { unsafe event.pointee.end_mark.index }
  var startColumn: Int { unsafe event.pointee.start_mark.column }

  private var scalarBuffer: UnsafeBufferPointer<UInt8> {
    let scalar = unsafe event.pointee.data.scalar
    return unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
  }

  /// Length in bytes of a scalar event's value.
  var scalarLength: Int { unsafe event.pointee.data.scalar.length }

  /// The value of a scalar event.
  var scalarValue: [UInt8] { unsafe Array(scalarBuffer) }

  /// Whether the value of a scalar event stands in the buffer as it is.
  func scalarStands(at range: Range<Int>) -> Bool {
    let value = unsafe scalarBuffer
    guard range.count == value.count, unsafe range.upperBound <= text.count else { return false }
    guard let a = value.baseAddress, let b = unsafe text.baseAddress else { return true }
    // Both are valid for the length compared; libyaml's value is until the next event.
    return unsafe memcmp(a, b + range.lowerBound, value.count) == 0
  }

  /// Whether the value is one of the words for null, the empty one included.
  var scalarIsNullWord: Bool {
    switch scalarLength {
    case 0: true
    case 1: unsafe scalarBuffer[0] == UInt8(ascii: "~")
    case 4:
      switch unsafe (scalarBuffer[0], scalarBuffer[1], scalarBuffer[2], scalarBuffer[3]) {
      case (0x6E, 0x75, 0x6C, 0x6C), (0x4E, 0x75, 0x6C, 0x6C), (0x4E, 0x55, 0x4C, 0x4C): true
      default: false
      }
    default: false
    }
  }

  var scalarStyle: Scalar.Style {
    switch unsafe event.pointee.data.scalar.style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: .literal
    case YAML_FOLDED_SCALAR_STYLE: .folded
    default: .plain
    }
  }

  /// `anchor` makes a text of it.
  var scalarHasAnchor: Bool { unsafe event.pointee.data.scalar.anchor != nil }

  /// A tag (`!!str null`) makes text of what would be null.
  var scalarHasTag: Bool { unsafe event.pointee.data.scalar.tag != nil }

  var collectionIsFlow: Bool {
    switch unsafe event.pointee.type {
    case YAML_SEQUENCE_START_EVENT: unsafe event.pointee.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
    default: unsafe event.pointee.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
    }
  }

  /// The anchor before a node, or the name an alias refers to.
  var anchor: String? {
    let name =
      switch unsafe event.pointee.type {
      case YAML_SCALAR_EVENT: unsafe event.pointee.data.scalar.anchor
      case YAML_SEQUENCE_START_EVENT: unsafe event.pointee.data.sequence_start.anchor
      case YAML_MAPPING_START_EVENT: unsafe event.pointee.data.mapping_start.anchor
      default: unsafe event.pointee.data.alias.anchor
      }
    guard let name = unsafe name else { return nil }
    return unsafe String(decodingCString: UnsafeRawPointer(name).assumingMemoryBound(to: UInt8.self), as: UTF8.self)
  }

  /// What the last `failure` was about.
  var problem: Problem {
    let state = unsafe parser.pointee
    return unsafe Problem(
      text: state.problem.map { unsafe String(cString: $0) } ?? "",
      context: state.context.map { unsafe String(cString: $0) } ?? "",
      index: state.problem_mark.index, contextIndex: state.context_mark.index)
  }
}

/// Turns libyaml's marks, which count characters, into offsets of bytes.
///
/// It walks from the mark it was asked last, in either direction. Events come nearly in order, so all walks of a
/// file together are about as long as the file.
@safe
struct MarkCursor {
  private let text: UnsafeBufferPointer<UInt8>
  private let isASCII: Bool
  private var mark = 0
  private var index = 0

  /// - Parameter text: valid UTF-8; it must outlive the cursor, which lives in the same scope as its `LibYAML`.
  init(_ text: UnsafeBufferPointer<UInt8>, isASCII: Bool) {
    unsafe self.text = unsafe text
    self.isASCII = isASCII
  }

  /// Index of the byte at which the character `target` begins, or the end of the text.
  mutating func offset(of target: Int) -> Int {
    let count = unsafe text.count
    guard !isASCII else { return min(target, count) }
    while mark < target, index < count {
      repeat { index += 1 } while index < count && isInsideCharacter
      mark += 1
    }
    while mark > target, index > 0 {
      repeat { index -= 1 } while index > 0 && isInsideCharacter
      mark -= 1
    }
    return index
  }

  private var isInsideCharacter: Bool { unsafe text[index] & 0xC0 == 0x80 }
}
