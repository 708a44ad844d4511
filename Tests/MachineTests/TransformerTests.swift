import Testing

/// Transformers on values of events (rule-language.md §7), with results written down by hand. Texts lie in the event, in
/// scratch memory or in the symbol table; each is tried.
struct TransformerTests {
  private static let open = MadeEvent("open", ["fd": 5, "name": "/Etc/Dir/a.Conf", "flags": 1, "mode": 0])

  @Test(arguments: [
    // Symbols.
    ("tolower(proc.name)", "ls.exe"), ("toupper(proc.name)", "LS.EXE"), ("basename(proc.exepath)", "Ls.exe"),
    ("basename(proc.name)", "Ls.exe"), ("tolower(basename(proc.exepath))", "ls.exe"),
    ("concat(proc.name, \"-\", proc.pname)", "Ls.exe-bash"), ("concat(proc.name, 5)", "Ls.exe5"),
    ("concat(tolower(proc.name), toupper(proc.name))", "ls.exeLS.EXE"), ("concat(\"\", \"\")", ""),
    // Scratch memory.
    ("toupper(proc.cmdline)", "LS.EXE -L X\nY"), ("basename(concat(\"/a/\", proc.name))", "Ls.exe"),
    ("tolower(toupper(proc.cmdline))", "ls.exe -l x\ny"), ("b64(concat(\"YW\", \"Jj\"))", "abc"),
    // The event.
    ("tolower(evt.arg.name)", "/etc/dir/a.conf"), ("basename(evt.arg.name)", "a.Conf"),
    ("basename(tolower(evt.arg.name))", "a.conf"), ("tolower(basename(evt.arg.name))", "a.conf"),
    // Lists.
    ("join(\"-\", (\"a\", proc.name, proc.pid, \"\"))", "a-Ls.exe-300-"), ("join(\"\", (\"a\", \"b\"))", "ab"),
    ("join(\", \", tolower((\"A\", \"B\")))", "a, b"), ("join(\",\", getopt((\"-n5\",\"-av\"),\"an:\"))", "n,5,a,?"),
    ("join(\",\", basename((\"/x/y\", \"z\", \"/\")))", "y,z,"), ("join(\",\", b64((\"YQ\", \"Yg==\")))", "a,b"),
    ("join(tolower(\"-X-\"), (\"1\", \"2\"))", "1-x-2"),
    // getopt's selector: the last occurrence, the value if the letter takes one, else the letter.
    ("getopt((\"-n1\",\"-n\",\"2\"),\"n:\")[n]", "2"), ("getopt((\"-ab\"),\"ab\")[b]", "b"),
    ("getopt((\"-x\"),\"ab\")[?]", "?"), ("getopt((\"-n\",\"--\"),\"n:\")[n]", "--"),
  ])
  func texts(_ term: String, _ expected: String) throws {
    let quoted = expected.replacing("\n", with: "\\n").replacing("\"", with: "\\\"")
    let conditions = ["\(term) = \"\(quoted)\"", "\(term) exists", "len(\(term)) = \(expected.utf8.count)"]
    #expect(try Sample.answers(conditions, Self.open) == [true, true, true], "\(term)")
  }

  @Test(arguments: [
    "b64(proc.name)", "getopt((\"-a\"),\"a\")[b]", "tolower(fd.containername)",
    "concat(proc.name, fd.containername)", "join(\",\", (proc.name, fd.containername))", "len(fd.containername)",
    "join(\",\", b64((\"YQ\", \"!\")))", "tolower(b64(\"!\"))",
  ])
  func missing(_ term: String) throws {
    #expect(try Sample.answers(["\(term) exists", "not \(term) exists"], EdgeCaseTests.plain) == [false, true])
  }

  @Test(arguments: [
    ("len(proc.name) = 6", true), ("len((\"a\", \"b\", \"c\")) = 3", true), ("len(getopt((\"x\"),\"a\")) = 0", true),
    ("len(\"\") = 0", true), ("len(proc.name) > 5", true), ("len(proc.name) in (5, 6)", true),
    ("len(proc.name) = len(concat(\"123456\", \"\"))", true),
  ])
  func lengths(_ condition: String, _ expected: Bool) throws {
    #expect(try Sample.answers([condition], EdgeCaseTests.plain) == [expected])
  }
}
