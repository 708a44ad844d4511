import Foundation
import TestSupport
import Testing

private let rules = """
  - list: readers
    items: [cat, less]
  - rule: Secret read
    desc: d
    condition: evt.type = openat and (fd.name = /etc/shadow or fd.name = /etc/gshadow) and proc.name in (readers)
    output: "%fd.name %proc.name"
    priority: WARNING
  - rule: Number one
    desc: d
    condition: evt.type = openat and evt.num = 1
    output: x
    priority: INFO
  - rule: Disabled
    desc: d
    condition: evt.type = close
    output: x
    priority: INFO
    enabled: false

  """

/// A test file with one test, which has these keys besides its name.
private func file(_ keys: String, rule: String = "Secret read") -> String {
  """
  rules: [../rules.yaml]
  tests:
    - name: the test
      rule: \(rule)
  \(keys.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))

  """
}

private let opening = """
  context: {processes: [{name: sshd, exepath: /usr/sbin/sshd}, {name: cat}]}
  events: [{evt: openat, args: {fd: 3, dirfd: AT_FDCWD, name: /etc/shadow, flags: O_RDONLY, mode: 0}}]

  """

private func test(_ text: String, _ options: [String] = [], files: [String: String] = [:]) throws -> RulecProcess {
  let folder = try ScratchFolder(files.merging(["rules.yaml": rules, "tests/a.yaml": text]) { given, _ in given })
  return try RulecProcess(["test", "tests"] + options, in: folder.url)
}

private func json(_ run: RulecProcess) throws -> [String: Any] {
  try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
}

@Suite("rulec test")
struct RuleTestTests {
  @Test func passes() throws {
    for keys in [
      "", "expectedOutcome: {}", "expectedOutcome: {priority: warning, source: syscall}", "expectNoAlert: false",
      "expectedOutcome: {outputFields: {fd.name: /etc/shadow, proc.pname: sshd, fd.num: 3, fd.lport: null}}",
    ] {
      let run = try test(file(opening + keys))
      #expect(run.status == 0 && run.output == "" && run.messages == "1 passed\n", "\(keys): \(run.output)\(run.messages)")
    }
  }

