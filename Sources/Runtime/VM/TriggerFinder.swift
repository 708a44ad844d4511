import Bytecode
import Matching
import Schema

/// Tells which triggers of a group may hold for a text, without trying each.
struct TriggerFinder {
  /// A subject is a group with a part of its text (`Trigger.Subject`).
  private let needles: NeedleIndex
  /// By group: whether its triggers are among the needles. Those of small groups are tried one by one as quickly.
  private let isIndexed: [Bool]
  private static let fewest = 16

  init(_ program: Program) {
    var needles: [NeedleIndex.Needle] = []
    isIndexed = program.triggerGroups.map { $0.triggers.count > Self.fewest }
    for (number, group) in program.triggerGroups.enumerated() where isIndexed[number] {
      for id in group.triggers.range {
        let trigger = program.triggers[id]
        let check = program.checks[Int(trigger.check.rawValue)]
        guard case .constants(let range) = check.right else { continue }
        for case .string(let string) in program.constants[range.range] {
          var needle = Self.needle(check.op, Array(program.strings[string]), UInt32(id))
          needle.subject = Self.subject(number, trigger.subject)
          needles.append(needle)
        }
      }
    }
    self.needles = NeedleIndex(needles)
  }

  func has(_ group: Int) -> Bool { isIndexed[group] }

  /// - Parameter subject: of which triggers; the text is what they look at.
  func append(_ subject: Trigger.Subject, of group: Int, in text: Span<UInt8>, to ids: inout [UInt32]) {
    needles.append(candidatesIn: text, subject: Self.subject(group, subject), to: &ids)
  }

  private static func subject(_ group: Int, _ subject: Trigger.Subject) -> Int { 4 * group + Int(subject.rawValue) }

  private static func needle(_ op: Operator, _ bytes: [UInt8], _ id: UInt32) -> NeedleIndex.Needle {
    switch op {
    case .equal, .in, .intersects: NeedleIndex.Needle(.whole, bytes, id: id)
    case .startswith: NeedleIndex.Needle(.start, bytes, id: id)
    case .endswith: NeedleIndex.Needle(.end, bytes, id: id)
    case .contains: NeedleIndex.Needle(.anywhere, bytes, id: id)
    case .icontains: NeedleIndex.Needle(.anywhereIgnoringCase, bytes, id: id)
    case .regex: NeedleIndex.Needle(.start, RegexStart.plainText(of: bytes), id: id)
    // Whatever the pattern means, its plain stretches stand in the value; of a path, elements between slashes.
    case .glob, .pmatch: NeedleIndex.Needle(.anywhere, longestPlainStretch(of: bytes), id: id)
    case .iglob: NeedleIndex.Needle(.anywhereIgnoringCase, longestPlainStretch(of: bytes), id: id)
    default: NeedleIndex.Needle(.anywhere, [], id: id)
    }
  }

  private static func longestPlainStretch(of pattern: [UInt8]) -> [UInt8] {
    // A backslash and brackets change the meaning of what follows: then nothing is sure.
    if pattern.contains(where: { Array("\\[]".utf8).contains($0) }) { return [] }
    let stretches = pattern.split(whereSeparator: { Array("*?/".utf8).contains($0) })
    return stretches.max { $0.count < $1.count }.map { Array($0) } ?? []
  }
}
