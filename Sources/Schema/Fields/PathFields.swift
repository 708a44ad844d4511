extension FieldBlock {
  /// Fields of paths that calls name and of descriptor lists: `fs.path.*`, `util.*`, `fdlist.*`. Row format:
  /// FieldRow.swift.
  static let pathFields = FieldBlock(
    origin: .builtin,
    rows: """
      fs.path.name CHARBUF event event+thread+main-thread+descriptor 35
          Absolute path of the one file a call names: opens, mkdir, rmdir, unlink, chmod, chown, umount, quotactl. No
          value if the call failed (a failed open gives `<UNKNOWN>` for most errors) or names two files.
      fs.path.nameraw CHARBUF event event+descriptor 8
          `fs.path.name` as the program wrote it, not made absolute.
      fs.path.source CHARBUF event event+thread+main-thread+descriptor 40
          Absolute path of the first of two files: the old name of a rename, the link that `link` and `symlink` make,
          the device of a mount. No value if the call failed or names one file.
      fs.path.sourceraw CHARBUF event event 8
          `fs.path.source` as the program wrote it, not made absolute.
      fs.path.target CHARBUF event event+thread+main-thread+descriptor 106
          Absolute path of the second of two files: the new name of a rename, the file that a link points to, the
          directory of a mount. No value if the call failed or names one file.
      fs.path.targetraw CHARBUF event event 9
          `fs.path.target` as the program wrote it, not made absolute.
      util.cnt UINT64/id event event 3
          A counter that goes up by one each time it is read.
      fdlist.nums CHARBUF/id event event+main-thread 14
          Numbers of the descriptors a `poll` or `ppoll` waits for, joined by commas. No value for other events.
      fdlist.names CHARBUF event event+main-thread 16
          Names (`fd.name`) of the descriptors a `poll` or `ppoll` waits for, joined by commas. No value for other
          events.
      fdlist.cips CHARBUF event event+main-thread 22
          Client addresses of the descriptors a `poll` or `ppoll` waits for, joined by commas. No value for other
          events.
      fdlist.sips CHARBUF event event+main-thread 21
          Server addresses of the descriptors a `poll` or `ppoll` waits for, joined by commas. No value for other
          events.
      fdlist.cports CHARBUF/dec event event+main-thread 21
          Client ports of the descriptors a `poll` or `ppoll` waits for, joined by commas. No value for other events.
      fdlist.sports CHARBUF/dec event event+main-thread 18
          Server ports of the descriptors a `poll` or `ppoll` waits for, joined by commas. No value for other events.
      """)

  /// What the kernel knows of paths, beyond Falco: extensions (grammar/extensions.md). Row format: FieldRow.swift.
  static let resolvedPathFields = FieldBlock(
    origin: .extension_,
    rows: """
      fs.path.resolved CHARBUF event event+thread+descriptor 9
          Path by which the kernel knows the file that a successful open reached, from the root of the machine or
          container: links followed, and unlike `fd.name` not to be changed by another thread while the call runs. The
          live source tells it; elsewhere it is the same as `fd.name`. No value for other events. An extension of rulec.
      """)
}
