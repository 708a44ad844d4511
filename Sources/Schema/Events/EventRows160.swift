extension EventTable {
  /// Event types 160 to 299. Row format: EventRow.swift.
  static let rows160 = """
      160 mmap SYSCALL_MMAP_E memory syscall uses-fd old converted
          addr:UINT64/hex length:UINT64 prot:FLAGS32/hex:prot_flags flags:FLAGS32/hex:mmap_flags fd:FD offset:UINT64
      161 mmap SYSCALL_MMAP_X memory syscall uses-fd converted
          res:ERRNO/hex vm_size:UINT32 vm_rss:UINT32 vm_swap:UINT32 addr:UINT64/hex length:UINT64
          prot:FLAGS32/hex:prot_flags flags:FLAGS32/hex:mmap_flags fd:FD offset:UINT64
      162 mmap2 SYSCALL_MMAP2_E memory syscall uses-fd old converted
          addr:UINT64/hex length:UINT64 prot:FLAGS32/hex:prot_flags flags:FLAGS32/hex:mmap_flags fd:FD
          pgoffset:UINT64
      163 mmap2 SYSCALL_MMAP2_X memory syscall uses-fd converted
          res:ERRNO/hex vm_size:UINT32 vm_rss:UINT32 vm_swap:UINT32 addr:UINT64/hex length:UINT64
          prot:FLAGS32/hex:prot_flags flags:FLAGS32/hex:mmap_flags fd:FD pgoffset:UINT64
      164 munmap SYSCALL_MUNMAP_E memory syscall old converted
          addr:UINT64/hex length:UINT64
      165 munmap SYSCALL_MUNMAP_X memory syscall converted
          res:ERRNO vm_size:UINT32 vm_rss:UINT32 vm_swap:UINT32 addr:UINT64/hex length:UINT64
      166 splice SYSCALL_SPLICE_E io_other syscall uses-fd old converted
          fd_in:FD fd_out:FD size:UINT64 flags:FLAGS32/hex:splice_flags
      167 splice SYSCALL_SPLICE_X io_other syscall uses-fd converted
          res:ERRNO fd_in:FD fd_out:FD size:UINT64 flags:FLAGS32/hex:splice_flags
      168 ptrace SYSCALL_PTRACE_E process syscall old converted
          request:ENUMFLAGS16:ptrace_requests pid:PID
      169 ptrace SYSCALL_PTRACE_X process syscall converted
          res:ERRNO addr:DYN/hex:ptrace_dynamic_param data:DYN/hex:ptrace_dynamic_param
          request:ENUMFLAGS16:ptrace_requests pid:PID
      170 ioctl SYSCALL_IOCTL_3_E io_other syscall uses-fd old converted
          fd:FD request:UINT64/hex argument:UINT64/hex
      171 ioctl SYSCALL_IOCTL_3_X io_other syscall uses-fd converted
          res:ERRNO fd:FD request:UINT64/hex argument:UINT64/hex
      172 execve SYSCALL_EXECVE_14_E process syscall modifies-state old converted
      173 execve SYSCALL_EXECVE_14_X process syscall modifies-state old converted
          res:ERRNO exe:CHARBUF args:BYTEBUF tid:PID pid:PID ptid:PID cwd:CHARBUF fdlimit:UINT64 pgft_maj:UINT64
          pgft_min:UINT64 vm_size:UINT32 vm_rss:UINT32 vm_swap:UINT32 env:BYTEBUF
      174 rename SYSCALL_RENAME_E file syscall old
      175 rename SYSCALL_RENAME_X file syscall
          res:ERRNO oldpath:FSPATH newpath:FSPATH
      176 renameat SYSCALL_RENAMEAT_E file syscall old
      177 renameat SYSCALL_RENAMEAT_X file syscall
          res:ERRNO olddirfd:FD oldpath:FSRELPATH@1 newdirfd:FD newpath:FSRELPATH@3
      178 symlink SYSCALL_SYMLINK_E file syscall old
      179 symlink SYSCALL_SYMLINK_X file syscall
          res:ERRNO target:CHARBUF linkpath:FSPATH
      180 symlinkat SYSCALL_SYMLINKAT_E file syscall old
      181 symlinkat SYSCALL_SYMLINKAT_X file syscall uses-fd
          res:ERRNO target:CHARBUF linkdirfd:FD linkpath:FSRELPATH@2
      182 fork SYSCALL_FORK_E process syscall modifies-state old
      183 fork SYSCALL_FORK_X process syscall modifies-state old converted
          res:PID exe:CHARBUF args:BYTEBUF tid:PID pid:PID ptid:PID cwd:CHARBUF fdlimit:INT64 pgft_maj:UINT64
          pgft_min:UINT64 vm_size:UINT32 vm_rss:UINT32 vm_swap:UINT32 flags:FLAGS32/hex:clone_flags uid:UINT32
          gid:UINT32
      184 vfork SYSCALL_VFORK_E process syscall modifies-state old
      185 vfork SYSCALL_VFORK_X process syscall modifies-state old converted
          res:PID exe:CHARBUF args:BYTEBUF tid:PID pid:PID ptid:PID cwd:CHARBUF fdlimit:INT64 pgft_maj:UINT64
          pgft_min:UINT64 vm_size:UINT32 vm_rss:UINT32 vm_swap:UINT32 flags:FLAGS32/hex:clone_flags uid:UINT32
          gid:UINT32
      186 procexit PROCEXIT_1_E process tracepoint modifies-state
          status:ERRNO ret:ERRNO sig:SIGTYPE core:UINT8 reaper_tid:PID
      187 NA PROCEXIT_1_X unknown - unused
      188 sendfile SYSCALL_SENDFILE_E io_write syscall uses-fd old converted
          out_fd:FD in_fd:FD offset:UINT64 size:UINT64
      189 sendfile SYSCALL_SENDFILE_X io_write syscall uses-fd converted
          res:ERRNO offset:UINT64 out_fd:FD in_fd:FD size:UINT64
      190 quotactl SYSCALL_QUOTACTL_E user syscall old converted
          cmd:FLAGS16:quotactl_cmds type:FLAGS8:quotactl_types id:UINT32 quota_fmt:FLAGS8:quotactl_quota_fmts
      191 quotactl SYSCALL_QUOTACTL_X user syscall converted
          res:ERRNO special:CHARBUF quotafilepath:CHARBUF dqb_bhardlimit:UINT64 dqb_bsoftlimit:UINT64
          dqb_curspace:UINT64 dqb_ihardlimit:UINT64 dqb_isoftlimit:UINT64 dqb_btime:RELTIME dqb_itime:RELTIME
          dqi_bgrace:RELTIME dqi_igrace:RELTIME dqi_flags:FLAGS8:quotactl_dqi_flags
          quota_fmt_out:FLAGS8:quotactl_quota_fmts cmd:FLAGS16:quotactl_cmds type:FLAGS8:quotactl_types id:UINT32
          quota_fmt:FLAGS8:quotactl_quota_fmts
      192 setresuid SYSCALL_SETRESUID_E user syscall modifies-state old converted
          ruid:UID euid:UID suid:UID
      193 setresuid SYSCALL_SETRESUID_X user syscall modifies-state converted
          res:ERRNO ruid:UID euid:UID suid:UID
      194 setresgid SYSCALL_SETRESGID_E user syscall modifies-state old converted
          rgid:GID egid:GID sgid:GID
      195 setresgid SYSCALL_SETRESGID_X user syscall modifies-state converted
          res:ERRNO rgid:GID egid:GID sgid:GID
      196 scapevent SCAPEVENT_E internal metaevent keeps-thread
          event_type:UINT32 event_data:UINT64
      197 NA SCAPEVENT_X unknown - unused
      198 setuid SYSCALL_SETUID_E user syscall modifies-state old converted
          uid:UID
      199 setuid SYSCALL_SETUID_X user syscall modifies-state converted
          res:ERRNO uid:UID
      200 setgid SYSCALL_SETGID_E user syscall modifies-state old converted
          gid:GID
      201 setgid SYSCALL_SETGID_X user syscall modifies-state converted
          res:ERRNO gid:GID
      202 getuid SYSCALL_GETUID_E user syscall old
      203 getuid SYSCALL_GETUID_X user syscall
          uid:UID
      204 geteuid SYSCALL_GETEUID_E user syscall old
      205 geteuid SYSCALL_GETEUID_X user syscall
          euid:UID
      206 getgid SYSCALL_GETGID_E user syscall old
      207 getgid SYSCALL_GETGID_X user syscall
          gid:GID
      208 getegid SYSCALL_GETEGID_E user syscall old
      209 getegid SYSCALL_GETEGID_X user syscall
          egid:GID
      210 getresuid SYSCALL_GETRESUID_E user syscall old
      211 getresuid SYSCALL_GETRESUID_X user syscall
          res:ERRNO ruid:UID euid:UID suid:UID
      212 getresgid SYSCALL_GETRESGID_E user syscall old
      213 getresgid SYSCALL_GETRESGID_X user syscall
          res:ERRNO rgid:GID egid:GID sgid:GID
      214 execve SYSCALL_EXECVE_15_E process syscall modifies-state old converted
      215 execve SYSCALL_EXECVE_15_X process syscall modifies-state old converted
          res:ERRNO exe:CHARBUF args:BYTEBUF tid:PID pid:PID ptid:PID cwd:CHARBUF fdlimit:UINT64 pgft_maj:UINT64
          pgft_min:UINT64 vm_size:UINT32 vm_rss:UINT32 vm_swap:UINT32 comm:CHARBUF env:BYTEBUF
      216 clone SYSCALL_CLONE_17_E process syscall modifies-state old
      217 clone SYSCALL_CLONE_17_X process syscall modifies-state old converted
          res:PID exe:CHARBUF args:BYTEBUF tid:PID pid:PID ptid:PID cwd:CHARBUF fdlimit:INT64 pgft_maj:UINT64
          pgft_min:UINT64 vm_size:UINT32 vm_rss:UINT32 vm_swap:UINT32 comm:CHARBUF flags:FLAGS32/hex:clone_flags
          uid:UINT32 gid:UINT32
      218 fork SYSCALL_FORK_17_E process syscall modifies-state old
      219 fork SYSCALL_FORK_17_X process syscall modifies-state old converted
          res:PID exe:CHARBUF args:BYTEBUF tid:PID pid:PID ptid:PID cwd:CHARBUF fdlimit:INT64 pgft_maj:UINT64
          pgft_min:UINT64 vm_size:UINT32 vm_rss:UINT32 vm_swap:UINT32 comm:CHARBUF flags:FLAGS32/hex:clone_flags
          uid:UINT32 gid:UINT32
      220 vfork SYSCALL_VFORK_17_E process syscall modifies-state old
      221 vfork SYSCALL_VFORK_17_X process syscall modifies-state old converted
          res:PID exe:CHARBUF args:BYTEBUF tid:PID pid:PID ptid:PID cwd:CHARBUF fdlimit:INT64 pgft_maj:UINT64
          pgft_min:UINT64 vm_size:UINT32 vm_rss:UINT32 vm_swap:UINT32 comm:CHARBUF flags:FLAGS32/hex:clone_flags
          uid:UINT32 gid:UINT32
      222 clone SYSCALL_CLONE_20_E process syscall modifies-state old
      223 clone SYSCALL_CLONE_20_X process syscall modifies-state converted
          res:PID exe:CHARBUF args:BYTEBUF tid:PID pid:PID ptid:PID cwd:CHARBUF fdlimit:INT64 pgft_maj:UINT64
          pgft_min:UINT64 vm_size:UINT32 vm_rss:UINT32 vm_swap:UINT32 comm:CHARBUF cgroups:BYTEBUF
          flags:FLAGS32/hex:clone_flags uid:UINT32 gid:UINT32 vtid:PID vpid:PID pidns_init_start_ts:UINT64
      224 fork SYSCALL_FORK_20_E process syscall modifies-state old
      225 fork SYSCALL_FORK_20_X process syscall modifies-state converted
          res:PID exe:CHARBUF args:BYTEBUF tid:PID pid:PID ptid:PID cwd:CHARBUF fdlimit:INT64 pgft_maj:UINT64
          pgft_min:UINT64 vm_size:UINT32 vm_rss:UINT32 vm_swap:UINT32 comm:CHARBUF cgroups:BYTEBUF
          flags:FLAGS32/hex:clone_flags uid:UINT32 gid:UINT32 vtid:PID vpid:PID pidns_init_start_ts:UINT64
      226 vfork SYSCALL_VFORK_20_E process syscall modifies-state old
      227 vfork SYSCALL_VFORK_20_X process syscall modifies-state converted
          res:PID exe:CHARBUF args:BYTEBUF tid:PID pid:PID ptid:PID cwd:CHARBUF fdlimit:INT64 pgft_maj:UINT64
          pgft_min:UINT64 vm_size:UINT32 vm_rss:UINT32 vm_swap:UINT32 comm:CHARBUF cgroups:BYTEBUF
          flags:FLAGS32/hex:clone_flags uid:UINT32 gid:UINT32 vtid:PID vpid:PID pidns_init_start_ts:UINT64
      228 container CONTAINER_E internal metaevent modifies-state keeps-thread old converted
          id:CHARBUF type:UINT32 name:CHARBUF image:CHARBUF
      229 NA CONTAINER_X unknown - unused
      230 execve SYSCALL_EXECVE_16_E process syscall modifies-state old converted
      231 execve SYSCALL_EXECVE_16_X process syscall modifies-state old converted
          res:ERRNO exe:CHARBUF args:BYTEBUF tid:PID pid:PID ptid:PID cwd:CHARBUF fdlimit:UINT64 pgft_maj:UINT64
          pgft_min:UINT64 vm_size:UINT32 vm_rss:UINT32 vm_swap:UINT32 comm:CHARBUF cgroups:BYTEBUF env:BYTEBUF
      232 signaldeliver SIGNALDELIVER_E signal tracepoint
          spid:PID dpid:PID sig:SIGTYPE
      233 NA SIGNALDELIVER_X unknown - unused
      234 procinfo PROCINFO_E internal metaevent keeps-thread
          cpu_usr:UINT64 cpu_sys:UINT64
      235 NA PROCINFO_X unknown - unused
      236 getdents SYSCALL_GETDENTS_E file syscall uses-fd old converted
          fd:FD/na
      237 getdents SYSCALL_GETDENTS_X file syscall uses-fd converted
          res:ERRNO fd:FD/na
      238 getdents64 SYSCALL_GETDENTS64_E file syscall uses-fd old converted
          fd:FD/na
      239 getdents64 SYSCALL_GETDENTS64_X file syscall uses-fd converted
          res:ERRNO fd:FD/na
      240 setns SYSCALL_SETNS_E process syscall uses-fd old converted
          fd:FD/na nstype:FLAGS32/hex:clone_flags
      241 setns SYSCALL_SETNS_X process syscall uses-fd converted
          res:ERRNO fd:FD/na nstype:FLAGS32/hex:clone_flags
      242 flock SYSCALL_FLOCK_E file syscall uses-fd old converted
          fd:FD/na operation:FLAGS32/hex:flock_flags
      243 flock SYSCALL_FLOCK_X file syscall uses-fd converted
          res:ERRNO fd:FD/na operation:FLAGS32/hex:flock_flags
      244 cpu_hotplug CPU_HOTPLUG_E system metaevent modifies-state keeps-thread
          cpu:UINT32 action:UINT32
      245 NA CPU_HOTPLUG_X unknown - unused
      246 accept SOCKET_ACCEPT_5_E net syscall creates-fd modifies-state old
      247 accept SOCKET_ACCEPT_5_X net syscall creates-fd modifies-state
          fd:FD tuple:SOCKTUPLE queuepct:UINT8 queuelen:UINT32 queuemax:UINT32
      248 accept SOCKET_ACCEPT4_5_E net syscall creates-fd modifies-state old converted
          flags:INT32/hex
      249 accept SOCKET_ACCEPT4_5_X net syscall creates-fd modifies-state old converted
          fd:FD tuple:SOCKTUPLE queuepct:UINT8 queuelen:UINT32 queuemax:UINT32
      250 semop SYSCALL_SEMOP_E process syscall old converted
          semid:INT32
      251 semop SYSCALL_SEMOP_X process syscall converted
          res:ERRNO nsops:UINT32 sem_num_0:UINT16 sem_op_0:INT16 sem_flg_0:FLAGS16/hex:semop_flags sem_num_1:UINT16
          sem_op_1:INT16 sem_flg_1:FLAGS16/hex:semop_flags semid:INT32
      252 semctl SYSCALL_SEMCTL_E process syscall old converted
          semid:INT32 semnum:INT32 cmd:FLAGS16/hex:semctl_commands val:INT32
      253 semctl SYSCALL_SEMCTL_X process syscall converted
          res:ERRNO semid:INT32 semnum:INT32 cmd:FLAGS16/hex:semctl_commands val:INT32
      254 ppoll SYSCALL_PPOLL_E wait syscall waits old converted
          fds:FDLIST timeout:RELTIME sigmask:SIGSET
      255 ppoll SYSCALL_PPOLL_X wait syscall waits converted
          res:ERRNO fds:FDLIST timeout:RELTIME sigmask:SIGSET
      256 mount SYSCALL_MOUNT_E file syscall modifies-state old converted
          flags:FLAGS32/hex:mount_flags
      257 mount SYSCALL_MOUNT_X file syscall modifies-state converted
          res:ERRNO dev:CHARBUF dir:FSPATH type:CHARBUF flags:FLAGS32/hex:mount_flags
      258 umount SYSCALL_UMOUNT_E file syscall modifies-state old
          flags:FLAGS32/hex:umount_flags
      259 umount SYSCALL_UMOUNT_X file syscall modifies-state old converted
          res:ERRNO name:FSPATH
      260 k8s K8S_E internal metaevent modifies-state keeps-thread old
          json:CHARBUF
      261 NA K8S_X unknown - unused
      262 semget SYSCALL_SEMGET_E process syscall old converted
          key:INT32/hex nsems:INT32 semflg:FLAGS32/hex:semget_flags
      263 semget SYSCALL_SEMGET_X process syscall converted
          res:ERRNO key:INT32/hex nsems:INT32 semflg:FLAGS32/hex:semget_flags
      264 access SYSCALL_ACCESS_E file syscall old converted
          mode:FLAGS32/hex:access_flags
      265 access SYSCALL_ACCESS_X file syscall converted
          res:ERRNO name:FSPATH mode:FLAGS32/hex:access_flags
      266 chroot SYSCALL_CHROOT_E process syscall modifies-state old
      267 chroot SYSCALL_CHROOT_X process syscall modifies-state
          res:ERRNO path:FSPATH
      268 tracer TRACER_E other metaevent old
          id:INT64 tags:CHARBUFARRAY args:CHARBUF_PAIR_ARRAY
      269 NA TRACER_X unknown - unused
          id:INT64 tags:CHARBUFARRAY args:CHARBUF_PAIR_ARRAY
      270 mesos MESOS_E internal metaevent modifies-state keeps-thread old
          json:CHARBUF
      271 NA MESOS_X unknown - unused
      272 container CONTAINER_JSON_E process metaevent modifies-state old converted
          json:CHARBUF
      273 NA CONTAINER_JSON_X unknown - unused
      274 setsid SYSCALL_SETSID_E process syscall modifies-state old
      275 setsid SYSCALL_SETSID_X process syscall modifies-state
          res:PID
      276 mkdir SYSCALL_MKDIR_2_E file syscall old converted
          mode:UINT32/hex
      277 mkdir SYSCALL_MKDIR_2_X file syscall converted
          res:ERRNO path:FSPATH mode:UINT32/hex
      278 rmdir SYSCALL_RMDIR_2_E file syscall old
      279 rmdir SYSCALL_RMDIR_2_X file syscall
          res:ERRNO path:FSPATH
      280 notification NOTIFICATION_E other metaevent keeps-thread
          id:CHARBUF/dec desc:CHARBUF
      281 NA NOTIFICATION_X unknown - unused
      282 execve SYSCALL_EXECVE_17_E process syscall modifies-state old converted
      283 execve SYSCALL_EXECVE_17_X process syscall modifies-state old converted
          res:ERRNO exe:CHARBUF args:BYTEBUF tid:PID pid:PID ptid:PID cwd:CHARBUF fdlimit:UINT64 pgft_maj:UINT64
          pgft_min:UINT64 vm_size:UINT32 vm_rss:UINT32 vm_swap:UINT32 comm:CHARBUF cgroups:BYTEBUF env:BYTEBUF
          tty:INT32
      284 unshare SYSCALL_UNSHARE_E process syscall old converted
          flags:FLAGS32/hex:clone_flags
      285 unshare SYSCALL_UNSHARE_X process syscall converted
          res:ERRNO flags:FLAGS32/hex:clone_flags
      286 infra INFRASTRUCTURE_EVENT_E internal metaevent keeps-thread
          source:CHARBUF/dec name:CHARBUF description:CHARBUF scope:CHARBUF
      287 NA INFRASTRUCTURE_EVENT_X unknown - unused
      288 execve SYSCALL_EXECVE_18_E process syscall modifies-state old converted
          filename:FSPATH
      289 execve SYSCALL_EXECVE_18_X process syscall modifies-state old converted
          res:ERRNO exe:CHARBUF args:BYTEBUF tid:PID pid:PID ptid:PID cwd:CHARBUF fdlimit:UINT64 pgft_maj:UINT64
          pgft_min:UINT64 vm_size:UINT32 vm_rss:UINT32 vm_swap:UINT32 comm:CHARBUF cgroups:BYTEBUF env:BYTEBUF
          tty:INT32
      290 page_fault PAGE_FAULT_E other tracepoint keeps-thread
          addr:UINT64/hex ip:UINT64/hex error:FLAGS32/hex:pf_flags
      291 NA PAGE_FAULT_X unknown - unused
      292 execve SYSCALL_EXECVE_19_E process syscall modifies-state old converted
          filename:FSPATH
      293 execve SYSCALL_EXECVE_19_X process syscall modifies-state converted
          res:ERRNO exe:CHARBUF args:BYTEBUF tid:PID pid:PID ptid:PID cwd:CHARBUF fdlimit:UINT64 pgft_maj:UINT64
          pgft_min:UINT64 vm_size:UINT32 vm_rss:UINT32 vm_swap:UINT32 comm:CHARBUF cgroups:BYTEBUF env:BYTEBUF
          tty:UINT32 vpgid:PID loginuid:UID flags:FLAGS32/hex:execve_flags cap_inheritable:UINT64/hex
          cap_permitted:UINT64/hex cap_effective:UINT64/hex exe_ino:UINT64 exe_ino_ctime:ABSTIME
          exe_ino_mtime:ABSTIME uid:UID trusted_exepath:FSPATH pgid:PID/na gid:GID filename:FSPATH
      294 setpgid SYSCALL_SETPGID_E process syscall old converted
          pid:PID pgid:PID
      295 setpgid SYSCALL_SETPGID_X process syscall converted
          res:ERRNO pid:PID pgid:PID
      296 bpf SYSCALL_BPF_E other syscall creates-fd old converted
          cmd:INT64
      297 bpf SYSCALL_BPF_X other syscall creates-fd old converted
          res_or_fd:DYN:bpf_dynamic_param
      298 seccomp SYSCALL_SECCOMP_E other syscall old converted
          op:UINT64 flags:UINT64/hex
      299 seccomp SYSCALL_SECCOMP_X other syscall converted
          res:ERRNO op:UINT64 flags:UINT64/hex
      """
}
