extension Sketch {
  /// Adds what another sketch counted, generation by generation from the newest back. Estimates stay upper bounds for
  /// Count-Min; a table that has no room forgets what is counted least (`health.evictions`).
  package mutating func add(_ other: borrowing Sketch) throws(SketchMismatch) {
    try requireSame(other)
    endBatch()
    addCells(of: other)
    for age in 0..<shape.generations {
      let (target, source) = (generation(ofAge: age), other.generation(ofAge: age))
      histogram.merge(other.histogram, from: source, into: target)
      distinctKeys.merge(other.distinctKeys, from: source, into: target)
      totals[target] &+= other.total(of: source)
    }
    histogram.add(other.batch, generation: newest)
    mergeTime(other)
    settledEvents &+= other.events
    let theirs = other.health
    settledHealth.saturations &+= theirs.saturations
    settledHealth.evictions &+= theirs.evictions
    settledHealth.refusals &+= theirs.refusals
    mergeNames(other)
    probe()
  }

  /// Counts on how many hosts a key was counted: adds 1 for each key that `other` estimates at `least` or more.
  package mutating func addPrevalence(of other: borrowing Sketch, atLeast least: UInt64 = 1) throws(SketchMismatch) {
    try requireSame(other)
    let least = max(least, 1)
    endBatch()
    switch (shape.backend, shape.counter) {
    case (.table, _): FingerprintTable(shape).mergePrevalence(other.cells, least, to: &cells, newest, &settledHealth)
    case (.countMin, .bits16): CountMin<UInt16>(shape).mergePrevalence(other.cells, least, to: &cells, newest)
    case (.countMin, .bits32): CountMin<UInt32>(shape).mergePrevalence(other.cells, least, to: &cells, newest)
    }
    for age in 0..<shape.generations {
      distinctKeys.merge(other.distinctKeys, from: other.generation(ofAge: age), into: newest)
    }
    mergeTime(other)
    settledEvents &+= 1
    totals[newest] &+= 1
    mergeNames(other)
    probe()
  }

  /// 0 is the one that counts now.
  func generation(ofAge age: Int) -> Int { (newest - age + shape.generations) % shape.generations }

  private mutating func addCells(of other: borrowing Sketch) {
    let generations = (0..<shape.generations).map { (from: other.generation(ofAge: $0), into: generation(ofAge: $0)) }
    if shape.backend == .table { return FingerprintTable(shape).merge(other.cells, generations, to: &cells, &settledHealth) }
    for (from, into) in generations {
      if shape.counter == .bits16 {
        CountMin<UInt16>(shape).merge(other.cells, from: from, to: &cells, into, &settledHealth)
      } else {
        CountMin<UInt32>(shape).merge(other.cells, from: from, to: &cells, into, &settledHealth)
      }
    }
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
    due = 0
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
      if top.wants(theirs.key, count) { top.insert(theirs.key, count, text: theirs.text.span) }
    }
  }
}
