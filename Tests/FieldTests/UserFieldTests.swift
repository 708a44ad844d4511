import Testing

@testable import Runtime

@Suite("Fields of users and groups")
struct UserFieldTests {
  private func sample(uid: UInt32, gid: UInt32 = 0, loginuid: UInt32 = .max, container: String = "") -> ProcessSample {
    var sample = ProcessSample(
      StateSnapshot.Thread.process(100, "cat", parent: 1).with {
        $0.uid = uid
        $0.gid = gid
        $0.loginuid = loginuid
        if !container.isEmpty { $0.cgroups = Array("cpu=/docker/\(container)\0".utf8) }
      })
    sample.snapshot.users = [
      UserRecord(uid: 1000, gid: 1000, name: Array("alice".utf8), home: Array("/home/alice".utf8), shell: Array("/bin/zsh".utf8))
    ]
    sample.snapshot.groups = [GroupRecord(gid: 1000, name: Array("staff".utf8))]
    return sample
  }

  @Test("names by the accounts", arguments: [
    ("user.uid", "1000"), ("user.name", "alice"), ("user.homedir", "/home/alice"), ("user.shell", "/bin/zsh"),
    ("user.loginuid", "1000"), ("user.loginname", "alice"), ("group.gid", "1000"), ("group.name", "staff"),
  ])
  func known(field: String, expected: String) {
    #expect(sample(uid: 1000, gid: 1000, loginuid: 1000).field(field) == expected)
  }

  @Test("unknown ids have the text <NA>, which is a value; root has its name all the same", arguments: [
    (7, "user.name", "<NA>"), (7, "user.homedir", "<NA>"), (7, "user.shell", "<NA>"), (7, "user.loginname", "<NA>"),
    (7, "user.loginuid", "-1"), (0, "user.name", "root"), (0, "user.homedir", "/root"), (0, "user.shell", "<NA>"),
    (0, "group.name", "root"), (UInt32.max, "user.uid", "4294967295"), (UInt32.max, "user.name", "<NA>"),
  ] as [(UInt32, String, String)])
  func unknown(uid: UInt32, field: String, expected: String) { #expect(sample(uid: uid, gid: uid).field(field) == expected) }

  @Test("a container's users are not the host's, its login users are")
  func container() {
    let id = String(repeating: "a1", count: 32)
    let sample = sample(uid: 1000, gid: 1000, loginuid: 1000, container: id)
    #expect(sample.field("container.id") == "a1a1a1a1a1a1")
    #expect(sample.field("user.name") == "<NA>")
    #expect(sample.field("group.name") == "<NA>")
    #expect(sample.field("user.loginname") == "alice")
    #expect(self.sample(uid: 0, container: id).field("user.name") == "root")
  }
}
