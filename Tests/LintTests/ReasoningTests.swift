import Testing

@Suite("What is not proved")
struct ReasoningTests {
  @Test("conditions that an event can fulfil, though they look as if none could", arguments: [
    // All ancestors at once: there may be none (rule-language.md §5.4).
    "proc.aenv[1] exists and not proc.aenv[1] contains \"\"",
    "proc.aname = a and proc.aname = b and proc.aname != a",
    // Both ends of a connection.
    "fd.port = 80 and fd.port = 443", "fd.ip = 10.0.0.1 and fd.ip = 10.0.0.2",
    // A missing value fulfils every negation.
    "not proc.pname = a and not proc.pname != a", "not fd.num > 5 and not fd.num <= 5",
    // A file made by a relative path is below no folder and begins with nothing.
    "fd.name pmatch (/etc) and not fd.name startswith /etc",
    "fd.name startswith /etc and not fd.name pmatch (/etc)",
    "tolower(proc.name) = bash and proc.name != bash",
  ])
  func possible(_ condition: String) {
    let linted = Linted(rule("evt.type in (openat, connect) and \(condition)"))
    #expect(!linted.codes.contains("RULEC_NEVER_MATCHES"), "\(linted.report)")
  }

  @Test("conditions that none can fulfil", arguments: [
    "fd.num > 5 and fd.num < 7 and not fd.num = 6", "fd.name in (/a, /b) and fd.name != /a and not fd.name endswith b",
    "fd.name regex \"/etc/.*\" and fd.name startswith /var", "fd.name glob \"/etc/*\" and not fd.name startswith /e",
    "proc.name = a and (proc.name = b or proc.name = c)", "fd.snet = 10.0.0.0/8 and fd.snet = 11.0.0.0/8",
    "not proc.name exists and (proc.name = a or proc.name contains b)",
    "proc.pname = val(proc.name) and not proc.pname exists",
  ])
  func impossible(_ condition: String) {
    #expect(Linted(rule("evt.type in (openat, connect) and \(condition)")).codes.contains("RULEC_NEVER_MATCHES"))
  }
}
