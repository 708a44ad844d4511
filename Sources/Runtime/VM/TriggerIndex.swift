import Bytecode
import Schema

/// Remembers for each text which rules it leads to.
///
/// A text is known by its symbol, and what it leads to hangs on nothing else: an answer holds as long as the symbol names
/// the same string. Most texts lead to no rule. Different texts lead to the same few sets of rules, so a set is kept once.
struct TriggerIndex: ~Copyable {
  struct Answer: BitwiseCopyable {
    /// `SymbolTable.generation` of the symbol that the answer is about.
    var generation: UInt32
    /// Of `sets`; `unknown` before the first question.
    var set: UInt32

    static let unknown = UInt32.max
    static let none = Answer(generation: 0, set: unknown)
  }

  /// More different sets are not kept: the answer is found anew each time.
  private static let mostSets = 1 << 16

  /// By group, then by symbol.
  private var answers: [[Answer]]
  private var sets: Pool<TableRange>
  private var members: Pool<TriggeredRule>
  private var known: [[TriggeredRule]: UInt32] = [[]: 0]

  init(groups: Int) {
    answers = Array(repeating: [], count: groups)
    sets = Pool(minimumCapacity: 64)
    members = Pool(minimumCapacity: 64)
    sets.append(TableRange(start: 0, count: 0))
  }

  /// The set that a symbol leads to; nil where it has to be found.
  @inline(__always)
  func set(_ group: Int, _ symbol: Symbol, _ generation: UInt32) -> UInt32? {
    let index = Int(symbol.rawValue)
    guard index < answers[group].count else { return nil }
    let answer = answers[group][index]
    return answer.generation == generation && answer.set != Answer.unknown ? answer.set : nil
  }

  @inline(__always)
  func append(_ set: UInt32, to candidates: inout Pool<TriggeredRule>) {
    for index in sets[Int(set)].range { candidates.append(members[index]) }
  }

  /// Notes the set that a symbol leads to.
  mutating func note(_ set: UInt32, _ group: Int, _ symbol: Symbol, _ generation: UInt32) {
    let index = Int(symbol.rawValue)
    if index >= answers[group].count {
      answers[group] += Array(repeating: .none, count: max(index + 1, 2 * answers[group].count) - answers[group].count)
    }
    answers[group][index] = Answer(generation: generation, set: set)
  }

  /// The set of these rules, which are sorted, each once; nil when there are too many sets already.
  mutating func set(of found: [TriggeredRule]) -> UInt32? {
    if let set = known[found] { return set }
    guard sets.count < Self.mostSets else { return nil }
    let set = UInt32(sets.count)
    sets.append(TableRange(start: members.count, count: found.count))
    for rule in found { members.append(rule) }
    // A copy: what was handed over is used again.
    known[found.map { $0 }] = set
    return set
  }
}
