extension FieldBlock {
  /// Fields of the acting user and group: `user.*` and `group.*`. Row format: FieldRow.swift.
  static let userFields = FieldBlock(
    origin: .builtin,
    rows: """
      user.uid UINT32/id user thread 3
          Effective user id of the thread.
      user.name CHARBUF user thread+container+user-table 4
          Name that belongs to the effective user id, by the container's own accounts where there are any. The text
          `<NA>`, which is a value, for an unknown id; `root` for id 0 even then.
      user.homedir CHARBUF user thread+container+user-table 5
          Home directory of the effective user. The text `<NA>`, which is a value, for an unknown id; `/root` for id 0
          even then.
      user.shell CHARBUF user thread+container+user-table 5
          Login shell of the effective user. The text `<NA>`, which is a value, for an unknown id.
      user.loginuid INT64/id user thread 3
          User id with which the session was opened; it survives `su` and `sudo`. -1 for a process that belongs to no
          login session, such as a daemon.
      user.loginname CHARBUF user thread+user-table 4
          Name that belongs to the login user id, by the host's accounts. The text `<NA>`, which is a value, where
          there is no login or no name.
      group.gid UINT32/id user thread 3
          Effective group id of the thread.
      group.name CHARBUF user thread+container+user-table 4
          Name that belongs to the effective group id. The text `<NA>`, which is a value, for an unknown id.
      """)
}
