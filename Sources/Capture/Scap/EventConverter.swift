import Runtime
import Schema

/// Rewrites events of older versions as events of the current ones (scap-format.md §5), step by step as the conversion
/// table says, until none is needed.
struct EventConverter {
  enum Outcome {
    /// `event` is current, and to be handed over.
    case converted
    /// Kept for later, or not wanted.
    case absorbed
    /// It does not fit its own length, or has no conversion.
    case malformed
  }

  /// The event, and in the middle of a step the next form of it.
  private var current = EventBuilder()
  private var next = EventBuilder()
  private var enters = KeptEnters()
  private let types = EventTable.syscall.types
  private let plans = EventPlan.all
  private let conversions = ConversionTable.shared.all
  /// By event code: where the conversions of the type begin; one more at the end.
  private let firstConversion: [Int]

  init() {
    var first: [Int] = []
    for code in 0...types.count {
      first.append(conversions.firstIndex { Int($0.type.rawValue) >= code } ?? conversions.count)
    }
    firstConversion = first
  }

  /// The event that was converted last.
  var event: Span<UInt8> {
    @_lifetime(borrow self)
    borrowing get { current.bytes.span }
  }

  /// Whether `event` has parameters with lengths of 32 bits.
  private(set) var hasLargePayload = false
  /// Whether `event` differs from what was taken.
  private(set) var hasChanged = false

  // MARK: Versions of the layout

  /// Takes an event that has the current layout.
  mutating func convert(_ view: borrowing EventView) -> Outcome {
    current.copy(view)
    hasChanged = false
    return convert()
  }

  /// Takes an event of version 1, which does not say how many parameters it has: the largest number, up to that of the
  /// type, with which everything fits.
  mutating func convertVersion1(_ bytes: Span<UInt8>) -> Outcome {
    guard bytes.count >= 22 else { return .malformed }
    var length = Int(bytes.littleEndian(at: 16, as: UInt32.self))
    let code = Int(bytes.littleEndian(at: 20, as: UInt16.self))
    // The first writers of these two types, notification and infra, counted 3 bytes too many.
    if code == 280 || code == 286 { length -= 3 }
    guard length >= 22, length <= bytes.count, code < types.count else { return .malformed }
    var found: Int?
    var total = 22
    for count in 0...types[code].parameters.count {
      if total == length { found = count }
      guard 22 + 2 * count + 2 <= length else { break }
      total += 2 + Int(bytes.littleEndian(at: 22 + 2 * count, as: UInt16.self))
    }
    guard let found else { return .malformed }
    current.copyVersion1(bytes, length: length, parameterCount: found)
    hasChanged = true
    return convert()
  }

  // MARK: Versions of the types

  private mutating func convert() -> Outcome {
    // The longest chain, from the first execve to the current one, has 17 steps.
    for _ in 0..<32 {
      guard let facts = facts() else { return .malformed }
      let plan = plans[facts.code]
      hasLargePayload = plan == .passLarge
      if plan == .drop { return .absorbed }
      if plan == .refuse { return .malformed }
      if plan == .passLarge || plan.passes(UInt32(facts.parameterCount)) { return .converted }
      let isExit = facts.code & 1 == 1
      guard !isExit || facts.parameterCount <= types[facts.code].parameters.count,
        let conversion = conversion(facts.code, facts.parameterCount)
      else { return .malformed }
      switch conversion.action {
      case .keep:
        enters.keep(current.bytes, of: facts.threadID)
        return .absorbed
      case .keepAndPass:
        enters.keep(current.bytes, of: facts.threadID)
        return .converted
      case .pass:
        return .converted
      case .add, .become:
        let old = current.bytes
        guard Self.apply(conversion, types, to: old.span, &enters, into: &next) else { return .malformed }
        swap(&current, &next)
        hasChanged = true
      }
    }
    return .malformed
  }

  /// What decides over `current`; nil if its lengths do not fit.
  private func facts() -> (code: Int, parameterCount: Int, threadID: Int64)? {
    guard let view = EventView(current.bytes.span, hasLargePayload: hasLargePayloads(current)) else { return nil }
    return (Int(view.type.rawValue), view.parameterCount, view.threadID)
  }

