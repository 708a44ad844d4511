import Foundation
import TestSupport
import Testing

private let capture = PackageLayout.root.appendingPathComponent("demo/attack.scap").path

@Suite("rulec fields")
struct FieldsTests {
  private let events = """
    {"process":{"tid":100,"name":"cat","exe":"/bin/cat","args":["/etc/passwd"],"ppid":1}}
    {"evt":"openat","tid":100,"args":{"fd":3,"dirfd":-100,"name":"/etc/passwd","flags":1}}
    {"evt":"close","tid":100,"args":{"res":0,"fd":3}}

    """

  @Test func oneObjectForEachEventWithKeysAsGiven() throws {
    let run = try RulecProcess(
      ["fields", "--source", "-", "--fields", "fd.name,evt.num,evt.type,proc.aname[1],toupper(proc.name),evt.arg.flags,evt.is_open_read"], input: events)
    #expect(run.status == 0)
    #expect(run.messages.isEmpty)
    #expect(
      run.output == """
        {"fd.name":"/etc/passwd","evt.num":1,"evt.type":"openat","proc.aname[1]":null,"toupper(proc.name)":"CAT",\
        "evt.arg.flags":"O_RDONLY","evt.is_open_read":true}
        {"fd.name":"/etc/passwd","evt.num":2,"evt.type":"close","proc.aname[1]":null,"toupper(proc.name)":"CAT",\
        "evt.arg.flags":null,"evt.is_open_read":false}

        """)
  }

  @Test func numbersChooseEvents() throws {
    let run = try RulecProcess(["fields", "--source", capture, "--fields", "evt.num", "--from", "200", "--to", "203"])
    #expect(run.output == "{\"evt.num\":200}\n{\"evt.num\":201}\n{\"evt.num\":202}\n{\"evt.num\":203}\n")
  }

  @Test("names that are no fields", arguments: [
    ("proc.nmae", "unknown field 'proc.nmae'; did you mean 'proc.name'?"), ("proc.names", "unknown field 'proc.names'"),
    ("evt.arg", "field 'evt.arg' needs an argument"), ("", "the name of a field is missing"), ("proc.name,", "the name of a field is missing"),
    ("20proc.name", "unknown field '20proc.name'"), ("evt.arg.nosuch", "no event has an argument 'nosuch'"),
  ])
  func wrong(names: String, message: String) throws {
    let run = try RulecProcess(["fields", "--source", "-", "--fields", names], input: events)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.messages.contains(message), "\(run.messages)")
  }
}

@Suite("rulec slice")
struct SliceTests {
  /// What is known of a process and its files must not depend on where a capture begins.
  @Test func fieldsOfASliceAreThoseOfTheWhole() throws {
    let folder = try ScratchFolder([:])
    let names = "evt.type,evt.time,thread.tid,proc.name,proc.cmdline,proc.exepath,proc.cwd,proc.aname,proc.pid,proc.sid,proc.tty,fd.num,fd.type,fd.name,user.name,group.name,container.id,thread.cap_effective"
    let cut = try RulecProcess(["slice", capture, "--events", "20000..20400", "-o", "part.scap"], in: folder.url)
    #expect(cut.status == 0, "\(cut.messages)")
    #expect(cut.messages == "401 events in part.scap\n")
    let whole = try RulecProcess(["fields", "--source", capture, "--fields", names, "--from", "20000", "--to", "20400"])
    let part = try RulecProcess(["fields", "--source", "part.scap", "--fields", names], in: folder.url)
    #expect(part.status == 0)
    let (expected, actual) = (whole.output.split(separator: "\n"), part.output.split(separator: "\n"))
    #expect(expected.count == actual.count)
    let different = zip(expected, actual).filter { $0 != $1 }
    #expect(different.isEmpty, "\(different.count) events, the first:\n\(different.first.map { "\($0)\n\($1)" } ?? "")")
  }

  @Test("what cannot be cut", arguments: [
    ([capture, "--events", "5"], "--events"), ([capture, "--events", "9..2"], "--events"), ([capture, "--events", "0..2"], "--events"),
    ([capture, "--events", "100000000..100000001"], "none of those asked for"), (["-", "--events", "1..2"], "needs a file"),
    (["missing.scap", "--events", "1..2"], "cannot read 'missing.scap'"),
  ] as [([String], String)])
  func wrong(arguments: [String], message: String) throws {
    let folder = try ScratchFolder([:])
    let run = try RulecProcess(["slice"] + arguments + ["-o", "part.scap"], in: folder.url)
    #expect(run.status == 2)
    #expect(run.messages.contains(message), "\(run.messages)")
  }
}
