import Bytecode
import Matching
import Schema

/// Tells which triggers of a group may hold for a text, without trying each.
struct TriggerFinder {
  /// By subject; empty for small groups, whose triggers are tried one by one as quickly.
  private var indices: [NeedleIndex] = []
  private static let fewest = 16

  init(_ group: TriggerGroup, _ program: Program) {
    guard group.triggers.count > Self.fewest else { return }
    var needles: [[NeedleIndex.Needle]] = [[], [], []]
    for id in group.triggers.range {
      let trigger = program.triggers[id]
      let check = program.checks[Int(trigger.check.rawValue)]
      guard case .constants(let range) = check.right else { continue }
      for case .string(let string) in program.constants[range.range] {
        needles[Int(trigger.subject.rawValue)].append(Self.needle(check.op, Array(program.strings[string]), UInt32(id)))
      }
    }
    indices = needles.map { NeedleIndex($0) }
  }

  var isEmpty: Bool { indices.isEmpty }

  /// - Parameter subject: of which triggers; the text is what they look at.
  func append(_ subject: Trigger.Subject, in text: Span<UInt8>, to ids: inout [UInt32]) {
    // Through a span: an element of an array would be copied, with a reference count for each of its tables.
    indices.span[Int(subject.rawValue)].append(candidatesIn: text, to: &ids)
  }

  private static func needle(_ op: Operator, _ bytes: [UInt8], _ id: UInt32) -> NeedleIndex.Needle {
    switch op {
    case .equal, .in: NeedleIndex.Needle(.whole, bytes, id: id)
    case .startswith: NeedleIndex.Needle(.start, bytes, id: id)
    case .endswith: NeedleIndex.Needle(.end, bytes, id: id)
    case .contains: NeedleIndex.Needle(.anywhere, bytes, id: id)
    case .icontains: NeedleIndex.Needle(.anywhereIgnoringCase, bytes, id: id)
    case .regex: NeedleIndex.Needle(.start, RegexStart.plainText(of: bytes), id: id)
    // Whatever the pattern means, its plain stretches stand in the value; of a path, elements between slashes.
    case .glob, .pmatch: NeedleIndex.Needle(.anywhere, longestPlainStretch(of: bytes), id: id)
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
