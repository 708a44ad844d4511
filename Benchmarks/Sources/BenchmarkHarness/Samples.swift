/// What repeated measurements of one thing gave.
struct Samples {
  let sorted: [Double]

  init(_ values: [Double]) {
    precondition(!values.isEmpty, "nothing was measured")
    sorted = values.sorted()
  }

  var median: Double {
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
  var minimum: Double { sorted[0] }
  var maximum: Double { sorted[sorted.count - 1] }
}

/// One line of the results.
struct Measurement {
  /// `replay/all`.
  let name: String
  /// What one of `nanoseconds` is for: "event", "call", "process".
  let per: String
  let nanoseconds: Samples
  /// How many there were in each run, where it is not the harness that chose.
  var events: Int? = nil
  /// Of the whole process, where it was one of its own.
  var peakBytes: Int? = nil
  /// Wall-clock time, where somebody waits for it.
  var elapsed: Samples? = nil
  /// What has to be known to read the figure.
  var note: String? = nil

  var group: String { String(name.prefix { $0 != "/" }) }
}

struct HarnessFailure: Error {
  let message: String
}