  @Test func noAlertAndTheTree() throws {
    let run = try test(file(opening.replacingOccurrences(of: "/etc/shadow", with: "/srv/a")))
    #expect(run.status == 1 && run.messages == "1 failed\n")
    #expect(
      run.output == """
        failed: the test \u{2014} Secret read (tests/a.yaml:3:11)
          no event gives an alert, and one is expected
          event 1: openat
            evt.res = "SUCCESS"
            fd.name = "/srv/a"
            proc.cmdline = "cat"
            proc.pid = 1001
            proc.lineage = ["cat","sshd"]
            user.name = "root"
            container.id = "host"
          Secret read (rules.yaml:3:9): the condition does not hold
            decided by \u{2717} fd.name = /etc/shadow  \u{2190} "/srv/a" (rules.yaml:5:37)
            decided by \u{2717} fd.name = /etc/gshadow  \u{2190} "/srv/a" (rules.yaml:5:62)
            \u{2717} and
              \u{2713} evt.type = openat  \u{2190} "openat"
              \u{2717} or
                \u{2717} fd.name = /etc/shadow  \u{2190} "/srv/a"
                \u{2717} fd.name = /etc/gshadow  \u{2190} "/srv/a"
              \u{00B7} proc.name in (readers)

        """)
  }

  /// Of several events the one that came furthest is shown, with its number among those that rules see.
  @Test func theNearestEvent() throws {
    let run = try test(
      file(
        """
        context: {processes: [{name: dog}]}
        events:
          - {evt: close, args: {res: 0, fd: 4}}
          - {evt: openat, args: {fd: 3, dirfd: AT_FDCWD, name: /etc/gshadow, flags: O_RDONLY, mode: 0}}
          - {evt: openat, args: {fd: 3, dirfd: AT_FDCWD, name: /srv/a, flags: O_RDONLY, mode: 0}}
        """))
    #expect(run.output.contains("  event 2: openat\n") && run.output.contains("decided by \u{2717} proc.name in (readers)"))
  }

  @Test func anAlertThatIsNotExpected() throws {
    let run = try test(file(opening + "expectNoAlert: true"))
    #expect(run.status == 1)
    #expect(run.output.contains("  event 1 gives an alert, and none is expected\n  event 1: openat\n"))
    #expect(run.output.contains("Secret read (rules.yaml:3:9): the condition holds\n"))
  }

  @Test func anAlertThatLooksDifferent() throws {
    let outcome = "expectedOutcome: {priority: notice, outputFields: {fd.name: /etc/passwd, proc.pname: ~, fd.lport: 22}}"
    let run = try test(file(opening + outcome))
    #expect(run.status == 1)
    #expect(
      run.output == """
        failed: the test \u{2014} Secret read (tests/a.yaml:3:11)
          the priority is Warning, and Notice is expected
          fd.name is '/etc/shadow', and '/etc/passwd' is expected
          proc.pname is 'sshd', and no value is expected
          fd.lport is without a value, and '22' is expected

        """)
  }

  @Test func whatNeedsARealSystemIsSkipped() throws {
    let run = try test(file("runner: HostRunner\nsteps: [{type: syscall, name: a, syscall: open}]\nexpectedOutcome: {}"))
    #expect(run.status == 0 && run.messages == "1 skipped\n")
    #expect(run.output.hasPrefix("skipped: the test \u{2014} Secret read (tests/a.yaml:3:11)\n  its steps make system calls"))
  }

  @Test func disabledRulesAreTested() throws {
    let run = try test(file("context: {processes: [{name: x}]}\nevents: [{evt.type: close, evt.res: 0, evt.arg.fd: 4}]", rule: "Disabled"))
    #expect(run.status == 0, "\(run.output)\(run.messages)")
  }

  /// What one test did is gone before the next: descriptors, users, and the number of the event.
  @Test func testsAreIndependent() throws {
    let run = try test(
      """
      rules: [../rules.yaml]
      tests:
        - {name: a, rule: Number one, events: [&open {evt: openat, args: {fd: 3, dirfd: AT_FDCWD, name: /a, flags: 0, mode: 0}}]}
        - {name: b, rule: Number one, events: [*open]}
        - {name: c, rule: Number one, events: [{evt: close, args: {res: 0, fd: 3}}, *open], expectNoAlert: true}
      """)
    #expect(run.status == 0 && run.messages == "3 passed\n", "\(run.output)")
  }

  // MARK: Cases

  @Test func cases() throws {
    let text = file(
      """
      context: {processes: [{name: "%{ item.name }"}]}
      events: [{evt: openat, args: {fd: "%{ item.fd }", dirfd: AT_FDCWD, name: "/etc/%{ item.file }", flags: 0, mode: 0644}}]
      expectedOutcome: {outputFields: {fd.name: "/etc/%{item.file}", fd.num: "%{ item.fd }"}}
      cases:
        - {strategy: matrix, values: {name: [cat, less], file: [shadow, gshadow, passwd], fd: [3]}}
        - {strategy: vector, values: {name: vi, file: shadow, fd: 4}}
      """)
    let run = try test(text, ["--format", "json"])
    #expect(run.status == 1)
    let tests = try #require(json(run)["tests"] as? [[String: Any]])
    #expect(
      tests.map { "\($0["name"] ?? "") \($0["outcome"] ?? "")" } == [
        "the test [name=cat, file=shadow, fd=3] passed", "the test [name=cat, file=gshadow, fd=3] passed",
        "the test [name=cat, file=passwd, fd=3] failed", "the test [name=less, file=shadow, fd=3] passed",
        "the test [name=less, file=gshadow, fd=3] passed", "the test [name=less, file=passwd, fd=3] failed",
        "the test [name=vi, file=shadow, fd=4] failed",
      ])
  }

  @Test func tooManyCases() throws {
    let values = "[\((1...101).map(String.init).joined(separator: ", "))]"
    let run = try test(file(opening + "cases: [{strategy: matrix, values: {a: \(values), b: \(values)}}]"))
    #expect(run.status == 1 && run.messages.contains("error[RULEC_LIMIT]: test 'the test': its cases are more than 10000\n"))
  }

  // MARK: Contexts

  @Test func processesAsEventGeneratorSpellsThem() throws {
    let run = try test(
      file(
        """
        context:
          processes:
            - {exePath: /opt/parent, user: alice}
            - {exePath: /bin/cat, exe: /x/cat, args: '-n "a b" c', env: {A: b}, user: bob, uid: 77}
        events: [{evt: openat, args: {fd: 3, dirfd: AT_FDCWD, name: /etc/shadow, flags: O_RDONLY, mode: 0}}]
        expectedOutcome:
          outputFields:
            proc.cmdline: cat -n a b c
            proc.exe: /x/cat
            proc.exepath: /bin/cat
            proc.env: A=b
            proc.pname: parent
            user.name: bob
            user.uid: 77
        """))
    #expect(run.status == 0, "\(run.output)\(run.messages)")
  }

  @Test func containers() throws {
    let run = try test(
      file(
        """
        context:
          container: {id: c0ffee123456, name: shop, image: "example.org:5000/shop:1.2", privileged: true}
          processes: [{name: sshd, cgroups: []}, {name: cat}]
        events: [{evt: openat, args: {fd: 3, dirfd: AT_FDCWD, name: /etc/shadow, flags: O_RDONLY, mode: 0}}]
        expectedOutcome:
          outputFields:
            container.id: c0ffee123456
            container.name: shop
            container.image.repository: example.org:5000/shop
            container.image.tag: '1.2'
            container.privileged: true
            evt.num: 2
        """))
    #expect(run.status == 0, "\(run.output)\(run.messages)")
  }

  @Test("numbers and times of events begin anew with each test, also where a failure is explained")
  func ownStream() throws {
    let open = "{evt: openat, args: {fd: 3, dirfd: AT_FDCWD, name: /a, flags: 0, mode: 0}}"
    let begun = "expectedOutcome: {outputFields: {evt.num: 1, evt.reltime: '000000000', evt.deltatime: 0}}"
    let text = """
      rules: [../rules.yaml]
      tests:
        - {name: a, rule: Number one, events: [\(open), \(open)], \(begun)}
        - {name: b, rule: Number one, events: [{evt: close}, \(open)]}
        - {name: c, rule: Number one, events: [\(open)], \(begun)}
        - {name: d, rule: Number one, events: [{evt: close}, \(open)]}
      """
    let run = try test(text)
    #expect(run.messages == "2 passed, 2 failed\n", "\(run.output)")
    #expect(run.output.components(separatedBy: "decided by ✗ evt.num = 1  ← 2 (").count == 3, "\(run.output)")
  }

  @Test func linesOfState() throws {
    let run = try test(
      file(
        """
        context:
          state:
            - {user: {uid: 5, name: carol}}
            - {descriptor: {tid: 7, fd: 9, type: directory, name: /etc}}
            - {machine: {hostname: web1}}
          processes: [{tid: 7, name: cat, user: carol}]
        events: [{evt: openat, tid: 7, args: {fd: 3, dirfd: 9, name: shadow, flags: O_RDONLY, mode: 0}}]
        expectedOutcome: {hostname: web1, outputFields: {fd.name: /etc/shadow, user.uid: 5}}
        """))
    #expect(run.status == 0, "\(run.output)\(run.messages)")
  }

  // MARK: Captures

  @Test func captures() throws {
    let capture = PackageLayout.root.appendingPathComponent("demo/attack.scap").path
    let own = PackageLayout.root.appendingPathComponent("rules").path
    func run(_ keys: String) throws -> RulecProcess {
      try test("tests:\n  - {name: demo, capture: \(capture), \(keys)}\n", ["--rules", own])
    }
    #expect(try run("alerts: {Shell below a server: 1, Mining software: 0}").status == 0)
    #expect(try run("rule: Shell below a server").status == 0)
    #expect(try run("rule: Mining software, expectNoAlert: true").status == 0)
    let failed = try run("alerts: {Shell below a server: 3}")
    #expect(failed.status == 1)
    #expect(failed.output.contains("  rule 'Shell below a server' gives 1 alert, and 3 are expected\n"))
    let unexpected = try run("rule: Shell below a server, expectNoAlert: true")
    #expect(unexpected.output.contains("Shell below a server (") && unexpected.output.contains("the condition holds"))
  }

  @Test func aCaptureThatIsNotThere() throws {
    let run = try test(file("capture: nosuch.scap"))
    #expect(run.status == 2)
    #expect(run.messages.contains("test 'the test': cannot read 'tests/nosuch.scap': No such file or directory\n --> tests/a.yaml\n"))
  }

  // MARK: Mistakes

  @Test(arguments: [
    ("event: []", "5:5", "test 'the test': unknown key 'event'", "did you mean 'events'?"),
    ("events: []", "5:13", "test 'the test': 'events' takes a list of events", ""),
    ("events: [5]", "5:14", "test 'the test': an event takes a mapping", ""),
    ("events: [{evt: opnat}]", "5:20", "test 'the test': unknown event 'opnat'", "did you mean 'openat'?"),
    ("events: [{evt: openat, args: {nam: /a}}]", "5:35", "unknown parameter 'nam' of openat", "did you mean 'name'?"),
    ("events: [{evt: openat, args: {flags: O_RDONL}}]", "5:42", "'O_RDONL' is none", "did you mean 'O_RDONLY'?"),
    ("\(opening)expectNoAlert: perhaps", "7:20", "'expectNoAlert' takes true or false", ""),
    ("\(opening)expectedOutcome: {priority: warnig}", "7:33", "'warnig' is no priority", "did you mean 'warning'?"),
    ("\(opening)expectedOutcome: {outputFields: {fd.nmae: x}}", "7:38", "unknown field 'fd.nmae'; did you mean 'fd.name'?", ""),
    ("\(opening)expectNoAlert: true\nexpectedOutcome: {}", "7:5", "'expectNoAlert' cannot stand beside 'expectedOutcome'", ""),
    ("\(opening)alerts: {Secret read: 1}", "7:5", "has no 'capture' whose 'alerts' could be counted", ""),
    ("\(opening)cases: [{strategy: random, values: {a: 1}}]", "7:24", "'strategy' takes vector or matrix", ""),
    ("events: [{evt: '%{ item.event }'}]\ncases: [{strategy: vector, values: {evnt: a}}]", "5:20", "no value of a case is named 'event'", "did you mean 'evnt'?"),
    ("context: {proceses: []}\nevents: [{evt: close}]", "5:15", "'context': unknown key 'proceses'", "did you mean 'processes'?"),
    ("context: {processes: [{nmae: a, name: b}]}\nevents: [{evt: close}]", "5:28", "unknown key 'nmae' of process", "did you mean 'name'?"),
    ("rule: Secret read", "5:5", "the key 'rule' is given twice", ""),
  ])
  func mistakes(_ keys: String, _ place: String, _ message: String, _ help: String) throws {
    let run = try test(file(keys))
    #expect(run.status == 1, "\(run.output)")
    #expect(run.output == "broken: the test (tests/a.yaml:3:11)\n" || run.output.hasPrefix("broken: the test \u{2014} Secret read"))
    #expect(run.messages.contains(" --> tests/a.yaml:\(place)\n"), "\(run.messages)")
    #expect(run.messages.contains(message) && (help.isEmpty || run.messages.contains(help)), "\(run.messages)")
    #expect(run.messages.components(separatedBy: "error[").count == 2, "one mistake, one report: \(run.messages)")
  }

  @Test func anUnknownRule() throws {
    let run = try test(file(opening, rule: "Secred read"))
    #expect(run.status == 1 && run.messages.contains("no rule about system calls is named 'Secred read'\n --> tests/a.yaml:4:11"))
    #expect(run.messages.contains("did you mean 'Secret read'?"))
  }

  @Test func filesThatAreNoTests() throws {
    let list = try test(rules)
    #expect(list.status == 1 && list.messages.contains("a test file is a mapping with the key 'tests'; this is a list of items"))
    let rest = try test("tests: [{name: a, rule: b, events: [{evt: close}]}]")
    #expect(rest.status == 1 && rest.messages.contains("nothing says which rules are tested"))
    let yaml = try test("tests: [}")
    #expect(yaml.status == 1 && yaml.messages.contains("LOAD_ERR_YAML_PARSE"))
    let missing = try RulecProcess(["test", "nosuch"])
    #expect(missing.status == 2 && missing.messages.contains("cannot read 'nosuch': No such file or directory"))
  }

  @Test func rulesWithAMistake() throws {
    let run = try test(file(opening), files: ["rules.yaml": "- {rule: a, desc: d, condition: proc.nmae = x, output: x, priority: INFO}\n"])
    #expect(run.status == 1 && run.output.isEmpty)
    #expect(run.messages.contains("unknown field 'proc.nmae'\n --> rules.yaml:1:33"))
  }

  // MARK: Options

  @Test func filter() throws {
    let text = """
      rules: [../rules.yaml]
      tests:
        - {name: first, rule: Number one, events: [&open {evt: openat, args: {fd: 3, dirfd: AT_FDCWD, name: /a, flags: 0, mode: 0}}]}
        - {name: second, rule: Secret read, events: [*open], expectNoAlert: true}
        - name: several
          rule: Secret read
          events: [{evt: openat, args: {fd: 3, dirfd: AT_FDCWD, name: "%{ item.path }", flags: 0, mode: 0}}]
          expectNoAlert: true
          cases: [{strategy: matrix, values: {path: [/a, /b]}}]
      """
    func messages(_ filter: String) throws -> String { try test(text, ["--filter", filter]).messages }
    #expect(try messages("first") == "1 passed\n")
    #expect(try messages("irs") == "1 passed\n")
    #expect(try messages("Secret") == "3 passed\n")
    #expect(try messages("Number|second") == "2 passed\n")
    #expect(try messages("^a/s") == "3 passed\n")
    #expect(try messages("^a/s[^/]*$") == "1 passed\n")
    #expect(try messages("/several/path=/b$") == "1 passed\n")
    let run = try test(text, ["--filter", "third"])
    #expect(run.status == 2 && run.messages == "rulec: --filter: no test, and no rule of a test, matches 'third'\n")
    let broken = try test(text, ["--filter", "several ["])
    #expect(broken.status == 2 && broken.messages.hasPrefix("rulec: --filter: 'several [' is no regular expression: "))
    #expect(try test(text, ["--filter", "*first"]).status == 2)
    // Parentheses of its own close before those that are put around it.
    #expect(try test(text, ["--filter", "first)|(x"]).status == 2)
  }

  @Test func junit() throws {
    let text = file(opening + "expectNoAlert: true") + """
        - {name: "a <b>", rule: Secret read, steps: []}
        - {name: c, rule: Secret read, events: [{evt: close}], expectNoAlert: true}
        - {name: d, rule: Secret read, events: [{evt: nosuch}]}
      """
    let run = try test(text, ["--format", "junit", "--output", "out.xml", "--rules", "rules.yaml"])
    #expect(run.status == 1 && run.output.isEmpty && run.messages.hasSuffix("1 passed, 1 failed, 1 broken, 1 skipped\n"))
    let folder = try ScratchFolder(["rules.yaml": rules, "tests/a.yaml": text])
    let shown = try RulecProcess(["test", "tests", "--format", "junit"], in: folder.url)
    let lines = shown.output.components(separatedBy: "\n")
    #expect(lines[1] == "<testsuites name=\"rulec test\" tests=\"4\" failures=\"1\" errors=\"1\" skipped=\"1\" time=\"0\">")
    #expect(shown.output.contains("<testcase name=\"a &lt;b&gt;\" classname=\"Secret read\" file=\"tests/a.yaml\" line=\"8\" time=\"0\">"))
    #expect(shown.output.contains("<failure message=\"event 1 gives an alert, and none is expected\">"))
    #expect(shown.output.contains("<skipped message=\"its steps make system calls"))
    #expect(XMLLooksBalanced.check(shown.output))
  }

  @Test func jsonHasTheExplanation() throws {
    let run = try test(file(opening + "expectNoAlert: true"), ["--format", "json", "--coverage"])
    let report = try json(run)
    #expect(report["summary"] as? [String: Int] == ["passed": 0, "failed": 1, "broken": 0, "skipped": 0])
    let test = try #require((report["tests"] as? [[String: Any]])?.first)
    #expect(test["reasons"] as? [String] == ["event 1 gives an alert, and none is expected"])
    let explanation = try #require((test["explanations"] as? [[String: Any]])?.first)
    #expect((explanation["event"] as? [String: Any])?["type"] as? String == "openat")
    #expect((explanation["rules"] as? [[String: Any]])?.first?["holds"] as? Bool == true)
  }

  @Test func coverage() throws {
    let run = try test(file(opening), ["--coverage"])
    #expect(run.status == 0)
    #expect(
      run.output == """
        coverage: 20 % (2 of 10 answers)
          Secret read (rules.yaml:3:9): 2 of 6
            the rule never failed (rules.yaml:3:9)
            fd.name = /etc/shadow never failed (rules.yaml:5:37)
            fd.name = /etc/gshadow was never asked (rules.yaml:5:62)
          Number one (rules.yaml:8:9): 0 of 2
            the rule was never asked (rules.yaml:8:9)
          Disabled (rules.yaml:13:9): 0 of 2
            the rule was never asked (rules.yaml:13:9)

        """)
    #expect(try test(file(opening), ["--coverage-threshold", "20"]).status == 0)
    let low = try test(file(opening), ["--coverage-threshold", "21"])
    #expect(low.status == 1 && low.messages.contains("the coverage of 20 % is below 21 %"))
    #expect(try test(file(opening), ["--coverage-threshold", "101"]).status == 2)
  }

  // MARK: Our own rules

  /// At least one alert and one event without one for each rule, which is what the first branch of each says.
  @Test func ourOwnRules() throws {
    let folder = PackageLayout.root
    let run = try RulecProcess(["test", "rules/tests", "--format", "json", "--coverage-threshold", "95"], in: folder)
    #expect(run.status == 0, "\(run.messages)")
    let report = try json(run)
    let rules = try #require((report["coverage"] as? [String: Any])?["rules"] as? [[String: Any]])
    #expect(rules.count > 40)
    for rule in rules {
      let whole = try #require((rule["branches"] as? [[String: Any]])?.first)
      #expect(whole["held"] as? Bool == true && whole["failed"] as? Bool == true, "\(rule["rule"] ?? "")")
    }
    #expect((report["summary"] as? [String: Int])?["skipped"] == 0)
  }
}

/// Whether tags open and close in order; a whole XML parser is not needed for what we write ourselves.
private enum XMLLooksBalanced {
  static func check(_ text: String) -> Bool {
    var open: [Substring] = []
    for match in text.matches(of: /<(\/?)([a-z-]+)([^>]*?)(\/?)>/) {
      if match.1 == "/" {
        guard open.popLast() == match.2 else { return false }
      } else if match.4.isEmpty {
        open.append(match.2)
      }
    }
    return open.isEmpty
  }
}