  private func hasLargePayloads(_ event: EventBuilder) -> Bool {
    let code = Int(event.bytes.span.littleEndian(at: 20, as: UInt16.self))
    return code < plans.count && plans[code] == .passLarge
  }

  private func conversion(_ code: Int, _ parameterCount: Int) -> Conversion? {
    conversions[firstConversion[code]..<firstConversion[code + 1]].first { $0.parameterCount == parameterCount }
  }

  /// Writes what an event becomes.
  private static func apply(
    _ conversion: Conversion, _ types: [EventType], to old: Span<UInt8>, _ enters: inout KeptEnters,
    into new: inout EventBuilder
  ) -> Bool {
    guard let view = EventView(old, hasLargePayload: false) else { return false }
    let code: EventCode
    var kept = 0
    if case .become(let target) = conversion.action {
      code = target
    } else {
      code = view.type
      kept = view.parameterCount
    }
    let type = types[Int(code.rawValue)]
    new.begin(
      time: view.time, threadID: view.threadID, type: code, parameterCount: kept + conversion.values.count,
      hasLargePayload: type.flags.contains(.largePayload))
    for index in 0..<kept {
      if let parameter = view.parameter(index) { new.append(parameter) }
      new.endParameter()
    }
    let isExit = view.type.rawValue & 1 == 1
    let keptEnter = isExit ? enters.event(of: view.threadID) : []
    var usedEnter = false
    for (index, value) in conversion.values.enumerated() {
      let target = kept + index < type.parameters.count ? type.parameters[kept + index].type : .bytebuf
      switch value {
      case .empty: break
      case .zero: appendZero(target, to: &new)
      case .containerJSON: appendContainer(view, to: &new)
      case .old(let place): append(view, place, as: target, to: &new)
      case .enter(let place, let orEmpty):
        // An enter event of another call is as good as none.
        if let enter = EventView(keptEnter.span, hasLargePayload: false), enter.type.rawValue == view.type.rawValue - 1 {
          append(enter, place, as: target, to: &new)
          usedEnter = true
        } else if !orEmpty {
          appendZero(target, to: &new)
        }
      }
      new.endParameter()
    }
    if usedEnter { enters.forget(view.threadID) }
    return new.finish()
  }

  private static func appendZero(_ type: ValueType, to new: inout EventBuilder) {
    guard let size = type.encodedSize else { return }
    let byte: UInt8 = type == .uid || type == .gid ? 0xFF : 0
    for _ in 0..<size { new.append(byte) }
  }

  /// A parameter of another event, cut to the size of its new type.
  private static func append(
    _ view: borrowing EventView, _ place: Int, as type: ValueType, to new: inout EventBuilder
  ) {
    guard let value = view.parameter(place) else { return }
    guard let size = type.encodedSize, !value.isEmpty, value.count != size else {
      new.append(value)
      return
    }
    // One byte more than a number has: that of a dynamic parameter, which says what follows (297 to 411, bpf).
    let start = value.count == 9 ? 1 : 0
    var number: UInt64 = 0
    for index in (start..<min(value.count, start + 8)).reversed() { number = number << 8 | UInt64(value[index]) }
    if size < 8 { number = min(number, 1 << UInt64(8 * size) - 1) }
    for index in 0..<size { new.append(index < 8 ? UInt8(truncatingIfNeeded: number >> UInt64(8 * index)) : 0) }
  }

  /// An old container event's parameters id, type, name, image as one JSON text, unescaped as the reference has it.
  private static func appendContainer(_ view: borrowing EventView, to new: inout EventBuilder) {
    func text(_ place: Int) -> [UInt8] {
      guard let parameter = view.parameter(place) else { return [] }
      return Array([UInt8](parameter).prefix { $0 != 0 })
    }
    let type = view.number(1, as: UInt32.self) ?? 0
    new.append(Array("{\"id\":\"".utf8))
    new.append(text(0))
    new.append(Array("\",\"type\":\(type),\"name\":\"".utf8))
    new.append(text(2))
    new.append(Array("\",\"image\":\"".utf8))
    new.append(text(3))
    new.append(Array("\"}".utf8))
    new.append(0 as UInt8)
  }
}
