import Bytecode
import Matching
import Schema
import Sketches

/// What sketches count and say about the current event (docs/sketches.md).
extension TermReader {
  /// Counts the event, or has it wait for the rules.
  mutating func count(_ id: SketchID, _ current: borrowing CurrentEvent, _ state: borrowing State) {
    guard sketches.has(id) else { return }
    sketches[id].answer.event = event
    sketches[id].answer.isHeldBack = sketches[id].plan.learnsFromUnmatchedOnly
    ask(id, isCounted: true, current, state)
    if sketches[id].answer.isHeldBack, sketches[id].answer.hasKey { sketches.heldBack.append(id) }
  }

  /// Counts what waited, now that it is known which rules match.
  mutating func settle(_ matches: [RuleID], _ current: borrowing CurrentEvent, _ state: borrowing State) {
    while let id = sketches.heldBack.popLast() {
      sketches[id].answer.isHeldBack = false
      let readers = sketches[id].plan.readers
      if matches.contains(where: { match in sketches.readers[readers.range].contains(match) }) { continue }
      let (plan, answer) = (sketches[id].plan, sketches[id].answer)
      if plan.each < 0 {
        _ = observe(answer.key, weight(plan, current, state), true, id, nil, current, state)
      } else {
        // The keys of the parts are not kept.
        ask(id, isCounted: true, current, state)
        // What was said stays said.
        sketches[id].answer = answer
      }
    }
  }

  // MARK: Keys

  /// Puts the key together and asks the sketch. The answer lies in the bank.
  private mutating func ask(
    _ id: SketchID, isCounted: Bool, _ current: borrowing CurrentEvent, _ state: borrowing State
  ) {
    sketches[id].sketch.advance(to: current.view.time)
    let plan = sketches[id].plan
    var key = processPart(id, current, state)
    var hasKey = true
    for index in plan.eventFields.range {
      let field = sketches.fields[sketches.hashed[index]]
      let value = value(of: field.term, current, state)
      if value == .missing { hasKey = false }
      add(value, field.normalizers, to: &key, id, current, state)
    }
    sketches[id].answer.hasKey = hasKey
    sketches[id].answer.tokens = TokenStatistics()
    guard hasKey else { return }
    let weight = isCounted ? weight(plan, current, state) : 0
    guard plan.each >= 0 else {
      sketches[id].answer.key = key.key()
      sketches[id].answer.observation = observe(sketches[id].answer.key, weight, isCounted, id, nil, current, state)
      return
    }
    askParts(key, id, weight, isCounted, current, state)
  }

  /// What the fields about the process leave; kept until one of them may have changed.
  private mutating func processPart(
    _ id: SketchID, _ current: borrowing CurrentEvent, _ state: borrowing State
  ) -> KeyState {
    let fields = sketches[id].plan.processFields
    guard fields.count > 0, let thread = current.facts.thread, keeping != .forgotten else { return hash(fields, id, current, state) }
    let place = sketches.place(id)
    if let known = sketches.processes.state(place, thread, state.processChanges) {
      if keeping == .compared {
        let new = hash(fields, id, current, state)
        sketches.processes.compare(known, with: new)
      }
      return known
    }
    let part = hash(fields, id, current, state)
    sketches.processes.note(part, place, thread, state.processChanges)
    return part
  }

  private mutating func hash(
    _ fields: TableRange, _ id: SketchID, _ current: borrowing CurrentEvent, _ state: borrowing State
  ) -> KeyState {
    var part = sketches[id].hasher.start
    for index in fields.range {
      let field = sketches.fields[sketches.hashed[index]]
      add(value(of: field.term, current, state), field.normalizers, to: &part, id, current, state)
    }
    return part
  }

