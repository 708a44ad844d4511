internal import CPCRE2

/// The memory that matching needs, one for each thread that evaluates: match data, the JIT's stack, the buffer for
/// repaired values and the workspace of the fallback matcher. After warm-up a match allocates nothing.
@safe
package final class RegexScratch {
  /// What has happened to values matched with this scratch.
  package struct Counters: Equatable, Sendable {
    /// Values that were not valid UTF-8.
    package var repairedValues = 0
    /// Matches that ran into the backtracking limit and were decided by the matcher that does not backtrack.
    package var backtrackingLimits = 0
    /// Matches that neither matcher could decide within its limits; they count as "does not match". Only patterns with
    /// hundreds of states get here, and only on values that were made for it.
    package var undecided = 0
  }

  package internal(set) var counters = Counters()

  /// For a glob from an event that was too costly to compare.
  package func countUndecided() { counters.undecided += 1 }

  /// How often the engine may backtrack before the other matcher takes over. That one is slower on ordinary patterns
  /// but never needs more than (pattern × value) steps, so a low limit costs little and bounds the worst case.
  static let matchLimit: UInt32 = 20_000
  /// Integers; every state of a pattern takes three, twice over.
  private static let firstWorkspace = 1024
  /// The other matcher compares all states of a pattern that are under way with each other at every byte, so that the
  /// square of its workspace times the length of the value bounds its time; a workspace is as large as this product
  /// allows. Measured with the worst patterns found: 80 ms. A value of 4096 bytes is left 240 states, which is more than
  /// patterns have that are not built to be slow.
  private static let workLimit = 1 << 33

  // All four are created in `init`, freed in `deinit` and never handed out; PCRE2 needs them to outlive each call.
  let matchData: OpaquePointer
  let context: OpaquePointer
  private let jitStack: OpaquePointer?
  var repaired: [UInt8] = []
  var workspace: [Int32] = []

  package init() {
    guard let matchData = unsafe pcre2_match_data_create_8(1, nil), let context = unsafe pcre2_match_context_create_8(nil)
    else { preconditionFailure("out of memory while setting up regular expressions") }
    unsafe self.matchData = matchData
    unsafe self.context = context
    unsafe pcre2_set_match_limit_8(context, Self.matchLimit)
    unsafe jitStack = pcre2_jit_stack_create_8(32 * 1024, 512 * 1024, nil)
    if let jitStack = unsafe jitStack {
      unsafe pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(jitStack))
    }
    // Values are rarely longer than a path; a longer one grows the buffer once.
    repaired.reserveCapacity(4096)
  }

  deinit {
    unsafe pcre2_match_context_free_8(context)
    unsafe pcre2_match_data_free_8(matchData)
    if let jitStack = unsafe jitStack { unsafe pcre2_jit_stack_free_8(jitStack) }
  }

  /// The largest workspace for a value.
  static func workspaceLimit(forLength count: Int) -> Int {
    max(firstWorkspace / 4, Int((Double(workLimit) / Double(max(count, 1))).squareRoot()))
  }

  /// Makes the workspace larger, up to the limit.
  ///
  /// - Parameter size: how large it was for the last attempt; 0 at first.
  /// - Returns: how large it is for the next; nil if the limit is reached.
  func growWorkspace(from size: Int, limit: Int) -> Int? {
    guard size < limit else { return nil }
    let next = min(size == 0 ? Self.firstWorkspace : size * 4, limit)
    if workspace.count < next { workspace = [Int32](repeating: 0, count: next) }
    return next
  }
}
