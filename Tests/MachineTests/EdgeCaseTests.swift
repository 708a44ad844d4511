import Runtime
import Schema
import Testing

/// The rows of reference/edge-cases.md that need an event, through rule text, compiler and engine. Where rulec differs
/// from Falco on purpose, docs/compatibility.md has the row, and the expected answer here is ours.
struct EdgeCaseTests {
  struct Row: CustomTestStringConvertible {
    let row: Int
    let event: MadeEvent
    /// Conditions and their answers.
    let cases: [(String, Bool)]

    init(_ row: Int, _ event: MadeEvent, _ cases: (String, Bool)...) {
      self.row = row
      self.event = event
      self.cases = cases
    }

    var testDescription: String { "row \(row)" }
  }

  /// Without a descriptor, a path or a result.
  static let plain = MadeEvent("getuid", ["uid": 0])
  static let socketRead = MadeEvent("read", ["res": 5, "data": .bytes(Array("hello".utf8)), "fd": 3, "size": 5])
  static let fileRead = MadeEvent("read", ["res": 5, "data": .bytes(Array("hello".utf8)), "fd": 4, "size": 5])
  static let opened = MadeEvent("open", ["fd": 5, "name": "/etc/x", "flags": 7, "mode": 0o755])
  static let failedOpen = MadeEvent("open", ["fd": -2, "name": "/etc/none", "flags": 1, "mode": 0])
  static let relativeOpen = MadeEvent("openat", ["fd": -2, "dirfd": -100, "name": "rel/none", "flags": 1, "mode": 0])
  static let sysinfo: MadeEvent = {
    guard let code = SyscallTable.shared.code(named: "sysinfo") else { preconditionFailure("sysinfo is a system call") }
    return MadeEvent("syscall", ["ID": .number(Int64(code.rawValue)), "nativeID": 99])
  }()

