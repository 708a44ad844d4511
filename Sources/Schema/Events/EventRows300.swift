extension EventTable {
  /// Event types 300 to 453. Row format: EventRow.swift.
  static let rows300 = """
      300 unlink SYSCALL_UNLINK_2_E file syscall old
      301 unlink SYSCALL_UNLINK_2_X file syscall
          res:ERRNO path:FSPATH
      302 unlinkat SYSCALL_UNLINKAT_2_E file syscall old
      303 unlinkat SYSCALL_UNLINKAT_2_X file syscall uses-fd
          res:ERRNO dirfd:FD name:FSRELPATH@1 flags:FLAGS32/hex:unlinkat_flags
      304 mkdirat SYSCALL_MKDIRAT_E file syscall old
      305 mkdirat SYSCALL_MKDIRAT_X file syscall uses-fd
          res:ERRNO dirfd:FD path:FSRELPATH@1 mode:UINT32/hex
      306 openat SYSCALL_OPENAT_2_E file syscall creates-fd modifies-state converted
          dirfd:FD name:FSRELPATH@0 flags:FLAGS32/hex:file_flags mode:UINT32/oct
      307 openat SYSCALL_OPENAT_2_X file syscall creates-fd modifies-state converted
          fd:FD dirfd:FD name:FSRELPATH@1 flags:FLAGS32/hex:file_flags mode:UINT32/oct dev:UINT32/hex ino:UINT64
      308 link SYSCALL_LINK_2_E file syscall old
      309 link SYSCALL_LINK_2_X file syscall
          res:ERRNO oldpath:FSPATH newpath:FSPATH
      310 linkat SYSCALL_LINKAT_2_E file syscall old
      311 linkat SYSCALL_LINKAT_2_X file syscall
          res:ERRNO olddir:FD oldpath:FSRELPATH@1 newdir:FD newpath:FSRELPATH@3 flags:FLAGS32/hex:linkat_flags
      312 fchmodat SYSCALL_FCHMODAT_E file syscall old
      313 fchmodat SYSCALL_FCHMODAT_X file syscall uses-fd
          res:ERRNO dirfd:FD filename:FSRELPATH@1 mode:MODE/oct:chmod_mode
      314 chmod SYSCALL_CHMOD_E file syscall old
      315 chmod SYSCALL_CHMOD_X file syscall
          res:ERRNO filename:FSPATH mode:MODE/oct:chmod_mode
      316 fchmod SYSCALL_FCHMOD_E file syscall old
      317 fchmod SYSCALL_FCHMOD_X file syscall uses-fd
          res:ERRNO fd:FD mode:MODE/oct:chmod_mode
      318 renameat2 SYSCALL_RENAMEAT2_E file syscall old
      319 renameat2 SYSCALL_RENAMEAT2_X file syscall
          res:ERRNO olddirfd:FD oldpath:FSRELPATH@1 newdirfd:FD newpath:FSRELPATH@3
          flags:FLAGS32/hex:renameat2_flags
      320 userfaultfd SYSCALL_USERFAULTFD_E file syscall creates-fd modifies-state old
      321 userfaultfd SYSCALL_USERFAULTFD_X file syscall creates-fd modifies-state
          res:ERRNO flags:FLAGS32/hex:file_flags
      322 pluginevent PLUGINEVENT_E other plugin large
          plugin_id:UINT32 event_data:BYTEBUF
      323 NA PLUGINEVENT_X unknown - unused
      324 container CONTAINER_JSON_2_E process metaevent modifies-state large
          json:CHARBUF
      325 NA CONTAINER_JSON_2_X unknown - unused
      326 openat2 SYSCALL_OPENAT2_E file syscall creates-fd modifies-state converted
          dirfd:FD name:FSRELPATH@0 flags:FLAGS32/hex:file_flags mode:UINT32/oct resolve:FLAGS32/hex:openat2_flags
      327 openat2 SYSCALL_OPENAT2_X file syscall creates-fd modifies-state converted
          fd:FD dirfd:FD name:FSRELPATH@1 flags:FLAGS32/hex:file_flags mode:UINT32/oct
          resolve:FLAGS32/hex:openat2_flags dev:UINT32/hex ino:UINT64
      328 mprotect SYSCALL_MPROTECT_E memory syscall old converted
          addr:UINT64/hex length:UINT64 prot:FLAGS32/hex:prot_flags
      329 mprotect SYSCALL_MPROTECT_X memory syscall converted
          res:ERRNO addr:UINT64/hex length:UINT64 prot:FLAGS32/hex:prot_flags
      330 execveat SYSCALL_EXECVEAT_E process syscall modifies-state old converted
          dirfd:FD pathname:FSRELPATH@0 flags:FLAGS32/hex:execveat_flags
      331 execveat SYSCALL_EXECVEAT_X process syscall modifies-state converted
          res:ERRNO exe:CHARBUF args:BYTEBUF tid:PID pid:PID ptid:PID cwd:CHARBUF fdlimit:UINT64 pgft_maj:UINT64
          pgft_min:UINT64 vm_size:UINT32 vm_rss:UINT32 vm_swap:UINT32 comm:CHARBUF cgroups:BYTEBUF env:BYTEBUF
          tty:UINT32 vpgid:PID loginuid:UID flags:FLAGS32/hex:execve_flags cap_inheritable:UINT64/hex
          cap_permitted:UINT64/hex cap_effective:UINT64/hex exe_ino:UINT64 exe_ino_ctime:ABSTIME
          exe_ino_mtime:ABSTIME uid:UID trusted_exepath:FSPATH pgid:PID/na gid:GID
      332 copy_file_range SYSCALL_COPY_FILE_RANGE_E file syscall uses-fd reads writes old converted
          fdin:FD offin:UINT64 len:UINT64
      333 copy_file_range SYSCALL_COPY_FILE_RANGE_X file syscall uses-fd reads writes converted
          res:ERRNO fdout:FD offout:UINT64 fdin:FD offin:UINT64 len:UINT64
      334 clone3 SYSCALL_CLONE3_E process syscall modifies-state old
      335 clone3 SYSCALL_CLONE3_X process syscall modifies-state converted
          res:PID exe:CHARBUF args:BYTEBUF tid:PID pid:PID ptid:PID cwd:CHARBUF fdlimit:INT64 pgft_maj:UINT64
          pgft_min:UINT64 vm_size:UINT32 vm_rss:UINT32 vm_swap:UINT32 comm:CHARBUF cgroups:BYTEBUF
          flags:FLAGS32/hex:clone_flags uid:UINT32 gid:UINT32 vtid:PID vpid:PID pidns_init_start_ts:UINT64
      336 open_by_handle_at SYSCALL_OPEN_BY_HANDLE_AT_E file syscall creates-fd modifies-state old
      337 open_by_handle_at SYSCALL_OPEN_BY_HANDLE_AT_X file syscall creates-fd modifies-state
          fd:FD mountfd:FD flags:FLAGS32/hex:file_flags path:FSPATH dev:UINT32/hex ino:UINT64
      338 io_uring_setup SYSCALL_IO_URING_SETUP_E io_other syscall creates-fd modifies-state old
      339 io_uring_setup SYSCALL_IO_URING_SETUP_X io_other syscall creates-fd modifies-state
          res:ERRNO entries:UINT32 sq_entries:UINT32 cq_entries:UINT32 flags:FLAGS32/hex:io_uring_setup_flags
          sq_thread_cpu:UINT32 sq_thread_idle:UINT32 features:FLAGS32/hex:io_uring_setup_feats
      340 io_uring_enter SYSCALL_IO_URING_ENTER_E io_other syscall old
      341 io_uring_enter SYSCALL_IO_URING_ENTER_X io_other syscall uses-fd
          res:ERRNO fd:FD to_submit:UINT32 min_complete:UINT32 flags:FLAGS32/hex:io_uring_enter_flags sig:SIGSET
      342 io_uring_register SYSCALL_IO_URING_REGISTER_E io_other syscall old
      343 io_uring_register SYSCALL_IO_URING_REGISTER_X io_other syscall uses-fd
          res:ERRNO fd:FD opcode:ENUMFLAGS16:io_uring_register_opcodes arg:UINT64/hex nr_args:UINT32
      344 mlock SYSCALL_MLOCK_E memory syscall old
      345 mlock SYSCALL_MLOCK_X memory syscall
          res:ERRNO addr:UINT64/hex len:UINT64
      346 munlock SYSCALL_MUNLOCK_E memory syscall old
      347 munlock SYSCALL_MUNLOCK_X memory syscall
          res:ERRNO addr:UINT64/hex len:UINT64
      348 mlockall SYSCALL_MLOCKALL_E memory syscall old
      349 mlockall SYSCALL_MLOCKALL_X memory syscall
          res:ERRNO flags:FLAGS32/hex:mlockall_flags
      350 munlockall SYSCALL_MUNLOCKALL_E memory syscall old
      351 munlockall SYSCALL_MUNLOCKALL_X memory syscall
          res:ERRNO
      352 capset SYSCALL_CAPSET_E process syscall modifies-state old
      353 capset SYSCALL_CAPSET_X process syscall modifies-state
          res:ERRNO cap_inheritable:UINT64/hex cap_permitted:UINT64/hex cap_effective:UINT64/hex
      354 useradded USER_ADDED_E process metaevent modifies-state
          uid:UINT32 gid:UINT32 name:CHARBUF home:CHARBUF shell:CHARBUF container_id:CHARBUF
      355 NA USER_ADDED_X unknown - unused
      356 userdeleted USER_DELETED_E process metaevent modifies-state
          uid:UINT32 gid:UINT32 name:CHARBUF home:CHARBUF shell:CHARBUF container_id:CHARBUF
      357 NA USER_DELETED_X unknown - unused
      358 groupadded GROUP_ADDED_E process metaevent modifies-state
          gid:UINT32 name:CHARBUF container_id:CHARBUF
      359 NA GROUP_ADDED_X unknown - unused
      360 groupdeleted GROUP_DELETED_E process metaevent modifies-state
          gid:UINT32 name:CHARBUF container_id:CHARBUF
      361 NA GROUP_DELETED_X unknown - unused
      362 dup2 SYSCALL_DUP2_E io_other syscall creates-fd uses-fd modifies-state old
          fd:FD
      363 dup2 SYSCALL_DUP2_X io_other syscall creates-fd uses-fd modifies-state
          res:FD oldfd:FD newfd:FD
      364 dup3 SYSCALL_DUP3_E io_other syscall creates-fd uses-fd modifies-state old
          fd:FD
      365 dup3 SYSCALL_DUP3_X io_other syscall creates-fd uses-fd modifies-state
          res:FD oldfd:FD newfd:FD flags:FLAGS32/hex:file_flags
      366 dup SYSCALL_DUP_1_E io_other syscall creates-fd uses-fd modifies-state old
          fd:FD
      367 dup SYSCALL_DUP_1_X io_other syscall creates-fd uses-fd modifies-state
          res:FD oldfd:FD
      368 bpf SYSCALL_BPF_2_E other syscall creates-fd old
          cmd:INT64
      369 bpf SYSCALL_BPF_2_X other syscall creates-fd
          fd:FD cmd:ENUMFLAGS32:bpf_commands
      370 mlock2 SYSCALL_MLOCK2_E memory syscall old
      371 mlock2 SYSCALL_MLOCK2_X memory syscall
          res:ERRNO addr:UINT64/hex len:UINT64 flags:FLAGS32/hex:mlock2_flags
      372 fsconfig SYSCALL_FSCONFIG_E system syscall old
      373 fsconfig SYSCALL_FSCONFIG_X system syscall uses-fd
          res:ERRNO fd:FD cmd:ENUMFLAGS32:fsconfig_cmds key:CHARBUF value_bytebuf:BYTEBUF value_charbuf:CHARBUF
          aux:INT32
      374 epoll_create SYSCALL_EPOLL_CREATE_E wait syscall creates-fd modifies-state old converted
          size:INT32
      375 epoll_create SYSCALL_EPOLL_CREATE_X wait syscall creates-fd modifies-state converted
          res:ERRNO size:INT32
      376 epoll_create1 SYSCALL_EPOLL_CREATE1_E wait syscall creates-fd modifies-state old converted
          flags:FLAGS32/hex:epoll_create1_flags
      377 epoll_create1 SYSCALL_EPOLL_CREATE1_X wait syscall creates-fd modifies-state converted
          res:ERRNO flags:FLAGS32/hex:epoll_create1_flags
      378 chown SYSCALL_CHOWN_E file syscall old
      379 chown SYSCALL_CHOWN_X file syscall
          res:ERRNO path:FSPATH uid:UINT32 gid:UINT32
      380 lchown SYSCALL_LCHOWN_E file syscall old
      381 lchown SYSCALL_LCHOWN_X file syscall
          res:ERRNO path:FSPATH uid:UINT32 gid:UINT32
      382 fchown SYSCALL_FCHOWN_E file syscall old
      383 fchown SYSCALL_FCHOWN_X file syscall uses-fd
          res:ERRNO fd:FD uid:UINT32 gid:UINT32
      384 fchownat SYSCALL_FCHOWNAT_E file syscall old
      385 fchownat SYSCALL_FCHOWNAT_X file syscall uses-fd
          res:ERRNO dirfd:FD pathname:FSRELPATH@1 uid:UINT32 gid:UINT32 flags:FLAGS32/hex:fchownat_flags
      386 umount SYSCALL_UMOUNT_1_E file syscall modifies-state old
      387 umount SYSCALL_UMOUNT_1_X file syscall modifies-state
          res:ERRNO name:FSPATH
      388 accept4 SOCKET_ACCEPT4_6_E net syscall creates-fd modifies-state old converted
          flags:INT32/hex
      389 accept4 SOCKET_ACCEPT4_6_X net syscall creates-fd modifies-state converted
          fd:FD tuple:SOCKTUPLE queuepct:UINT8 queuelen:UINT32 queuemax:UINT32 flags:INT32/hex
      390 umount2 SYSCALL_UMOUNT2_E file syscall modifies-state old converted
          flags:FLAGS32/hex:umount_flags
      391 umount2 SYSCALL_UMOUNT2_X file syscall modifies-state converted
          res:ERRNO name:FSPATH flags:FLAGS32/hex:umount_flags
      392 pipe2 SYSCALL_PIPE2_E ipc syscall creates-fd modifies-state old
      393 pipe2 SYSCALL_PIPE2_X ipc syscall creates-fd modifies-state
          res:ERRNO fd1:FD fd2:FD ino:UINT64 flags:FLAGS32/hex:file_flags
      394 inotify_init1 SYSCALL_INOTIFY_INIT1_E ipc syscall creates-fd modifies-state old
      395 inotify_init1 SYSCALL_INOTIFY_INIT1_X ipc syscall creates-fd modifies-state
          res:FD flags:FLAGS16/hex:file_flags
      396 eventfd2 SYSCALL_EVENTFD2_E ipc syscall creates-fd modifies-state old converted
          initval:UINT64
      397 eventfd2 SYSCALL_EVENTFD2_X ipc syscall creates-fd modifies-state converted
          res:FD flags:FLAGS16/hex:file_flags initval:UINT64
      398 signalfd4 SYSCALL_SIGNALFD4_E signal syscall creates-fd modifies-state old converted
          fd:FD mask:UINT32/hex
      399 signalfd4 SYSCALL_SIGNALFD4_X signal syscall creates-fd modifies-state converted
          res:FD flags:FLAGS16/hex:file_flags fd:FD mask:UINT32/hex
      400 prctl SYSCALL_PRCTL_E process syscall modifies-state old
      401 prctl SYSCALL_PRCTL_X process syscall modifies-state
          res:ERRNO option:ENUMFLAGS32:prctl_options arg2_str:CHARBUF arg2_int:INT64
      402 asyncevent ASYNCEVENT_E other metaevent large
          plugin_id:UINT32 name:CHARBUF data:BYTEBUF
      403 NA ASYNCEVENT_X unknown - unused
      404 memfd_create SYSCALL_MEMFD_CREATE_E memory syscall creates-fd modifies-state old
      405 memfd_create SYSCALL_MEMFD_CREATE_X memory syscall creates-fd modifies-state
          fd:FD name:CHARBUF flags:FLAGS32/hex:memfd_create_flags
      406 pidfd_getfd SYSCALL_PIDFD_GETFD_E process syscall creates-fd modifies-state old
      407 pidfd_getfd SYSCALL_PIDFD_GETFD_X process syscall creates-fd modifies-state
          fd:FD pid_fd:FD target_fd:FD flags:UINT32/hex
      408 pidfd_open SYSCALL_PIDFD_OPEN_E process syscall creates-fd modifies-state old
      409 pidfd_open SYSCALL_PIDFD_OPEN_X process syscall creates-fd modifies-state
          fd:FD pid:PID flags:FLAGS32/hex:pidfd_open_flags
      410 init_module SYSCALL_INIT_MODULE_E other syscall old
      411 init_module SYSCALL_INIT_MODULE_X other syscall
          res:ERRNO img:BYTEBUF length:UINT64 uargs:CHARBUF
      412 finit_module SYSCALL_FINIT_MODULE_E other syscall old
      413 finit_module SYSCALL_FINIT_MODULE_X other syscall uses-fd reads
          res:ERRNO fd:FD uargs:CHARBUF flags:FLAGS32/hex:finit_module_flags
      414 mknod SYSCALL_MKNOD_E other syscall old
      415 mknod SYSCALL_MKNOD_X other syscall
          res:ERRNO path:FSPATH mode:MODE/oct:mknod_mode dev:UINT32
      416 mknodat SYSCALL_MKNODAT_E other syscall old
      417 mknodat SYSCALL_MKNODAT_X other syscall uses-fd
          res:ERRNO dirfd:FD path:FSRELPATH@1 mode:MODE/oct:mknod_mode dev:UINT32
      418 newfstatat SYSCALL_NEWFSTATAT_E file syscall old
      419 newfstatat SYSCALL_NEWFSTATAT_X file syscall uses-fd
          res:ERRNO dirfd:FD path:FSRELPATH@1 flags:FLAGS32/hex:newfstatat_flags
      420 process_vm_readv SYSCALL_PROCESS_VM_READV_E ipc syscall old
      421 process_vm_readv SYSCALL_PROCESS_VM_READV_X ipc syscall
          res:INT64 pid:PID data:BYTEBUF
      422 process_vm_writev SYSCALL_PROCESS_VM_WRITEV_E ipc syscall old
      423 process_vm_writev SYSCALL_PROCESS_VM_WRITEV_X ipc syscall
          res:INT64 pid:PID data:BYTEBUF
      424 delete_module SYSCALL_DELETE_MODULE_E other syscall old
      425 delete_module SYSCALL_DELETE_MODULE_X other syscall
          res:ERRNO name:CHARBUF flags:FLAGS32/hex:delete_module_flags
      426 setreuid SYSCALL_SETREUID_E user syscall modifies-state old
      427 setreuid SYSCALL_SETREUID_X user syscall modifies-state
          res:ERRNO ruid:UID euid:UID
      428 setregid SYSCALL_SETREGID_E user syscall old
      429 setregid SYSCALL_SETREGID_X user syscall modifies-state
          res:ERRNO rgid:UID egid:UID
      430 task ITER_TASK_E process iter modifies-state
          ppid:PID32 pgid:PID32 vpgid:PID32 sid:PID32 comm:CHARBUF argv:CHARBUFARRAY exepath:FSPATH
          flags:FLAGS32/hex:execve_flags env:CHARBUFARRAY cwd:CHARBUF fdlimit:UINT64 euid:UID egid:GID
          cap_permitted:UINT64/hex cap_effective:UINT64/hex cap_inheritable:UINT64/hex exe_ino_num:UINT64
          exe_ino_ctime:ABSTIME exe_ino_mtime:ABSTIME vm_size:UINT32 vm_rss:UINT32 vm_swap:UINT32 pgft_maj:UINT64
          pgft_min:UINT64 vtgid:PID32 vpid:PID32 pidns_init_start_ts:UINT64 cgroups:CHARBUFARRAY root:FSPATH
          start_time:ABSTIME tty:UINT32 loginuid:UID
      431 NA ITER_TASK_X unknown - unused
      432 task_file_pipe ITER_TASK_FILE_PIPE_E file iter modifies-state
          fd:FD32 path:FSPATH ino_num:UINT64
      433 NA ITER_TASK_FILE_PIPE_X unknown - unused
      434 task_file_memfd ITER_TASK_FILE_MEMFD_E file iter modifies-state
          fd:FD32 path:FSPATH ino_num:UINT64
      435 NA ITER_TASK_FILE_MEMFD_X unknown - unused
      436 task_file_regular ITER_TASK_FILE_REGULAR_E file iter modifies-state
          fd:FD32 path:FSPATH flags:FLAGS32/hex:file_flags mnt_id:UINT32 ino_num:UINT64
      437 NA ITER_TASK_FILE_REGULAR_X unknown - unused
      438 task_file_directory ITER_TASK_FILE_DIRECTORY_E file iter modifies-state
          fd:FD32 path:FSPATH ino_num:UINT64
      439 NA ITER_TASK_FILE_DIRECTORY_X unknown - unused
      440 task_file_socket_inet ITER_TASK_FILE_SOCKET_INET_E file iter modifies-state
          fd:FD32 sk_type:UINT16 sk_proto:UINT16 local_ip:IPV4ADDR/hex local_port:PORT/hex remote_ip:IPV4ADDR/hex
          remote_port:PORT/hex ino_num:UINT64
      441 NA ITER_TASK_FILE_SOCKET_INET_X unknown - unused
      442 task_file_socket_inet6 ITER_TASK_FILE_SOCKET_INET6_E file iter modifies-state
          fd:FD32 sk_type:UINT16 sk_proto:UINT16 local_ip:IPV6ADDR/hex local_port:PORT/hex remote_ip:IPV6ADDR/hex
          remote_port:PORT/hex ino_num:UINT64
      443 NA ITER_TASK_FILE_SOCKET_INET6_X unknown - unused
      444 task_file_socket_unix ITER_TASK_FILE_SOCKET_UNIX_E file iter modifies-state
          fd:FD32 sk_type:UINT16 sk_proto:UINT16 sk_pointer:UINT64/na sun_path:FSPATH ino_num:UINT64
      445 NA ITER_TASK_FILE_SOCKET_UNIX_X unknown - unused
      446 task_file_socket_netlink ITER_TASK_FILE_SOCKET_NETLINK_E file iter modifies-state
          fd:FD32 sk_type:UINT16 sk_proto:UINT16 ino_num:UINT64
      447 NA ITER_TASK_FILE_SOCKET_NETLINK_X unknown - unused
      448 task_file_anon_inode ITER_TASK_FILE_ANON_INODE_E file iter modifies-state
          fd:FD32 fd_type:FLAGS8:anon_inode_fd_types path:FSPATH ino_num:UINT64
      449 NA ITER_TASK_FILE_ANON_INODE_X unknown - unused
      450 NA SYSCALL_CLOSE_RANGE_E unknown - unused
      451 close_range SYSCALL_CLOSE_RANGE_X io_other syscall modifies-state
          res:ERRNO first:UINT32 last:UINT32 flags:FLAGS32/hex:close_range_flags
      452 NA SYSCALL_KEYCTL_E unknown - unused
      453 keyctl SYSCALL_KEYCTL_X other syscall
          res:ERRNO operation:ENUMFLAGS32:keyctl_operations arg2:DYN:keyctl_dynamic_param
          arg3:DYN:keyctl_dynamic_param arg4:DYN:keyctl_dynamic_param arg5:DYN:keyctl_dynamic_param
      """
}
