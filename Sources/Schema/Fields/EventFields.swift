extension FieldBlock {
  /// Fields that events of every source have. Row format: FieldRow.swift.
  static let anyEventFields = FieldBlock(
    origin: .builtin,
    rows: """
      evt.num UINT64/id event event 5
          Number of the event, counted from 1 by the engine that reads it. Events that rules never see are counted too,
          so the first visible event may have a higher number and gaps are normal.
      evt.time CHARBUF event event 58
          Time of the event in the local time zone as `HH:MM:SS` with nine decimals, without a date. As text it orders
          only within one day; compare `evt.rawtime` instead.
      evt.time.s CHARBUF event event 62
          Time of the event in the local time zone as `HH:MM:SS`, without a fraction and without a date.
      evt.time.iso8601 CHARBUF event event 95
          Time of the event in UTC as `YYYY-MM-DDTHH:MM:SS` with nine decimals and `+0000`.
      evt.datetime CHARBUF event event 85
          Date and time of the event in the local time zone as `YYYY-MM-DD HH:MM:SS` with nine decimals.
      evt.datetime.s CHARBUF event event 88
          Date and time of the event in the local time zone as `YYYY-MM-DD HH:MM:SS`, without a fraction.
      evt.rawtime ABSTIME/dec event event 5
          Time of the event in nanoseconds since the epoch.
      evt.rawtime.s ABSTIME/dec event event 5
          Whole seconds of the event's time since the epoch.
      evt.rawtime.ns ABSTIME/pad10 event event 5
          The part of the event's time below one second, in nanoseconds. Printed with leading zeros.
      evt.reltime RELTIME/pad10 event event 5
          Nanoseconds from the first ordinary event of the source to this one.
      evt.reltime.s RELTIME/dec event event 5
          Whole seconds from the first ordinary event of the source to this one.
      evt.reltime.ns RELTIME/pad10 event event 5
          The part below one second of the time since the source's first ordinary event, in nanoseconds.
      evt.pluginname CHARBUF event event 10
          Name of the plugin that produced the event. System call events have none.
      evt.plugininfo CHARBUF event event 50
          What the plugin says about its own event, as text. System call events have none.
      evt.source CHARBUF constant - 5
          Name of the event source, `syscall` here.
      evt.is_async BOOL event event 5
          True for an event that a plugin put into the stream out of turn, such as news about a container.
      evt.asynctype CHARBUF event event 3
          Name of an asynchronous event, such as `container`. Other events have none.
      evt.hostname CHARBUF host - 5
          Name of the machine on which the event was recorded. Empty text when a capture is replayed.
      """)

  /// The other fields of the event itself: `evt.*` and `syscall.*`.
  static let eventFields = FieldBlock(
    origin: .builtin,
    rows: """
      evt.latency RELTIME/dec event event 5 deprecated
          Always 0. It was the time between entering and leaving a system call, and entering is not recorded any more.
      evt.latency.s RELTIME/dec event event 5 deprecated
          Always 0, as `evt.latency` is: the seconds part of a duration that is not recorded any more.
      evt.latency.ns RELTIME/pad10 event event 5 deprecated
          Always 0, as `evt.latency` is: the nanoseconds part of a duration that is not recorded any more.
      evt.latency.quantized UINT64/dec event event 5 deprecated hidden
          Always 0. It was a bucket number for drawing `evt.latency` as a histogram.
      evt.latency.human CHARBUF event event 5 deprecated
          Always `0ns`. It was `evt.latency` with a unit.
      evt.deltatime RELTIME/dec event event 5
          Nanoseconds since the event before, whichever thread it belonged to.
      evt.deltatime.s RELTIME/dec event event 5
          Whole seconds since the event before, whichever thread it belonged to.
      evt.deltatime.ns RELTIME/pad10 event event 5
          The part below one second of the time since the event before, in nanoseconds.
      evt.outputtime CHARBUF event event 60 no-filter hidden
          Time of the event in whichever form the output is set to. For outputs only; conditions cannot use it.
      evt.dir CHARBUF/dir event event 5 deprecated
          `<` when the event marks the end of a system call, `>` otherwise. Entering is not reported any more, so
          `evt.dir = <` says nothing new about system calls but excludes `procexit`, `switch` and other events that
          have no end.
      evt.type CHARBUF event event 7
          Name of the event, for most system calls the call's own name. Spellings differ for a few (`pread64` is
          `pread`, `sendfile64` is `sendfile`). Name the types in every rule: they decide on which events it runs at
          all.
      evt.type.is<event> UINT32 event event 2
          1 if the event has the type named behind the last dot, else 0: a number, not a boolean. Only the oldest
          version of a type is looked at, so it stays 0 for current `openat`, `execve` or `clone` events; prefer
          `evt.type`.
      syscall.type CHARBUF event event 10
          The same name as `evt.type`, but only for system calls: process exits, signals, page faults and other events
          have no value. Unlike there, misspelt names are accepted and simply never match.
      evt.category CHARBUF event event+descriptor 7
          Broad class of the event: `file`, `net`, `process`, `memory`, `signal`, `user`, `time` and others. Reads,
          writes and the like take the class of their descriptor (`file`, `net`, `ipc`, else `unknown`); System V and
          futex calls are `IPC` in capitals.
      evt.cpu INT16/id event event 5
          Number of the processor on which the event happened.
      evt.args CHARBUF event event+thread+main-thread+descriptor+other-threads+user-table 1424
          All parameters as `name=value` text, with the resolved form in parentheses where there is one. Slow and made
          for reading; test single parameters with `evt.arg`. Empty text for system calls that have no event of their
          own.
      evt.arg<parameter|n> CHARBUF event event+thread+main-thread+descriptor+other-threads+user-table 23
          One parameter as text, by name or by position: resolved where possible (flag names, absolute paths,
          `<f>/path` for descriptors), else the raw value. No value if the event lacks the parameter. Test flags with
          `contains`, since several come joined by `|` in table order, and modes with their leading zero.
      evt.rawarg<parameter> DYN event event 6 no-transformer no-comparison
          One parameter by name, as the number or text the kernel gave. Its type is that of the first event in the
          table with such a parameter. No value if the event lacks it.
      evt.info CHARBUF event event+thread+main-thread+descriptor+other-threads+user-table 1422
          The parameters as in `evt.args`; for plugin events the plugin's own description.
      evt.buffer BYTEBUF event event 11
          The bytes that a read, write, send or receive moved, cut at the recorded length (often 80 bytes). No value
          for other events.
      evt.buflen UINT64/dec event event 5
          Bytes that a read, write, send or receive moved, however many of them were recorded. No value for other
          events.
      evt.res CHARBUF/dec event event 5
          `SUCCESS` or the name of the error, such as `ENOENT`. No value for events without a result, and for system
          calls that have no event of their own.
      evt.rawres INT64/dec event event 5
          The number the call returned; an error is its negated number (-2 for `ENOENT`). No value for events without a
          result.
      evt.failed BOOL event event 5
          True if the call returned an error. No value, rather than false, for events without a result.
      evt.is_io BOOL event event 4
          True for types that read from or write to a descriptor.
      evt.is_io_read BOOL event event 9
          True for types that read from a descriptor, such as `read` and `recvfrom`; also for `copy_file_range`, which
          does both.
      evt.is_io_write BOOL event event 10
          True for types that write to a descriptor, such as `write` and `sendto`; also for `copy_file_range`, which
          does both.
      evt.io_dir CHARBUF event event 10
          `read` or `write` for types that move data; a type that does both counts as `write`. No value for other
          types.
      evt.is_wait BOOL event event 10
          True for types that may make the thread wait, such as `poll`, `select` and `nanosleep`.
      evt.wait_latency RELTIME/dec event event 5 deprecated
          Always 0. It was the time spent waiting, and entering a call is not recorded any more.
      evt.is_syslog BOOL event event+descriptor 10
          True for a write to a descriptor whose name contains `/dev/log`.
      evt.count UINT32/dec event event 5
          Always 1: for summing up events in an output's reader.
      evt.count.error UINT32/dec event event 3
          1 for an event whose call failed; no value for others.
      evt.count.error.file UINT32/dec event event+descriptor 6
          1 for a failed call on a file or directory; no value for others.
      evt.count.error.net UINT32/dec event event+descriptor 7
          1 for a failed call on a network socket; no value for others.
      evt.count.error.memory UINT32/dec event event+descriptor 5
          1 for a failed memory call; no value for others.
      evt.count.error.other UINT32/dec event event+descriptor 6
          1 for a failed call that is about neither files nor network nor memory; no value for others.
      evt.count.exit UINT32/dec event event 5
          1 for an event that marks the end of a call; no value for others.
      evt.count.procinfo UINT32/dec event event 5 hidden
          1 for an event that reports processor use of a process, 0 for others. Current sources send none.
      evt.count.threadinfo UINT32/dec event event 5 hidden
          1 for an event that reports processor use of a thread, 0 for others. Current sources send none.
      evt.around[time] UINT64/dec event event 5 no-print no-transformer no-comparison
          True within so many milliseconds of a moment: `evt.around[1700000000000000000] = 500` is half a second to
          either side. The moment is in nanoseconds since the epoch. Takes only `=`.
      evt.abspath<src|dst>? CHARBUF event event+thread+main-thread+descriptor 40
          The path parameter of an `…at` call as an absolute path; with `.src` or `.dst` the old or new one of a call
          with two. No value for calls that take no directory descriptor; the base is `<UNKNOWN>/` where the descriptor
          is not known.
      evt.buflen.in UINT64/dec event event 4 hidden
          `evt.buflen` of types that read; no value for others.
      evt.buflen.out UINT64/dec event event 5 hidden
          `evt.buflen` of types that write; no value for others.
      evt.buflen.file UINT64/dec event event+descriptor 4 hidden
          `evt.buflen` where the descriptor is a file; no value otherwise.
      evt.buflen.file.in UINT64/dec event event+descriptor 5 hidden
          `evt.buflen` of a read from a file; no value otherwise.
      evt.buflen.file.out UINT64/dec event event+descriptor 5 hidden
          `evt.buflen` of a write to a file; no value otherwise.
      evt.buflen.net UINT64/dec event event+descriptor 4 hidden
          `evt.buflen` where the descriptor is a network socket; no value otherwise.
      evt.buflen.net.in UINT64/dec event event+descriptor 5 hidden
          `evt.buflen` of a receive from a network socket; no value otherwise.
      evt.buflen.net.out UINT64/dec event event+descriptor 4 hidden
          `evt.buflen` of a send to a network socket; no value otherwise.
      evt.is_open_read BOOL event event 6
          True for `open`, `openat`, `openat2` and `open_by_handle_at` that ask for reading, successful or not. Opening
          for reading and writing counts as both. False, never missing, on other events; `creat` does not count.
      evt.is_open_write BOOL event event 7
          True for `open`, `openat`, `openat2` and `open_by_handle_at` that ask for writing, successful or not; add
          `fd.num >= 0` for those that succeeded. False, never missing, on other events; `creat` does not count.
      evt.infra.docker.name CHARBUF event event 4 hidden
          Name of a Docker event, from infrastructure events that only old captures hold.
      evt.infra.docker.container.id CHARBUF event event 4 hidden
          Container id in a Docker event, from infrastructure events that only old captures hold.
      evt.infra.docker.container.name CHARBUF event event 4 hidden
          Container name in a Docker event, from infrastructure events that only old captures hold.
      evt.infra.docker.container.image CHARBUF event event 4 hidden
          Image in a Docker event, from infrastructure events that only old captures hold.
      evt.is_open_exec BOOL event event 6
          True for an open, or `creat`, that makes a file with any execute bit in its mode. An `open_by_handle_at` is
          never one. False, never missing, on other events.
      evt.is_open_create BOOL event event 6
          True for an open that made a new file, or a nameless one with `O_TMPFILE`. Opening a directory with
          `O_DIRECTORY` counts too, since it shares a bit with that flag. Never true for `creat`; false, never missing,
          on other events.
      """)
}