  private mutating func askParts(
    _ key: KeyState, _ id: SketchID, _ weight: UInt32, _ isCounted: Bool, _ current: borrowing CurrentEvent,
    _ state: borrowing State
  ) {
    let field = sketches.fields[Int(sketches[id].plan.each)]
    let mark = scratch.valueMark
    appendParts(of: value(of: field.term, current, state), current, state)
    let parts = scratch.list(since: mark)
    for index in parts.range {
      let part = scratch.values[index]
      var whole = key
      add(part, field.normalizers, to: &whole, id, current, state)
      let observation = observe(whole.key(), weight, isCounted, id, part, current, state)
      if sketches[id].answer.tokens.tokens == 0 || observation.count < sketches[id].answer.observation.count {
        sketches[id].answer.observation = observation
      }
      sketches[id].answer.tokens.add(observation)
    }
    if parts.count == 0 { sketches[id].answer.hasKey = false }
    scratch.discardValues(since: mark)
  }

  /// The words of a text, the elements of a list.
  private mutating func appendParts(of value: Value, _ current: borrowing CurrentEvent, _ state: borrowing State) {
    switch value {
    case .list(let elements):
      for index in elements.range { scratch.append(scratch.values[index]) }
    case .text:
      let start = scratch.mark
      append(value, current, state)
      let end = scratch.mark
      var word = start
      for index in start...end where index == end || scratch.bytes[index] == UInt8(ascii: " ") {
        if index > word { scratch.append(.text(.scratch(ByteRange(start: word, count: index - word)))) }
        word = index + 1
      }
    default: break
    }
  }

  private mutating func add(
    _ value: Value, _ normalizers: TableRange, to key: inout KeyState, _ id: SketchID, _ current: borrowing CurrentEvent,
    _ state: borrowing State
  ) {
    switch value {
    case .missing: sketches[id].hasher.addAbsence(to: &key)
    case .signed(let number): sketches[id].hasher.add(number, to: &key)
    case .unsigned(let number): sketches[id].hasher.add(number, to: &key)
    case .bool(let isTrue): sketches[id].hasher.add(UInt64(isTrue ? 1 : 0), to: &key)
    case .text(let text):
      guard normalizers.count > 0 else { return sketches[id].hasher.add(current.bytes(of: text, state, scratch), to: &key) }
      normalize(text, normalizers, current, state)
      sketches.addText(to: &key, id)
    case .double, .address, .list, .each:
      let start = scratch.mark
      appendKey(value, current, state)
      sketches[id].hasher.add(scratch.bytes.span.extracting(start..<scratch.mark), to: &key)
      scratch.discard(since: start)
    }
  }

  /// Leaves the result in the bank.
  private mutating func normalize(
    _ text: Text, _ normalizers: TableRange, _ current: borrowing CurrentEvent, _ state: borrowing State
  ) {
    for (number, index) in normalizers.range.enumerated() {
      let normalizer = sketches.normalizers[index]
      if number == 0 {
        sketches.texts.begin(current.bytes(of: text, state, scratch), normalizer)
      } else {
        sketches.texts.goOn(normalizer)
      }
    }
  }

  private mutating func weight(_ plan: SketchPlan, _ current: borrowing CurrentEvent, _ state: borrowing State) -> UInt32 {
    guard let term = plan.weight else { return 1 }
    switch value(of: term, current, state) {
    case .unsigned(let number): return UInt32(clamping: number)
    case .signed(let number): return UInt32(clamping: number)
    default: return 0
    }
  }

  // MARK: Counting

  private mutating func observe(
    _ key: KeyHash, _ weight: UInt32, _ isCounted: Bool, _ id: SketchID, _ part: Value?, _ current: borrowing CurrentEvent,
    _ state: borrowing State
  ) -> Observation {
    guard isCounted, !sketches[id].answer.isHeldBack else { return sketches[id].sketch.estimate(key, adding: isCounted ? weight : 0) }
    var owner: OwnerHash?
    if let term = sketches[id].plan.owner {
      let start = scratch.mark
      appendKey(value(of: term, current, state), current, state)
      owner = sketches[id].hasher.owner(scratch.bytes.span.extracting(start..<scratch.mark))
      scratch.discard(since: start)
    }
    let observation = sketches[id].sketch.observe(key, weight: weight, owner: owner)
    if observation.wantsName {
      let start = scratch.mark
      appendKey(of: id, separator: UInt8(ascii: "|"), part: part, current, state)
      sketches.name(id, key, observation, ByteRange(start: start, count: scratch.mark - start), in: scratch)
      scratch.discard(since: start)
    }
    return observation
  }

