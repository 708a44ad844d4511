extension FieldBlock {
  /// Ancestry beyond Falco: extensions (grammar/extensions.md). Row format: FieldRow.swift.
  static let lineageFields = FieldBlock(
    origin: .extension_,
    rows: """
      proc.lineage CHARBUF[] ancestry main-thread+ancestors 80
          Names of the process itself and of all its known ancestors, nearest first. `intersects` asks whether one of
          them is in a list, `in` whether all are. An extension of rulec.
      proc.lineage.path[lineage] CHARBUF[] ancestry main-thread+ancestors 150
          Exists if the process descends in the way that the pattern says: `proc.lineage.path["java > ** > bash"] exists`
          holds for a process `bash` below a `java`, whatever is between. Steps go from the oldest to the process
          itself; each is a name, in which `*` and `?` are wildcards, or `**` for any processes or none. The value is
          the names from the process up to the oldest that the pattern speaks of. An extension of rulec.
      proc.ancestor[ancestor] INT64/id ancestry main-thread+ancestors+user-table 150
          Process id of the nearest ancestor for which all conditions hold at once: `proc.ancestor["name=java
          exe=/usr/bin/*"] exists`. Conditions are `PROPERTY=PATTERN` or `PROPERTY!=PATTERN`, separated by blanks, of
          name, exe, exepath, args, cmdline, cwd, pid, uid and user. An extension of rulec.
      """)
}
