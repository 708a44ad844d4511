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

  // MARK: The kernel's path

  /// A successful open of a relative path, with options behind its event.
  private func resolved(_ options: [UInt8], _ symbol: String = "SYSCALL_OPENAT_2_X", result: Int64 = 3, name: String = "link") -> String {
    var event = EventSample(
      symbol, .int64(result), .int64(-100), .text(name), .uint32(1), .uint32(0), .uint32(0), .uint64(0))
    event.options = options
    return fields(event, "fs.path.resolved fd.name fd.nameraw")
  }

  /// An option of a block: code, length, value, padding (pcapng). Ours has the code 0x8001.
  private func option(_ code: UInt16, _ text: String) -> [UInt8] {
    let value = Array(text.utf8)
    return [UInt8(code & 0xFF), UInt8(code >> 8), UInt8(value.count & 0xFF), UInt8(value.count >> 8)] + value
      + [UInt8](repeating: 0, count: (4 - value.count % 4) % 4)
  }

  @Test("the kernel's path stands behind the event, whatever its length and whatever stands in front of it",
    arguments: ["/", "/a", "/ab", "/abc", "/etc/shadow", String(repeating: "/long", count: 800)], ["n", "na", "nam", "name"])
  func resolvedPath(path: String, name: String) {
    let expected = "\(path) /home/alice/work/\(name) \(name)"
    #expect(resolved(option(0x8001, path), name: name) == expected)
    // A comment, and what ends a list of options.
    #expect(resolved(option(1, "seen") + option(0x8001, path) + [0, 0, 0, 0], name: name) == expected)
  }

  @Test("without it, the caller's path counts; failed opens and other events have none", arguments: [[], [1, 0, 4, 0, 65, 66, 67, 68]])
  func unresolvedPath(options: [UInt8]) {
    #expect(resolved(options) == "/home/alice/work/link /home/alice/work/link link")
    #expect(resolved(options, result: -13).hasPrefix("- /home/alice/work/link"))
    let creat = EventSample("SYSCALL_CREAT_X", .int64(5), .text("/x"), .uint32(0), .uint32(0), .uint64(0), .uint16(0))
    #expect(fields(creat, "fs.path.resolved") == "/x")
    #expect(fields(EventSample("SYSCALL_MKDIR_2_X", .int64(0), .text("b"), .uint32(0)), "fs.path.resolved") == "-")
  }

  @Test("options that cannot be are nothing", arguments: [
    [1, 128], [1, 128, 0, 0, 0, 0, 0, 0], [1, 128, 9, 0, 47, 47, 47, 47], [0, 0, 0, 0, 1, 128, 1, 0, 47, 0, 0, 0],
    [1, 0, 255, 255, 1, 128, 1, 0, 47, 0, 0, 0],
  ] as [[UInt8]])
  func damagedOptions(options: [UInt8]) {
    #expect(resolved(options) == "/home/alice/work/link /home/alice/work/link link")
  }
}
