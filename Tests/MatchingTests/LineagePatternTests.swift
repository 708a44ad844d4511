import Testing

@testable import Matching

@Suite("Patterns of lineages")
struct LineagePatternTests {
  private func shape(_ text: String) -> [[String]]? {
    guard case .success(let pattern) = LineagePattern.parse(text.bytes.span) else { return nil }
    // A run is recognised by the names that it is asked about: `a` fits the glob `a` only.
    return pattern.runs.map { run in run.names.map { name in candidates.first { name.matches($0.bytes) } ?? "?" } }
  }

  private let candidates = ["java", "bash", "sh", "python2.7", "a", "b", "c", "x y", "a>b", "a\\", "", "ab"]

  @Test(
    "steps are runs from the process upwards",
    arguments: [
      ("bash", [["bash"]]),
      ("java > bash", [["bash", "java"]]),
      ("java>bash", [["bash", "java"]]),
      (" java  >\tbash ", [["bash", "java"]]),
      ("java > ** > bash", [["bash"], ["java"]]),
      ("java > **", [[], ["java"]]),
      ("** > bash", [["bash"]]),
      ("** > bash > **", [[], ["bash"]]),
      ("a > ** > ** > b", [["b"], ["a"]]),
      ("a > b > ** > c", [["c"], ["b", "a"]]),
      ("java > sh > sh > python2.7 > bash", [["bash", "python2.7", "sh", "sh", "java"]]),
      ("x y > a", [["a", "x y"]]),
      ("a\\>b > c", [["c", "a>b"]]),
      ("a\\\\>c", [["c", "a\\"]]),
    ] as [(String, [[String]])])
  func steps(text: String, expected: [[String]]) {
    #expect(shape(text) == expected)
  }

  @Test("a step is a glob of the whole name")
  func globs() throws {
    let pattern = try LineagePattern.parse("java* > ?sh".bytes.span).get()
    let names = pattern.runs[0].names
    #expect(names[0].matches("zsh".bytes) && names[0].matches("ash".bytes) && !names[0].matches("bash".bytes))
    #expect(names[1].matches("java".bytes) && names[1].matches("java-worker".bytes) && !names[1].matches("xjava".bytes))
  }

  @Test(
    "a pattern that says nothing or too much is refused where it does",
    arguments: [
      ("", 0, "a step of the pattern is empty"),
      ("   ", 0, "a step of the pattern is empty"),
      ("**", 0, "the pattern names no process"),
      ("** > **", 0, "the pattern names no process"),
      ("a > > b", 3, "a step of the pattern is empty"),
      ("> b", 0, "a step of the pattern is empty"),
      ("a >", 3, "a step of the pattern is empty"),
      ("a > **b", 4, "`**` stands for whole processes, not for a part of a name"),
      ("a > b** > c", 5, "`**` stands for whole processes, not for a part of a name"),
      ("***", 0, "`**` stands for whole processes, not for a part of a name"),
      ("a > b\\", 5, "the name ends in a lone backslash"),
    ])
  func refused(text: String, offset: Int, message: String) {
    guard case .failure(let error) = LineagePattern.parse(text.bytes.span) else {
      Issue.record("'\(text)' was accepted")
      return
    }
    #expect(error.offset == offset)
    #expect(error.message == message)
  }

  @Test(.timeLimit(.minutes(1)))
  func longPatterns() {
    let steps = Array(repeating: "a", count: 100_000).joined(separator: ">")
    #expect(shape(steps)?.first?.count == 100_000)
    // Every `>` is escaped: looking back for backslashes must not become quadratic.
    _ = LineagePattern.parse(Array(repeating: UInt8(ascii: "\\"), count: 200_000).span)
  }
}

@Suite("Patterns of ancestors")
struct AncestorPatternTests {
  private func shape(_ text: String) -> [String]? {
    guard case .success(let pattern) = AncestorPattern.parse(text.bytes.span) else { return nil }
    return pattern.conditions.map { $0.property.rawValue + ($0.isNegated ? "!" : "") }
  }

  @Test(
    "conditions, each with its property",
    arguments: [
      ("name=java", ["name"]),
      ("  name=java   exe=/usr/bin/java ", ["name", "exe"]),
      ("name!=java pid=1", ["name!", "pid"]),
      ("cmdline='* -c *' user=root", ["cmdline", "user"]),
      ("exe=", ["exe"]),
      ("exepath=/a uid=0 cwd=/ args=x", ["exepath", "uid", "cwd", "args"]),
    ])
  func conditions(text: String, expected: [String]) {
    #expect(shape(text) == expected)
  }

  @Test(
    "values are globs, in quotes where they have blanks",
    arguments: [
      ("name=ja*", "java", true), ("name=ja*", "xjava", false), ("name=java", "java", true), ("name=", "", true),
      ("cmdline='a b*'", "a b c", true), ("cmdline='a b*'", "'a b*'", false), ("cmdline=\"it's\"", "it's", true),
      ("cmdline=a\\ b", "a b", true), ("cmdline='it\\'s'", "it's", true), ("exe=a=b", "a=b", true),
      ("name=a'b", "a'b", true),
    ])
  func values(text: String, value: String, expected: Bool) throws {
    let pattern = try AncestorPattern.parse(text.bytes.span).get()
    #expect(pattern.conditions[0].glob.matches(value.bytes) == expected)
  }

  @Test(
    "what is no condition is refused where it stands",
    arguments: [
      ("", 0, "the pattern has no condition"),
      ("java", 0, "unknown property 'java'"),
      ("name=a nmae=b", 7, "unknown property 'nmae'"),
      ("=a", 0, "a property is missing"),
      ("name", 4, "`=` or `!=` is missing behind 'name'"),
      ("name a", 4, "`=` or `!=` is missing behind 'name'"),
      ("name!a", 5, "`=` or `!=` is missing behind 'name'"),
      ("name='a", 5, "the closing quote is missing"),
      ("name='a'exe=b", 8, "a blank is missing between two conditions"),
      ("name=a\\", 6, "the value ends in a lone backslash"),
    ])
  func refused(text: String, offset: Int, message: String) {
    guard case .failure(let error) = AncestorPattern.parse(text.bytes.span) else {
      Issue.record("'\(text)' was accepted")
      return
    }
    #expect(error.offset == offset)
    #expect(error.message == message)
  }
}