  static let rows = [
    Row(
      83, plain, ("fd.name = x", false), ("fd.name != x", false), ("fd.name in (x)", false), ("fd.name exists", false)),
    Row(84, plain, ("not fd.name = x", true), ("not fd.name != x", true)),
    Row(
      85, plain, ("proc.env[UNSET] exists", true), ("proc.args[99] exists", true), ("proc.env[UNSET] = \"\"", true),
      ("proc.args[99] = \"\"", true)),
    Row(86, plain, ("proc.aname != bash", true), ("proc.aname = bash", true), ("proc.aname = sshd", false)),
    Row(87, plain, ("not proc.aname = bash", false), ("not proc.aname = sshd", true)),
    Row(88, plain, ("proc.aname = Ls.exe", false), ("proc.aname[0] = Ls.exe", true), ("proc.aname[2] = init", true)),
    Row(89, plain, ("proc.apid = 20", true), ("proc.apid in (20)", true), ("proc.apid in (21, 300)", false)),
    Row(
      90, socketRead, ("fd.ip = 142.251.111.147", true), ("fd.ip in (10.0.0.1, 142.251.111.147)", true),
      ("fd.ip in (10.0.0.1)", false)),
    Row(
      91, socketRead, ("fd.net in (10.0.0.0/8, 142.251.0.0/16)", true), ("fd.net in (142.251.0.0/16)", true),
      ("fd.net in (10.0.0.0/8, ::1/128)", false)),
    Row(92, socketRead, ("fd.snet in (10.0.0.0/8, 142.251.0.0/16)", true), ("fd.cnet in (142.251.0.0/16)", false)),
    Row(
      93, socketRead, ("fd.snet = anyof (142.251.0.0/16)", true), ("fd.snet != allof (142.251.0.0/16)", false),
      ("fd.snet != allof (10.0.0.0/8)", true)),
    Row(
      94, socketRead, ("fd.ip != 142.251.111.147", false), ("fd.ip != 10.0.0.1", true),
      ("not fd.ip = 142.251.111.147", false)),
    Row(
      95, socketRead, ("fd.port > 400", true), ("fd.port > 60000", false), ("fd.port < 444", true),
      ("fd.port = https", true), ("fd.port = 54321", true)),
    Row(
      96, socketRead, ("fd.port intersects (443)", true), ("fd.ip intersects (172.40.111.222)", true),
      ("fd.port intersects (80, 8080)", false)),
    Row(97, socketRead, ("fd.sip != ::1", true), ("fd.sip = ::1", false), ("not fd.sip = ::1", true)),
    Row(
      98, fileRead, ("evt.rawarg.fd = 4", true), ("evt.rawarg.fd in (4)", true), ("evt.rawarg.fd in (3, 5)", false),
      ("evt.rawarg.fd != 4", false), ("evt.rawarg.name exists", false)),
    Row(
      99, opened, ("evt.arg.flags = \"O_RDWR|O_CREAT\"", false), ("evt.arg.flags = O_CREAT|O_RDWR", true),
      ("evt.arg.flags contains O_CREAT", true)),
    Row(100, opened, ("evt.arg.mode = 0755", true), ("evt.arg.mode = 755", false), ("evt.rawarg.mode = 493", true)),
    Row(101, fileRead, ("evt.arg.fd = 4", false), ("evt.arg.fd contains shadow", true), ("evt.arg.fd = <f>/etc/shadow", true)),
    Row(
      102, relativeOpen, ("evt.arg.name = rel/none", false), ("evt.arg.name = /home/u/rel/none", true),
      ("evt.rawarg.name = rel/none", true)),
    Row(
      103, failedOpen, ("fd.num = -1", true), ("fd.typechar = f", false), ("fd.typechar = o", true),
      ("fd.name exists", true), ("fd.name = /etc/none", true), ("fd.type exists", false)),
    Row(103, relativeOpen, ("fd.num = -1", true), ("fd.typechar = f", true), ("fd.type exists", false)),
    Row(104, relativeOpen, ("fs.path.name = <UNKNOWN>", true), ("fs.path.name exists", true)),
    Row(105, sysinfo, ("evt.type = sysinfo", true), ("evt.type = syscall", false), ("evt.args = \"\"", true)),
    Row(106, plain, ("evt.dir = <", true), ("evt.dir = >", false)),
    Row(107, plain, ("proc.name glob L*", true), ("proc.exepath glob /*", true), ("proc.exepath glob \"/?in?*\"", true)),
    Row(108, plain, ("proc.name regex \"Ls\"", false), ("proc.name regex \"Ls|Ls.exe\"", true)),
    Row(109, plain, ("proc.args[1] regex \"x.y\"", false), ("proc.args[1] regex \"x[^x]y\"", true)),
    Row(
      110, plain, ("proc.exepath pmatch (/bin)", true), ("proc.exepath pmatch (bin)", true),
      ("proc.exepath pmatch (/bin/)", true), ("proc.exepath pmatch (//bin//)", true), ("proc.exepath pmatch (/)", true),
      ("proc.exepath pmatch (\"\")", true)),
    Row(111, plain, ("proc.exepath pmatch (/bin/Ls)", false), ("proc.exepath pmatch (/b*/Ls)", false)),
    Row(112, plain, ("proc.exepath pmatch (/bi*)", true), ("proc.exepath pmatch (/b*/Ls.exe)", true)),
    Row(
      113, plain, ("proc.name contains \"\"", true), ("proc.name startswith \"\"", true),
      ("proc.name endswith \"\"", true), ("proc.name glob \"\"", false), ("proc.env[UNSET] glob \"\"", true)),
    Row(
      114, plain, ("proc.name = oneof (Ls.exe, Ls.exe)", false), ("proc.name = oneof (Ls.exe, x)", true),
      ("proc.name = oneof (x, y)", false)),
    Row(
      115, plain, ("proc.name != allof ()", false), ("proc.name contains anyof ()", false),
      ("not proc.name != allof ()", true)),
    Row(
      116, plain, ("b64(\"aGVsbG8\") = hello", true), ("b64(\"not base64!\") exists", false),
      ("b64(\"aGVsbG8=\") startswith hell", true)),
    Row(117, plain, ("basename(\"/a/b/\") = \"\"", true), ("basename(proc.exepath) = Ls.exe", true)),
    Row(118, plain, ("concat(\"a\", len(proc.name)) = a6", true)),
    Row(
      119, plain, ("tolower((\"A\",\"B\")) in (a, b)", true), ("tolower((\"A\",\"B\")) in (a)", false),
      ("tolower((\"A\",\"B\")) intersects (a)", true)),
    Row(
      120, plain, ("getopt((\"-a\",\"-n\",\"5\"),\"an:\")[n] = \"5\"", true),
      ("getopt((\"-a\",\"-n\",\"5\"),\"an:\")[z] exists", false), ("getopt((\"-n\"),\"n:\")[n] = \"\"", true)),
    Row(
      121, plain, ("getopt((\"--long\",\"-c\"),\"c\") intersects (c)", true),
      ("getopt((\"--\",\"-c\"),\"c\") intersects (c)", false)),
    Row(
      122, fileRead, ("fd.types intersects (ipv4, x)", true), ("fd.types in (ipv4)", false),
      ("fd.types in (ipv4, file)", true)),
  ]

  @Test(arguments: rows)
  func answers(_ row: Row) throws {
    let answers = try Sample.answers(row.cases.map(\.0), row.event)
    for (index, (condition, expected)) in row.cases.enumerated() {
      #expect(answers[index] == expected, "row \(row.row): \(condition)")
    }
  }

  @Test func everyRowHasACase() {
    #expect(Set(Self.rows.map(\.row)) == Set(83...122))
  }
}
