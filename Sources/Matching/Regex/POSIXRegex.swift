internal import CPCRE2

/// A compiled pattern of the `regex` operator (rule-language.md §5.2): it has to match the whole value, `.` does not
/// match a newline, `^` and `$` also match at line borders inside the value, case matters.
///
/// Compiled code is immutable and may be used from any number of threads, each with its own `RegexScratch`.
@safe
package final class POSIXRegex: @unchecked Sendable {
  // Owned: made in `compile`, freed in `deinit`. PCRE2 does not write to compiled code while matching.
  private let code: OpaquePointer
  private let isJIT: Bool

  private init(code: OpaquePointer, isJIT: Bool) {
    unsafe self.code = code
    self.isJIT = isJIT
  }

  deinit { unsafe pcre2_code_free_8(code) }

  /// Compiles a pattern for matching, to machine code where the platform allows it.
  package static func compile(_ pattern: [UInt8]) throws(RegexSyntaxError) -> POSIXRegex {
    let translation = try POSIXRegexSyntax.translate(pattern)
    let code = try unsafe compile(translation, of: pattern)
    let jit = unsafe pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE))
    return unsafe POSIXRegex(code: code, isJIT: jit == 0)
  }

  /// Everything that can be wrong with a pattern, without making code from it. The syntax check alone decides, except
  /// for patterns so large that only PCRE2 knows whether they fit.
  package static func validate(_ pattern: [UInt8]) throws(RegexSyntaxError) {
    let translation = try POSIXRegexSyntax.translate(pattern)
    guard translation.estimatedSize > certainlySmall else { return }
    unsafe pcre2_code_free_8(try unsafe compile(translation, of: pattern))
  }

  /// PCRE2's compiled form holds 65 535 bytes with its usual link size; the estimate is good to a factor of two.
  private static let certainlySmall = 24_000

  private static func compile(
    _ translation: POSIXRegexSyntax.Translation, of pattern: [UInt8]
  ) throws(RegexSyntaxError) -> OpaquePointer {
    guard let context = unsafe pcre2_compile_context_create_8(nil) else {
      preconditionFailure("out of memory while compiling a regular expression")
    }
    defer { unsafe pcre2_compile_context_free_8(context) }
    unsafe pcre2_set_newline_8(context, UInt32(PCRE2_NEWLINE_LF))
    unsafe pcre2_set_parens_nest_limit_8(context, UInt32(2 * POSIXRegexTranslator.depthLimit))
    // ALT_CIRCUMFLEX: `^` also matches after a newline that ends the value, as in RE2.
    let options = PCRE2_UTF | PCRE2_MULTILINE | PCRE2_ALT_CIRCUMFLEX | UInt32(PCRE2_NO_UTF_CHECK)
    var error: Int32 = 0
    var offset = 0
    // The pointer is only used inside the closure; PCRE2 copies what it needs.
    let code = unsafe translation.pattern.withUnsafeBufferPointer { source in
      unsafe pcre2_compile_8(source.baseAddress, source.count, options, &error, &offset, context)
    }
    if let code = unsafe code { return unsafe code }
    let tooLarge: [Int32] = [PCRE2_ERROR_PATTERN_TOO_LARGE, PCRE2_ERROR_PATTERN_TOO_COMPLICATED, PCRE2_ERROR_HEAP_FAILED]
    precondition(tooLarge.contains(error), "PCRE2 refuses the translation of a valid pattern: error \(error) at \(offset)")
    throw RegexSyntaxError(.patternTooLarge, at: 0..<pattern.count)
  }

  // MARK: Matching

  /// Whether the pattern matches the value from its first byte to its last. A value that is not valid UTF-8 is
  /// repaired first (corrections.md A6: one stray byte must not evade a rule).
  package func matchesWholly(_ value: Span<UInt8>, scratch: RegexScratch) -> Bool {
    guard UTF8Repair.firstInvalid(in: value) != nil else { return matches(valid: value, scratch) }
    scratch.counters.repairedValues += 1
    // Taken out of the scratch for the time of the match, so that the buffer is uniquely referenced and not copied.
    var buffer: [UInt8] = []
    swap(&buffer, &scratch.repaired)
    defer { swap(&buffer, &scratch.repaired) }
    UTF8Repair.repair(value, into: &buffer)
    return matches(valid: buffer.span, scratch)
  }

  private func matches(valid value: Span<UInt8>, _ scratch: RegexScratch) -> Bool {
    // The subject is only read, and only inside the closure. An empty span may have no address; PCRE2 wants one.
    unsafe value.withUnsafeBufferPointer { bytes in
      if let subject = bytes.baseAddress { return unsafe run(subject, bytes.count, scratch) }
      return unsafe withUnsafePointer(to: UInt8(0)) { unsafe run($0, 0, scratch) }
    }
  }

  private func run(_ subject: UnsafePointer<UInt8>, _ count: Int, _ scratch: RegexScratch) -> Bool {
    let result =
      if isJIT {
        unsafe pcre2_jit_match_8(code, subject, count, 0, 0, scratch.matchData, scratch.context)
      } else {
        unsafe pcre2_match_8(
          code, subject, count, 0, UInt32(PCRE2_NO_UTF_CHECK), scratch.matchData, scratch.context)
      }
    if result >= 0 { return true }
    if result == PCRE2_ERROR_NOMATCH { return false }
    scratch.counters.backtrackingLimits += 1
    return unsafe runWithoutBacktracking(subject, count, scratch)
  }

  /// Decides what the backtracking matcher gave up on. `pcre2_dfa_match` follows all ways at once; its time is bounded
  /// by the room it gets (`RegexScratch.workLimit`), so the same value always gets the same answer.
  private func runWithoutBacktracking(
    _ subject: UnsafePointer<UInt8>, _ count: Int, _ scratch: RegexScratch
  ) -> Bool {
    let limit = RegexScratch.workspaceLimit(forLength: count)
    var size = 0
    while let next = scratch.growWorkspace(from: size, limit: limit) {
      size = next
      // PCRE2 writes at most `size` integers, which the workspace has, and only during the call.
      let result = unsafe scratch.workspace.withUnsafeMutableBufferPointer { workspace in
        unsafe pcre2_dfa_match_8(
          code, subject, count, 0, UInt32(PCRE2_NO_UTF_CHECK | PCRE2_DFA_SHORTEST), scratch.matchData, scratch.context,
          workspace.baseAddress, size)
      }
      if result >= 0 { return true }
      if result == PCRE2_ERROR_NOMATCH { return false }
      guard result == PCRE2_ERROR_DFA_WSSIZE else { break }
    }
    scratch.counters.undecided += 1
    return false
  }
}
