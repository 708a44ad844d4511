import Bytecode
import Runtime
import Sketches

/// Looks now and then whether sketches can still be relied upon, and says it once when one no longer can.
struct SketchWatch {
  /// What is wrong with a sketch.
  struct Finding: Equatable {
    enum Kind: String, CaseIterable {
      /// Keys that were never counted look as if they had been counted as often as rules ask for: rules that wait for rare keys are
      /// blind, and the engine keeps counts from them.
      case untrusted
      /// A table has no room for all keys: what is counted least is forgotten, and looks new when it comes again.
      case full
    }

    let kind: Kind
    let sketch: String
    /// Of those that ask the sketch.
    let rules: [String]
    let noise: UInt64
    let threshold: UInt64
    let distinct: UInt64
    let bytes: Int

    var text: String {
      let keys = "about \(grouped(distinct)) different keys in \(grouped(UInt64(bytes))) bytes"
      let help = "'rulec sketch size --distinct \(distinct) --threshold \(threshold)' says how much memory is enough"
      switch kind {
      case .untrusted:
        return "sketch '\(sketch)' cannot tell rare from common any more: a key that was never counted may have a count of \(noise), "
          + "rules ask for less than \(threshold) (\(keys)); \(help)"
      case .full: return "sketch '\(sketch)' is full and forgets what is counted least (\(keys)); \(help)"
      }
    }
  }

  /// What was said of a sketch and is so still.
  private var told: [String: Set<Finding.Kind>] = [:]
  /// At the last look.
  private var before: [String: (events: UInt64, evictions: UInt64)] = [:]

  /// Full is a table that forgot more than one key for a thousand events since the last look after which there were as many.
  private static let evictionsPerEvent: UInt64 = 1000

  /// Of events seen, in nanoseconds: as far apart as the looks of a live run.
  private static let interval: UInt64 = 1_000_000_000
  private var nextLook: UInt64 = 0

  /// In a replay, which has no time but that of its events: what has become wrong, where so much of it has passed since the last
  /// look.
  mutating func lookNowAndThen(_ engine: inout Engine) -> [Finding] {
    var seen: UInt64 = 0
    for (id, _) in engine.sketchNames { engine.withSketch(id) { seen = max(seen, $0.clock.seen) } }
    guard seen >= nextLook else { return [] }
    nextLook = seen + Self.interval
    return look(&engine)
  }

  /// What has become wrong since the last look.
  mutating func look(_ engine: inout Engine) -> [Finding] {
    guard let program = engine.program else { return [] }
    var findings: [Finding] = []
    for (id, name) in engine.sketchNames {
      guard let entry = program.sketches[Int(id.rawValue)] else { continue }
      let threshold = entry.threshold ?? .max
      var (events, evictions): (UInt64, UInt64) = (0, 0)
      var (noise, distinct, bytes): (UInt64, UInt64, Int) = (0, 0, 0)
      engine.withSketch(id) { sketch in
        sketch.probe()
        (events, evictions) = (sketch.events, sketch.health.evictions)
        (noise, distinct, bytes) = (sketch.noise.percentile99, sketch.distinct, sketch.definition.shape.byteCount)
      }
      let last = before[name]
      let (newEvents, newEvictions) = (events &- (last?.events ?? 0), evictions &- (last?.evictions ?? 0))
      var isFull = told[name, default: []].contains(.full)
      // Of a few events one eviction would be much.
      if last == nil || newEvents >= Self.evictionsPerEvent {
        before[name] = (events, evictions)
        isFull = newEvictions &* Self.evictionsPerEvent > newEvents
      }
      for (kind, isSo) in [(Finding.Kind.untrusted, noise >= threshold), (.full, isFull)] {
        guard isSo else {
          told[name, default: []].remove(kind)
          continue
        }
        if !told[name, default: []].insert(kind).inserted { continue }
        findings.append(
          Finding(
            kind: kind, sketch: name, rules: entry.readers.map { program.strings.text(program.rules[Int($0.rawValue)].name) },
            noise: noise, threshold: threshold == .max ? 5 : threshold, distinct: distinct, bytes: bytes))
      }
    }
    return findings
  }
}

extension InternalAlert {
  /// A sketch cannot be relied upon any more.
  init(_ finding: SketchWatch.Finding, time: UInt64) {
    let fields: [(name: String, value: String)] = [
      ("bytes", "\(finding.bytes)"), ("distinct", "\(finding.distinct)"), ("noise", "\(finding.noise)"),
      ("rules", finding.rules.joined(separator: ", ")), ("sketch", finding.sketch), ("state", finding.kind.rawValue),
      ("threshold", "\(finding.threshold)"),
    ]
    self.init(
      time: time, rule: "rulec internal: sketch health", priority: "Warning", message: "rulec internal: \(finding.text).", fields: fields)
  }
}
