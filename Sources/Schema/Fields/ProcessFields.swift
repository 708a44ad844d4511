extension FieldBlock {
  /// Fields of the acting process and thread: `proc.*` and `thread.*`. Row format: FieldRow.swift.
  static let processFields = FieldBlock(
    origin: .builtin,
    rows: """
      proc.exe CHARBUF process thread 5
          First argument of the process (argv[0]), which the caller of exec chooses freely. Where that matters use
          `proc.exepath`.
      proc.pexe CHARBUF ancestry thread+ancestors 13
          First argument (argv[0]) of the parent. No value if the parent is not known.
      proc.aexe[n]? CHARBUF ancestry main-thread+ancestors 70 no-transformer no-comparison
          First argument (argv[0]) of an ancestor: `[1]` is the parent, `[0]` the process. Without index a condition
          holds if it does for any ancestor (never the process itself), so `!=` is almost always true; write `not
          proc.aexe = x`.
      proc.exepath CHARBUF process thread 5
          Absolute path of the program file that the kernel loaded. A script gives its interpreter.
      proc.pexepath CHARBUF ancestry thread+ancestors 13
          `proc.exepath` of the parent. No value if the parent is not known.
      proc.aexepath[n]? CHARBUF ancestry main-thread+ancestors 70 no-transformer no-comparison
          `proc.exepath` of an ancestor: `[1]` is the parent, `[0]` the process. Without index a condition holds if it
          does for any ancestor (never the process itself); for "no ancestor" write `not proc.aexepath = x`.
      proc.name CHARBUF process thread 5
          Name of the thread as the kernel keeps it (comm): the file name of the program, cut to 15 bytes, unless the
          program renamed itself. Threads may carry names of their own.
      proc.pname CHARBUF ancestry thread+ancestors 13
          `proc.name` of the parent. No value if the parent is not known.
      proc.aname[n]? CHARBUF ancestry main-thread+ancestors 65 no-transformer no-comparison
          `proc.name` of an ancestor: `[1]` is the parent, `[0]` the process's main thread. Without index a condition
          holds if it does for any ancestor (never the process itself), so `!=` is almost always true; write `not
          proc.aname = sshd` for "no ancestor is sshd". An output prints all, nearest first.
      proc.args[n]? CHARBUF process thread+main-thread 26
          Arguments without argv[0], joined by single blanks; `[n]` is one of them, counted from 0. An index past the
          end gives empty text, which exists.
      proc.aargs[n]? CHARBUF ancestry main-thread+ancestors 120
          `proc.args` of an ancestor: `[1]` is the parent, `[0]` the process. Without index that of the process
          itself.
      proc.cmdline CHARBUF process thread+main-thread 42
          `proc.name`, a blank and `proc.args`; the name alone where there are no arguments. It begins with the name,
          not with argv[0]; see `proc.exeline`.
      proc.pcmdline CHARBUF ancestry thread+ancestors 29
          `proc.cmdline` of the parent. No value if the parent is not known.
      proc.acmdline[n]? CHARBUF ancestry main-thread+ancestors 150 no-transformer no-comparison
          `proc.cmdline` of an ancestor: `[1]` is the parent, `[0]` the process. Without index a condition holds if it
          does for any ancestor (never the process itself); for "no ancestor" put `not` before the whole check.
      proc.cmdnargs UINT64/dec process thread+main-thread 14
          How many arguments the process was started with, argv[0] not counted.
      proc.cmdlenargs UINT64/dec process thread+main-thread 14
          Characters in all arguments together, argv[0] and the blanks between them not counted.
      proc.exeline CHARBUF process thread+main-thread 35
          `proc.exe`, a blank and `proc.args`: the command line as it was given. Ends in a blank where there are no
          arguments.
      proc.env[key]? CHARBUF process main-thread 139
          Environment at the time of exec as `NAME=value` pairs joined by blanks; `[NAME]` is the value of one
          variable. A variable that is not set gives empty text, so `exists` is always true; compare with `""`. At most
          4096 bytes are recorded.
      proc.aenv[n|key]? CHARBUF ancestry main-thread+ancestors 300 no-transformer no-comparison
          Environment of an ancestor; `[NAME]` is the value in the nearest ancestor that sets it (20 levels at most),
          empty text if none does. An index means a level only in outputs; a condition searches all ancestors whatever
          the index.
      proc.cwd CHARBUF process main-thread 5
          Working directory of the process, always ending in `/`; `./` if it is not known.
      proc.loginshellid INT64/id ancestry thread+ancestors 17
          Process id of the topmost process in the chain, the process itself included, whose name ends in `sh`: as a
          rule the login shell. No value if there is none.
      proc.tty UINT32/id process thread 5
          Number of the controlling terminal, 0 if there is none: not 0 means somebody's interactive session.
      proc.pid INT64/id process thread 5
          Process id as the host sees it; -1 for a process of which only the thread id is known.
      proc.ppid INT64/id ancestry thread+ancestors 7
          Process id of the parent as the host sees it. No value if the parent is not known.
      proc.apid[n]? INT64/id ancestry main-thread+ancestors 60 no-transformer no-comparison
          Process id of an ancestor: `[1]` is the parent, `[0]` the process. Without index a condition holds if it does
          for any ancestor (never the process itself), while an output prints the process's own id.
      proc.vpid INT64/id process thread 3
          Process id inside the innermost pid namespace. Equals `proc.pid` outside of containers. No value for a
          process of which only the thread id is known.
      proc.pvpid INT64/id ancestry thread+ancestors 7
          Process id of the parent inside its pid namespace. No value if the parent is not known.
      proc.sid INT64/id process thread 3
          Session id, as seen inside the pid namespace: the id of the process that began the session, usually a login
          shell or a container's first process.
      proc.sname CHARBUF ancestry thread+session-leader+ancestors 5
          Name of the session's leader. If the leader has gone or the process lives in a pid namespace, the oldest
          ancestor of the same session stands in for it.
      proc.sid.exe CHARBUF ancestry thread+session-leader+ancestors 6
          First argument (argv[0]) of the session's leader, or of the oldest ancestor in the session where the leader
          cannot be looked up.
      proc.sid.exepath CHARBUF ancestry thread+session-leader+ancestors 5
          Path of the program of the session's leader, or of the oldest ancestor in the session where the leader cannot
          be looked up.
      proc.vpgid INT64/id process thread 3
          Process group id as seen inside the pid namespace. The members of one pipeline share it.
      proc.vpgid.name CHARBUF ancestry thread+group-leader+ancestors 5
          Name of the process group's leader, or of the oldest ancestor in the group where the leader cannot be looked
          up.
      proc.vpgid.exe CHARBUF ancestry thread+group-leader+ancestors 5
          First argument (argv[0]) of the process group's leader, or of the oldest ancestor in the group where the
          leader cannot be looked up.
      proc.vpgid.exepath CHARBUF ancestry thread+group-leader+ancestors 5
          Path of the program of the process group's leader, or of the oldest ancestor in the group where the leader
          cannot be looked up.
      proc.pgid INT64/id process thread 4
          Process group id as the host sees it.
      proc.pgid.name CHARBUF ancestry thread+group-leader+ancestors 5
          Name of the process group's leader, looked up by the host's id; else of the oldest ancestor in the group.
      proc.pgid.exe CHARBUF ancestry thread+group-leader+ancestors 5
          First argument (argv[0]) of the process group's leader, looked up by the host's id; else of the oldest
          ancestor in the group.
      proc.pgid.exepath CHARBUF ancestry thread+group-leader+ancestors 5
          Path of the program of the process group's leader, looked up by the host's id; else of the oldest ancestor in
          the group.
      proc.duration RELTIME/dec event thread+event+time 3
          Nanoseconds from the start of the process to the event. No value for a process whose start was not seen.
      proc.ppid.duration RELTIME/dec event thread+ancestors+event+time 8
          Nanoseconds from the start of the parent to the event. No value if the parent is not known. Useless where the
          parent's start was not seen: then it is the number of open descriptors, as in Falco. Check `proc.ppid.ts
          exists` first.
      proc.pid.ts RELTIME/dec process thread 4
          When the process started, in nanoseconds since the epoch. No value for a process whose start was not seen.
      proc.ppid.ts RELTIME/dec ancestry thread+ancestors 7
          When the parent started, in nanoseconds since the epoch. No value if the parent or its start is not known.
      proc.is_exe_writable BOOL process thread 3
          True if the user who ran the program could also have written to its file. Set by exec.
      proc.is_exe_upper_layer BOOL process thread 3
          True if the program's file lies in the upper layer of an overlay: in a container, a program that is not in
          the image but was put there later. Set by exec.
      proc.is_exe_lower_layer BOOL process thread 3
          True if the program's file lies in a lower layer of an overlay: in a container, a program that came with the
          image. Set by exec.
      proc.is_exe_from_memfd BOOL process thread 3
          True if the program was run from memory (`memfd_create`), with no file behind it. Set by exec.
      proc.is_sid_leader BOOL process thread 3
          True if the process leads its session (its id is the session's id).
      proc.is_vpgid_leader BOOL process thread 3
          True if the process leads its process group, by the ids of its pid namespace.
      proc.is_pgid_leader BOOL process thread 3
          True if the process leads its process group, by the host's ids.
      proc.exe_ino INT64/dec process thread 3
          Inode number of the program's file. Set by exec. No value if it is not known.
      proc.exe_ino.ctime ABSTIME/dec process thread 3
          When the inode of the program's file last changed (content, owner or mode), in nanoseconds since the epoch. A
          time shortly before the exec means a fresh file.
      proc.exe_ino.mtime ABSTIME/dec process thread 3
          When the content of the program's file last changed, in nanoseconds since the epoch. Unlike the inode's
          change time, a user can set it at will.
      proc.exe_ino.ctime_duration_proc_start ABSTIME/dec process thread 3
          Nanoseconds from the last change of the program's inode to the start of the process. Small values mean:
          dropped and run at once. No value until an exec has been seen.
      proc.exe_ino.ctime_duration_pidns_start ABSTIME/dec process thread 4
          Nanoseconds from the start of the pid namespace to the last change of the program's inode, if it changed
          after that start, else no value. In a container: the program changed while the container was running.
      proc.pidns_init_start_ts UINT64/dec process thread 3
          When the first process of the pid namespace started, in nanoseconds since the epoch: for a container about
          its own start, otherwise the boot of the host.
      thread.cap_permitted CHARBUF process thread 176
          Capabilities the thread may switch on, as names (`CAP_SYS_ADMIN`) joined by blanks, lowest number first.
          Empty text if there are none. Test with `contains`.
      thread.cap_inheritable CHARBUF process thread 11
          Capabilities kept across exec, as names joined by blanks, lowest number first. Empty text if there are none.
      thread.cap_effective CHARBUF process thread 179
          Capabilities that count at this moment, as names joined by blanks, lowest number first. Empty text if there
          are none. `contains CAP_SYS_ADMIN` marks a privileged thread.
      proc.fdopencount UINT64/dec event main-thread 3
          How many descriptors of the process are known to be open.
      proc.fdlimit INT64/dec process thread 3
          How many descriptors the process may open (RLIMIT_NOFILE).
      proc.fdusage DOUBLE event thread+main-thread 4
          Open descriptors in percent of the limit. Compare it with whole numbers only.
      proc.vmsize UINT64/dec event thread+time 3
          Virtual memory of the process in kilobytes, as of the last event that reported it (exec, clone).
      proc.vmrss UINT64/dec event thread+time 3
          Resident memory of the process in kilobytes, as of the last event that reported it (exec, clone).
      proc.vmswap UINT64/dec event thread+time 3
          Swapped-out memory of the process in kilobytes, as of the last event that reported it (exec, clone).
      thread.pfmajor UINT64/dec event thread+time 3
          Page faults of the thread that needed the disk, as of the last event that reported them.
      thread.pfminor UINT64/dec event thread+time 3
          Page faults of the thread that needed no disk, as of the last event that reported them.
      thread.tid INT64/id process thread 3
          Thread id as the host sees it. In the main thread it equals `proc.pid`.
      thread.ismain BOOL process thread 3
          True if the thread is the main thread of its process.
      thread.vtid INT64/id process thread 4
          Thread id inside the innermost pid namespace.
      thread.nametid CHARBUF process thread 15 hidden
          `proc.name` directly followed by the thread id: one text that tells threads of the same name apart.
      thread.exectime RELTIME/dec event thread+event+time 3
          Processor time of the thread in its last time slice, in nanoseconds: 0 on all events but scheduler switches,
          where it is not known.
      thread.totexectime RELTIME/dec event thread+time 3
          Processor time of the thread since the capture began, in nanoseconds: 0 on all events but scheduler
          switches, where it is not known.
      thread.cgroups CHARBUF process thread 61
          All control groups of the thread as `subsystem=path`, joined by blanks.
      thread.cgroup<subsystem> CHARBUF process thread 40
          Path of the thread's control group in one subsystem: `thread.cgroup.memory`. No value if the thread has none
          there.
      proc.nthreads UINT64/dec event main-thread+other-threads 3
          How many threads of the process are alive.
      proc.nchilds UINT64/dec event main-thread+other-threads 3
          Threads of the process besides its main thread, not child processes. Once the main thread has ended, all that
          are left.
      thread.cpu DOUBLE event thread+time 12
          Processor use of the thread in percent during the last second, user and kernel together. No value unless the
          source samples it.
      thread.cpu.user DOUBLE event thread+time 12
          Processor use of the thread in user mode, in percent during the last second. No value unless the source
          samples it.
      thread.cpu.system DOUBLE event thread+time 12
          Processor use of the thread in the kernel, in percent during the last second. No value unless the source
          samples it.
      thread.vmsize UINT64/dec event thread+time 3
          Virtual memory in kilobytes for a main thread, 0 for every other thread: sums over threads come out right.
      thread.vmrss UINT64/dec event thread+time 4
          Resident memory in kilobytes for a main thread, 0 for every other thread: sums over threads come out right.
      thread.vmsize.b UINT64/dec event thread+time 3 hidden
          `thread.vmsize` in bytes.
      thread.vmrss.b UINT64/dec event thread+time 3 hidden
          `thread.vmrss` in bytes.
      proc.stdin.type CHARBUF event main-thread 5
          Type of descriptor 0 of the process, in the words of `fd.type`. A network socket here is the mark of a
          reverse shell. No value if the descriptor is not known.
      proc.stdout.type CHARBUF event main-thread 5
          Type of descriptor 1 of the process, in the words of `fd.type`. No value if the descriptor is not known.
      proc.stderr.type CHARBUF event main-thread 5
          Type of descriptor 2 of the process, in the words of `fd.type`. No value if the descriptor is not known.
      proc.stdin.name CHARBUF event main-thread 4
          Name of descriptor 0 of the process, in the words of `fd.name`. No value if the descriptor is not known.
      proc.stdout.name CHARBUF event main-thread 4
          Name of descriptor 1 of the process, in the words of `fd.name`. No value if the descriptor is not known.
      proc.stderr.name CHARBUF event main-thread 4
          Name of descriptor 2 of the process, in the words of `fd.name`. No value if the descriptor is not known.
      """)
}
