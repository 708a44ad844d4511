import Schema
import Sketches

/// Fields that ask a sketch (docs/sketches.md).
package enum SketchField: String, CaseIterable, Sendable, BitwiseCopyable {
  case count = "sketch.count"
  case prior = "sketch.prior"
  case percentile = "sketch.percentile"
  case tag = "sketch.tag"
  case firstSeen = "sketch.first_seen"
  case trusted = "sketch.trusted"
  case burst = "sketch.burst"
  case noise = "sketch.noise"
  case distinct = "sketch.distinct"
  case total = "sketch.total"
  case age = "sketch.age_ns"
  case key = "sketch.key"
  case minimum = "sketch.min"
  case maximum = "sketch.max"
  case average = "sketch.avg"
  case sum = "sketch.sum"
  case tokens = "sketch.tokens"
  case descriptorCount = "fd.sketch.count"
  case processCount = "proc.sketch.count"
  case processMinimum = "proc.sketch.min"
  case processMaximum = "proc.sketch.max"
  case processAverage = "proc.sketch.avg"
  case processSum = "proc.sketch.sum"
  case processTokens = "proc.sketch.tokens"
  case pluginCount = "anomaly.count_min_sketch"
  case profile = "anomaly.count_min_sketch.profile"
  case duration = "anomaly.falco.duration_ns"

  /// What is asked, whichever of its spellings was used.
  enum Question {
    case count, prior, percentile, tag, firstSeen, trusted, burst, noise, distinct, total, age, key(separator: UInt8?)
    case minimum, maximum, average, sum, tokens, duration
  }

  var question: Question {
    switch self {
    case .count, .descriptorCount, .processCount, .pluginCount: .count
    case .prior: .prior
    case .percentile: .percentile
    case .tag: .tag
    case .firstSeen: .firstSeen
    case .trusted: .trusted
    case .burst: .burst
    case .noise: .noise
    case .distinct: .distinct
    case .total: .total
    case .age: .age
    case .key: .key(separator: UInt8(ascii: "|"))
    // As the incumbent's plugin writes it.
    case .profile: .key(separator: nil)
    case .minimum, .processMinimum: .minimum
    case .maximum, .processMaximum: .maximum
    case .average, .processAverage: .average
    case .sum, .processSum: .sum
    case .tokens, .processTokens: .tokens
    case .duration: .duration
    }
  }
}
