import Diagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// All that was measured, for people and for programs.
struct Results {
  let revision: String
  /// Processes that ran or wanted to, on average of a minute, when the measurements began: a noisy neighbour.
  let loadAverage: Double
  private(set) var measurements: [Measurement] = []

  init(revision: String) {
    self.revision = revision
    var average = 0.0
    // One of the three averages.
    loadAverage = unsafe getloadavg(&average, 1) == 1 ? average : 0
  }

  mutating func add(_ more: [Measurement]) { measurements += more }

  private var walk: Samples? { measurements.first { $0.name == "walk" }?.nanoseconds }

  // MARK: For people

  var table: String {
    var rows = [["", "median", "least", "most", "× walk", "× least", "wall", "peak", ""]]
    for measurement in measurements {
      let samples = measurement.nanoseconds
      rows.append([
        measurement.name, "\(time(samples.median))/\(measurement.per)", time(samples.minimum), time(samples.maximum),
        multiple(samples.median, walk?.median), multiple(samples.minimum, walk?.minimum), measurement.elapsed.map { time($0.median) } ?? "",
        measurement.peakBytes.map { "\(decimals(Double($0) / 1_048_576, 1)) MiB" } ?? "", measurement.note ?? "",
      ])
    }
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let blanks = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 || column == row.count - 1 ? cell + blanks : blanks + cell
      }
      return cells.joined(separator: "  ").trimmingEnd
    }
    let head = "revision \(revision), load average \(decimals(loadAverage, 1)); processor time, user and system"
    return ([head] + lines).joined(separator: "\n")
  }

  private func multiple(_ nanoseconds: Double, _ walk: Double?) -> String {
    walk.map { decimals(nanoseconds / $0, nanoseconds > 1000 * $0 ? 0 : 1) } ?? ""
  }

  private func time(_ nanoseconds: Double) -> String {
    switch abs(nanoseconds) {
    case 1e9...: "\(decimals(nanoseconds / 1e9, 2)) s"
    case 1e6...: "\(decimals(nanoseconds / 1e6, 1)) ms"
    default: "\(decimals(nanoseconds, 1)) ns"
    }
  }

  // MARK: For programs

  var json: [UInt8] {
    var writer = JSONWriter()
    writer.object { json in
      json.field("revision", revision)
      json.field("load_average", loadAverage)
      json.field("results", measurements) { json, measurement in
        json.object { json in
          json.field("name", measurement.name)
          json.field("per", measurement.per)
          json.field("samples", measurement.nanoseconds.sorted.count)
          json.field("median_ns", measurement.nanoseconds.median)
          json.field("least_ns", measurement.nanoseconds.minimum)
          json.field("most_ns", measurement.nanoseconds.maximum)
          if let events = measurement.events { json.field("events", events) }
          if let walk {
            json.field("walk_multiple", measurement.nanoseconds.median / walk.median)
            json.field("least_walk_multiple", measurement.nanoseconds.minimum / walk.minimum)
          }
          if let elapsed = measurement.elapsed { json.field("wall_median_ns", elapsed.median) }
          if let peak = measurement.peakBytes { json.field("peak_bytes", peak) }
          if let note = measurement.note { json.field("note", note) }
        }
      }
    }
    return writer.bytes
  }
}

/// A number with so many digits behind the point.
private func decimals(_ value: Double, _ digits: Int) -> String {
  var unit = 1
  for _ in 0..<digits { unit *= 10 }
  let scaled = Int((abs(value) * Double(unit)).rounded())
  let sign = value < 0 && scaled > 0 ? "-" : ""
  if digits == 0 { return "\(sign)\(scaled)" }
  let rest = String(scaled % unit)
  return "\(sign)\(scaled / unit).\(String(repeating: "0", count: digits - rest.count))\(rest)"
}

extension String {
  fileprivate var trimmingEnd: String { String(reversed().drop { $0 == " " }.reversed()) }
}
