import Runtime
import Schema
import TestSupport
import Testing

/// Expected values: state-engine.md §7, corrections.md B5 and B16.
@Suite("Fields of paths")
struct PathFieldTests {
  private func fields(_ event: EventSample, _ names: String) -> String {
    var state = sampleState()
    var event = event
    event.apply(to: &state)
    var values: [String] = []
    for name in names.split(separator: " ") { values.append(event.field(String(name), state) ?? "-") }
    return values.joined(separator: " ")
  }

  private static let names = "fs.path.name fs.path.nameraw fs.path.source fs.path.target"

  @Test("one path", arguments: [
    (EventSample("SYSCALL_MKDIR_2_X", .int64(0), .text("a/../b"), .uint32(0)), "/home/alice/work/b a/../b - -"),
    (EventSample("SYSCALL_MKDIR_2_X", .int64(-17), .text("b"), .uint32(0)), "- - - -"),
    (EventSample("SYSCALL_UNLINK_2_X", .int64(0), .text("/a//b")), "/a/b /a//b - -"),
    (EventSample("SYSCALL_CHOWN_X", .int64(0), .text("x"), .uint32(0), .uint32(0)), "/home/alice/work/x x - -"),
    (EventSample("SYSCALL_MKDIRAT_X", .int64(0), .int64(3), .text("sub"), .uint32(0)), "/srv/data/sub sub - -"),
    // A descriptor that was not opened as a directory, and the working directory, are no base.
    (EventSample("SYSCALL_MKDIRAT_X", .int64(0), .int64(4), .text("sub"), .uint32(0)), "<UNKNOWN>sub sub - -"),
    (EventSample("SYSCALL_UNLINKAT_2_X", .int64(0), .int64(-100), .text("gone.txt"), .uint32(0)), "<UNKNOWN>gone.txt gone.txt - -"),
    (EventSample("SYSCALL_UNLINKAT_2_X", .int64(0), .int64(-100), .text("/gone"), .uint32(0)), "/gone /gone - -"),
    (EventSample("SYSCALL_FCHMOD_X", .int64(0), .int64(4), .uint32(0o600)), "/srv/data/f.txt /srv/data/f.txt - -"),
    (EventSample("SYSCALL_FCHOWN_X", .int64(0), .int64(11), .uint32(0), .uint32(0)), "  - -"),
    (EventSample("SYSCALL_NEWFSTATAT_X", .int64(0), .int64(3), .text("sub"), .uint32(0)), "- - - -"),
    (EventSample("SYSCALL_CREAT_X", .int64(5), .text("/x"), .uint32(0), .uint32(0), .uint64(0), .uint16(0)), "- - - -"),
  ])
  func single(event: EventSample, expected: String) {
    #expect(fields(event, Self.names) == expected)
  }

  @Test("opens", arguments: [
    (10, "../etc/cfg", "/home/alice/etc/cfg ../etc/cfg - -"), (10, "/etc//x", "/etc/x /etc//x - -"),
    // Of the errors only -1 counts as one.
    // Old drivers wrote `(NULL)` for a null pointer.
    (10, "(NULL)", "/home/alice/work/<NA> <NA> - -"),
    (-2, "/etc/x", "/etc/x /etc/x - -"), (-2, "x", "<UNKNOWN> x - -"), (-1, "/etc/x", "- - - -"),
  ] as [(Int64, String, String)])
  func opens(result: Int64, path: String, expected: String) {
    let openat = EventSample(
      "SYSCALL_OPENAT_2_X", .int64(result), .int64(-100), .text(path), .uint32(1), .uint32(0), .uint32(0), .uint64(0))
    #expect(fields(openat, Self.names) == expected)
  }