  /// The values of the key, one behind the other.
  private mutating func appendKey(
    of id: SketchID, separator: UInt8?, part: Value?, _ current: borrowing CurrentEvent, _ state: borrowing State
  ) {
    let plan = sketches[id].plan
    for index in plan.fields.range {
      if let separator, index > plan.fields.range.lowerBound { scratch.append(separator) }
      if index == Int(plan.each), let part {
        appendKey(part, current, state)
        continue
      }
      let field = sketches.fields[index]
      let value = value(of: field.term, current, state)
      if case .text(let text) = value, field.normalizers.count > 0 {
        normalize(text, field.normalizers, current, state)
        scratch.append(sketches.texts)
      } else {
        appendKey(value, current, state)
      }
    }
  }

  private mutating func appendKey(_ value: Value, _ current: borrowing CurrentEvent, _ state: borrowing State) {
    switch value {
    case .list(let range), .each(let range, _):
      for index in range.range {
        if index > range.range.lowerBound { scratch.append(UInt8(ascii: ",")) }
        appendKey(scratch.values[index], current, state)
      }
    case .address(let address): scratch.write { address.append(to: &$0) }
    case .double(let number): scratch.append(decimal: UInt64(number.bitPattern))
    case .missing, .text, .signed, .unsigned, .bool: append(value, current, state)
    }
  }

  // MARK: Answers

  /// - Parameter isCondition: conditions see no counts before enough was learned; outputs always do.
  mutating func value(
    of field: SketchField, _ id: SketchID, isCondition: Bool, _ current: borrowing CurrentEvent, _ state: borrowing State
  ) -> Value {
    guard sketches.has(id) else { return .missing }
    if sketches[id].answer.event != event {
      sketches[id].answer = SketchAnswer()
      sketches[id].answer.event = event
      ask(id, isCounted: false, current, state)
    }
    switch field.question {
    case .trusted: return .bool(isTrusted(id))
    case .noise: return .unsigned(sketches[id].sketch.noise.percentile99)
    case .distinct: return .unsigned(sketches[id].sketch.distinct)
    case .total: return .unsigned(sketches[id].sketch.total)
    case .age: return .unsigned(sketches[id].sketch.age)
    default: break
    }
    let answer = sketches[id].answer
    guard answer.hasKey else { return .missing }
    switch field.question {
    case .tag:
      sketches[id].sketch.settle()
      return text(sketches[id].sketch.tag(answer.observation).name)
    // A percentile looks at all events that are not in the statistics yet.
    case .percentile: sketches[id].sketch.settle()
    case .burst: return .bool(answer.observation.isBurst)
    case .key(let separator):
      let start = scratch.mark
      appendKey(of: id, separator: separator, part: nil, current, state)
      return .text(scratch.text(since: start))
    default: break
    }
    if isCondition, !sketches[id].plan.alertsWhileLearning, !isTrusted(id) {
      sketches[id].suppressed &+= 1
      return .missing
    }
    return count(field.question, answer, id)
  }

  private func isTrusted(_ id: SketchID) -> Bool {
    sketches[id].sketch.isTrusted(below: sketches[id].plan.threshold ?? .max)
  }

  private func count(_ question: SketchField.Question, _ answer: SketchAnswer, _ id: SketchID) -> Value {
    switch question {
    case .count: .unsigned(answer.observation.count)
    case .prior: .unsigned(answer.observation.prior)
    case .firstSeen: .bool(answer.observation.isNew)
    case .percentile: .unsigned(UInt64(sketches[id].sketch.percentile(answer.observation)))
    case .minimum: .unsigned(answer.tokens.minimum)
    case .maximum: .unsigned(answer.tokens.maximum)
    case .average: answer.tokens.average.map { .unsigned($0) } ?? .missing
    case .sum: .unsigned(answer.tokens.sum)
    case .tokens: .unsigned(answer.tokens.tokens)
    case .tag, .trusted, .burst, .noise, .distinct, .total, .age, .key, .duration: .missing
    }
  }

  private mutating func text(_ name: StaticString) -> Value {
    let start = scratch.mark
    scratch.append(name)
    return .text(scratch.text(since: start))
  }
}
