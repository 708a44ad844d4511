extension Sketch {
  /// Adds what another sketch counted, generation by generation from the newest back. Estimates stay upper bounds for
  /// Count-Min; a table that has no room forgets what is counted least (`health.evictions`).
  package mutating func add(_ other: borrowing Sketch) throws(SketchMismatch) {
    try requireSame(other)
    for age in 0..<shape.generations {
      let (target, source) = (generation(ofAge: age), other.generation(ofAge: age))
      addCells(of: other, from: source, into: target)
      histogram.merge(other.histogram, from: source, into: target)
      distinctKeys.merge(other.distinctKeys, from: source, into: target)
      totals[target] &+= other.totals[source]
    }
    mergeTime(other)
    events &+= other.events
    health.saturations &+= other.health.saturations
    health.evictions &+= other.health.evictions
    health.refusals &+= other.health.refusals
    mergeNames(other)
    probe()
  }

  /// Counts on how many hosts a key was counted: adds 1 for each key that `other` estimates at `least` or more.
  package mutating func addPrevalence(of other: borrowing Sketch, atLeast least: UInt64 = 1) throws(SketchMismatch) {
    try requireSame(other)
    let least = max(least, 1)
    switch shape.backend {
    case .table: addTablePrevalence(other, least)
    case .countMin:
      if shape.counter == .bits16 {
        addPrevalence(other, least, UInt16.self)
      } else {
        addPrevalence(other, least, UInt32.self)
      }
    }
    for age in 0..<shape.generations {
      distinctKeys.merge(other.distinctKeys, from: other.generation(ofAge: age), into: newest)
    }
    mergeTime(other)
    events &+= 1
    totals[newest] &+= 1
    mergeNames(other)
    probe()
  }

  /// 0 is the one that counts now.
  func generation(ofAge age: Int) -> Int { (newest - age + shape.generations) % shape.generations }

  private mutating func addCells(of other: borrowing Sketch, from source: Int, into target: Int) {
    switch shape.backend {
    case .table:
      FingerprintTable(shape).merge(other.cells, from: source * words, to: &cells, at: target * words, &health)
    case .countMin:
      if shape.counter == .bits16 {
        addCounters(other, from: source, into: target, UInt16.self)
      } else {
        addCounters(other, from: source, into: target, UInt32.self)
      }
    }
  }

  private mutating func addCounters<Counter: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    _ other: borrowing Sketch, from source: Int, into target: Int, _: Counter.Type
  ) {
    let count = shape.rows * shape.width
    for index in 0..<count {
      let theirs: Counter = other.cells.load(source * count + index)
      let (sum, overflow) = cells.load(target * count + index, as: Counter.self).addingReportingOverflow(theirs)
      cells.store(overflow ? .max : sum, target * count + index)
      if overflow { health.saturations &+= 1 }
    }
  }

  /// A counter tells of a host if the host's own, over all generations, does: at least as many as counted the key.
  private mutating func addPrevalence<Counter: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    _ other: borrowing Sketch, _ least: UInt64, _: Counter.Type
  ) {
    let count = shape.rows * shape.width
    for index in 0..<count {
      var sum: UInt64 = 0
      for generation in 0..<shape.generations { sum &+= UInt64(other.cells.load(generation * count + index, as: Counter.self)) }
      let place = newest * count + index
      let own: Counter = cells.load(place)
      if sum >= least, own < .max { cells.store(own + 1, place) }
    }
  }

  /// The generations of the other are first put into one table, so that a key is one host's once.
  private mutating func addTablePrevalence(_ other: borrowing Sketch, _ least: UInt64) {
    var together = Cells(words: cells.count)
    let table = FingerprintTable(shape)
    for age in 0..<shape.generations {
      table.merge(other.cells, from: other.generation(ofAge: age) * words, to: &together, at: 0, &health)
    }
    table.merge(together, from: 0, to: &cells, at: newest * words, &health) { UInt64($0) >= least ? 1 : 0 }
  }

  /// Windows go on as in the one that saw more time. Enough was learned where it was in all.
  private mutating func mergeTime(_ other: borrowing Sketch) {
    learning.isOpen = (events == 0 || learning.isOpen) && other.learning.isOpen
    let isSame = other.clock.seen == clock.seen
    if isSame || other.clock.seen > clock.seen {
      nextRotation = isSame ? min(nextRotation, other.nextRotation) : other.nextRotation
      for age in 0..<shape.generations {
        let (own, theirs) = (generation(ofAge: age), other.starts[other.generation(ofAge: age)])
        starts[own] = isSame ? min(starts[own], theirs) : theirs
      }
    }
    clock.merge(other.clock)
  }

  private mutating func mergeNames(_ other: borrowing Sketch) {
    for age in (0..<other.recent.count).reversed() {
      let text = other.recent.text(age)
      recent.insert(other.recent.key(age), time: other.recent.time(age), text: text.span)
    }
    for entry in 0..<top.count { top.recount(entry, fullEstimate(top.key(entry))) }
    // In the order of their counts, so that a full list keeps the same ones whichever sketch comes first.
    for theirs in other.topKeys {
      let count = fullEstimate(theirs.key)
      if top.note(theirs.key, count) { top.insert(theirs.key, count, text: theirs.text.span) }
    }
  }
}
