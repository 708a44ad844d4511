/// The candidate that the author most likely meant by `name`, or nil when none is near enough.
///
/// Damerau-Levenshtein distance (optimal string alignment) over bytes, after folding ASCII case; a candidate
/// counts when its distance is at most a third of the longer name, and at least one. Ties go to the candidate that comes first.
package func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let wanted = folded(name)
  var best: String?
  var bestDistance = Int.max
  for candidate in candidates {
    let bytes = folded(candidate)
    let allowed = min(max(1, max(wanted.count, bytes.count) / 3), bestDistance - 1)
    guard abs(bytes.count - wanted.count) <= allowed, candidate != name else { continue }
    let distance = editDistance(wanted, bytes)
    if distance <= allowed {
      best = candidate
      bestDistance = distance
      if distance == 0 { break }
    }
  }
  return best
}

private func folded(_ text: String) -> [UInt8] {
  text.utf8.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
}

private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in 0..<a.count {
    var row = [i + 1]
    row.reserveCapacity(b.count + 1)
    for j in 0..<b.count {
      var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
      row.append(cost)
    }
    beforeLast = last
    last = row
  }
  return last[b.count]
}