  @Test("two paths", arguments: [
    (EventSample("SYSCALL_RENAME_X", .int64(0), .text("a"), .text("/b")), "/home/alice/work/a /b"),
    (EventSample("SYSCALL_RENAMEAT_X", .int64(0), .int64(3), .text("a"), .int64(3), .text("b")),
      "/home/alice/work/a /home/alice/work/b"),
    (EventSample("SYSCALL_RENAMEAT2_X", .int64(0), .int64(3), .text("a"), .int64(-100), .text("b"), .uint32(0)),
      "/srv/data/a /home/alice/work/b"),
    (EventSample("SYSCALL_RENAMEAT2_X", .int64(0), .int64(99), .text("a"), .int64(-100), .text("b"), .uint32(0)),
      "<UNKNOWN>a /home/alice/work/b"),
    (EventSample("SYSCALL_LINK_2_X", .int64(0), .text("old"), .text("new")), "/home/alice/work/new /home/alice/work/old"),
    (EventSample("SYSCALL_SYMLINK_X", .int64(0), .text("to"), .text("link")), "/home/alice/work/link /home/alice/work/to"),
    (EventSample("SYSCALL_SYMLINKAT_X", .int64(0), .text("to"), .int64(3), .text("link")),
      "/srv/data/link /srv/data/to"),
    // attacks.scap, event 295305: the working directory counts for neither (state-engine.md §7 says it does for the target).
    (EventSample("SYSCALL_SYMLINKAT_X", .int64(0), .text("pts/ptmx"), .int64(-100), .text("/dev/ptmx")),
      "/dev/ptmx <UNKNOWN>pts/ptmx"),
    (EventSample("SYSCALL_MOUNT_X", .int64(0), .text("/dev/sda"), .text("/mnt"), .text("ext4"), .uint32(0)), "/dev/sda /mnt"),
    (EventSample("SYSCALL_MOUNT_X", .int64(-1), .text("/dev/sda"), .text("/mnt"), .text("ext4"), .uint32(0)), "- -"),
  ])
  func pairs(event: EventSample, expected: String) {
    #expect(fields(event, "fs.path.source fs.path.target") == expected)
  }

  @Test("pairs as they were written", arguments: [
    (EventSample("SYSCALL_RENAME_X", .int64(0), .text("../a"), .text("b//c")), "../a b//c"),
    (EventSample("SYSCALL_LINK_2_X", .int64(0), .text("old"), .text("new")), "new old"),
    (EventSample("SYSCALL_RENAME_X", .int64(-2), .text("a"), .text("b")), "- -"),
  ])
  func rawPairs(event: EventSample, expected: String) {
    #expect(fields(event, "fs.path.sourceraw fs.path.targetraw") == expected)
  }

  @Test("absolute paths of calls with a directory's descriptor", arguments: [
    (EventSample("SYSCALL_UNLINKAT_2_X", .int64(0), .int64(-100), .text("x"), .uint32(0)), "/home/alice/work/x /home/alice/work/x"),
    (EventSample("SYSCALL_UNLINKAT_2_X", .int64(-2), .int64(3), .text("../x"), .uint32(0)), "/srv/x /srv/x"),
    (EventSample("SYSCALL_UNLINKAT_2_X", .int64(0), .int64(99), .text("x"), .uint32(0)), "<UNKNOWN>/x <UNKNOWN>/x"),
    (EventSample("SYSCALL_UNLINKAT_2_X", .int64(0), .int64(99), .text("/x"), .uint32(0)), "/x /x"),
    (EventSample("SYSCALL_UNLINKAT_2_X", .int64(0), .int64(3), .text(""), .uint32(0)), "- -"),
    (EventSample("SYSCALL_RENAMEAT_X", .int64(0), .int64(3), .text("a"), .int64(-100), .text("b")), "/srv/data/a /home/alice/work/b"),
    (EventSample("SYSCALL_LINKAT_2_X", .int64(0), .int64(3), .text("a"), .int64(4), .text("b"), .uint32(0)),
      "/srv/data/a /srv/data/f.txt/b"),
    (EventSample("SYSCALL_OPEN_BY_HANDLE_AT_X", .int64(12), .int64(3), .uint32(1), .text("/a/./b"), .uint32(0), .uint64(0)),
      "/a/b /a/b"),
    (EventSample("SYSCALL_RENAME_X", .int64(0), .text("a"), .text("/b")), "- -"),
  ])
  func absolute(event: EventSample, expected: String) {
    #expect(fields(event, "evt.abspath evt.abspath.dst") == expected)
  }

  @Test("relative paths in parameters", arguments: [
    (EventSample("SYSCALL_UNLINKAT_2_X", .int64(0), .int64(3), .text("a/../b"), .uint32(0)),
      "res=0 dirfd=3(<d>/srv/data) name=a/../b(/srv/data/b) flags=0"),
    (EventSample("SYSCALL_UNLINKAT_2_X", .int64(0), .int64(99), .text("rel"), .uint32(0)), "res=0 dirfd=99 name=rel(rel) flags=0"),
    (EventSample("SYSCALL_UNLINK_2_X", .int64(0), .text("x")), "res=0 path=x(/home/alice/work/x)"),
    (EventSample("SYSCALL_UNLINK_2_X", .int64(0), .text("<NA>")), "res=0 path=<NA>"),
    (EventSample("SYSCALL_UNLINK_2_X", .int64(0), .text("")), "res=0 path="),
  ])
  func parameters(event: EventSample, expected: String) {
    #expect(fields(event, "evt.args") == expected)
  }
}
