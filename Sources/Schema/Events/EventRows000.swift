extension EventTable {
  /// Event types 0 to 159. Row format: EventRow.swift.
  static let rows000 = """
      0 syscall GENERIC_E other syscall old converted
          ID:SYSCALLID nativeID:UINT16
      1 syscall GENERIC_X other syscall converted
          ID:SYSCALLID nativeID:UINT16
      2 open SYSCALL_OPEN_E file syscall creates-fd modifies-state converted
          name:FSPATH flags:FLAGS32/hex:file_flags mode:UINT32/oct
      3 open SYSCALL_OPEN_X file syscall creates-fd modifies-state converted
          fd:FD name:FSPATH flags:FLAGS32/hex:file_flags mode:UINT32/oct dev:UINT32/hex ino:UINT64
      4 close SYSCALL_CLOSE_E io_other syscall destroys-fd uses-fd modifies-state old converted
          fd:FD
      5 close SYSCALL_CLOSE_X io_other syscall destroys-fd uses-fd modifies-state converted
          res:ERRNO fd:FD
      6 read SYSCALL_READ_E io_read syscall uses-fd reads old converted
          fd:FD size:UINT32
      7 read SYSCALL_READ_X io_read syscall uses-fd reads converted
          res:ERRNO data:BYTEBUF fd:FD size:UINT32
      8 write SYSCALL_WRITE_E io_write syscall uses-fd writes old converted
          fd:FD size:UINT32
      9 write SYSCALL_WRITE_X io_write syscall uses-fd writes converted
          res:ERRNO data:BYTEBUF fd:FD size:UINT32
      10 brk SYSCALL_BRK_1_E memory syscall old converted
          size:UINT32
      11 brk SYSCALL_BRK_1_X memory syscall old converted
          res:UINT64/hex
      12 execve SYSCALL_EXECVE_8_E process syscall modifies-state old converted
      13 execve SYSCALL_EXECVE_8_X process syscall modifies-state old converted
          res:ERRNO exe:CHARBUF args:BYTEBUF tid:PID pid:PID ptid:PID cwd:CHARBUF fdlimit:UINT64
      14 clone SYSCALL_CLONE_11_E process syscall modifies-state old
      15 clone SYSCALL_CLONE_11_X process syscall modifies-state old converted
          res:PID exe:CHARBUF args:BYTEBUF tid:PID pid:PID ptid:PID cwd:CHARBUF fdlimit:INT64
          flags:FLAGS32/hex:clone_flags uid:UINT32 gid:UINT32
      16 procexit PROCEXIT_E process tracepoint modifies-state old converted
      17 NA PROCEXIT_X unknown - unused
      18 socket SOCKET_SOCKET_E net syscall creates-fd modifies-state old converted
          domain:ENUMFLAGS32:socket_families type:UINT32 proto:UINT32
      19 socket SOCKET_SOCKET_X net syscall creates-fd modifies-state converted
          fd:FD domain:ENUMFLAGS32:socket_families type:UINT32 proto:UINT32 flags:FLAGS32/hex:file_flags
      20 bind SOCKET_BIND_E net syscall uses-fd modifies-state old converted
          fd:FD
      21 bind SOCKET_BIND_X net syscall uses-fd modifies-state converted
          res:ERRNO addr:SOCKADDR fd:FD
      22 connect SOCKET_CONNECT_E net syscall uses-fd modifies-state converted
          fd:FD addr:SOCKADDR
      23 connect SOCKET_CONNECT_X net syscall uses-fd modifies-state converted
          res:ERRNO tuple:SOCKTUPLE fd:FD addr:SOCKADDR
      24 listen SOCKET_LISTEN_E net syscall uses-fd old converted
          fd:FD backlog:INT32
      25 listen SOCKET_LISTEN_X net syscall uses-fd converted
          res:ERRNO fd:FD backlog:INT32
      26 accept SOCKET_ACCEPT_E net syscall creates-fd modifies-state old
      27 accept SOCKET_ACCEPT_X net syscall creates-fd modifies-state old converted
          fd:FD tuple:SOCKTUPLE queuepct:UINT8
      28 send SOCKET_SEND_E io_write syscall uses-fd writes old converted
          fd:FD size:UINT32
      29 send SOCKET_SEND_X io_write syscall uses-fd writes converted
          res:ERRNO data:BYTEBUF fd:FD size:UINT32 tuple:SOCKTUPLE
      30 sendto SOCKET_SENDTO_E io_write syscall uses-fd writes modifies-state old converted
          fd:FD size:UINT32 tuple:SOCKTUPLE
      31 sendto SOCKET_SENDTO_X io_write syscall uses-fd writes modifies-state converted
          res:ERRNO data:BYTEBUF fd:FD size:UINT32 tuple:SOCKTUPLE
      32 recv SOCKET_RECV_E io_read syscall uses-fd reads old converted
          fd:FD size:UINT32
      33 recv SOCKET_RECV_X io_read syscall uses-fd reads converted
          res:ERRNO data:BYTEBUF fd:FD size:UINT32 tuple:SOCKTUPLE
      34 recvfrom SOCKET_RECVFROM_E io_read syscall uses-fd reads modifies-state old converted
          fd:FD size:UINT32
      35 recvfrom SOCKET_RECVFROM_X io_read syscall uses-fd reads modifies-state converted
          res:ERRNO data:BYTEBUF tuple:SOCKTUPLE fd:FD size:UINT32
      36 shutdown SOCKET_SHUTDOWN_E net syscall uses-fd modifies-state old converted
          fd:FD how:ENUMFLAGS8/hex:shutdown_how
      37 shutdown SOCKET_SHUTDOWN_X net syscall uses-fd modifies-state converted
          res:ERRNO fd:FD how:ENUMFLAGS8/hex:shutdown_how
      38 getsockname SOCKET_GETSOCKNAME_E net syscall old
      39 getsockname SOCKET_GETSOCKNAME_X net syscall
      40 getpeername SOCKET_GETPEERNAME_E net syscall old
      41 getpeername SOCKET_GETPEERNAME_X net syscall
      42 socketpair SOCKET_SOCKETPAIR_E ipc syscall creates-fd modifies-state old converted
          domain:ENUMFLAGS32:socket_families type:UINT32 proto:UINT32
      43 socketpair SOCKET_SOCKETPAIR_X ipc syscall creates-fd modifies-state converted
          res:ERRNO fd1:FD fd2:FD source:UINT64/hex peer:UINT64/hex domain:ENUMFLAGS32:socket_families type:UINT32
          proto:UINT32
      44 setsockopt SOCKET_SETSOCKOPT_E net syscall old
      45 setsockopt SOCKET_SETSOCKOPT_X net syscall uses-fd
          res:ERRNO fd:FD level:ENUMFLAGS8:sockopt_levels optname:ENUMFLAGS8:sockopt_options
          val:DYN:sockopt_dynamic_param optlen:UINT32
      46 getsockopt SOCKET_GETSOCKOPT_E net syscall modifies-state old
      47 getsockopt SOCKET_GETSOCKOPT_X net syscall uses-fd modifies-state
          res:ERRNO fd:FD level:ENUMFLAGS8:sockopt_levels optname:ENUMFLAGS8:sockopt_options
          val:DYN:sockopt_dynamic_param optlen:UINT32
      48 sendmsg SOCKET_SENDMSG_E io_write syscall uses-fd writes modifies-state old converted
          fd:FD size:UINT32 tuple:SOCKTUPLE
      49 sendmsg SOCKET_SENDMSG_X io_write syscall uses-fd writes modifies-state converted
          res:ERRNO data:BYTEBUF fd:FD size:UINT32 tuple:SOCKTUPLE
      50 sendmmsg SOCKET_SENDMMSG_E io_write syscall old
      51 sendmmsg SOCKET_SENDMMSG_X io_write syscall uses-fd writes modifies-state converted
          res:ERRNO fd:FD size:UINT32 data:BYTEBUF tuple:SOCKTUPLE
      52 recvmsg SOCKET_RECVMSG_E io_read syscall uses-fd reads modifies-state old converted
          fd:FD
      53 recvmsg SOCKET_RECVMSG_X io_read syscall uses-fd reads modifies-state converted
          res:ERRNO size:UINT32 data:BYTEBUF tuple:SOCKTUPLE msgcontrol:BYTEBUF fd:FD
      54 recvmmsg SOCKET_RECVMMSG_E io_read syscall old
      55 recvmmsg SOCKET_RECVMMSG_X io_read syscall uses-fd reads modifies-state converted
          res:ERRNO fd:FD size:UINT32 data:BYTEBUF tuple:SOCKTUPLE msgcontrol:BYTEBUF
      56 accept SOCKET_ACCEPT4_E net syscall creates-fd modifies-state old converted
          flags:INT32/hex
      57 accept SOCKET_ACCEPT4_X net syscall creates-fd modifies-state old converted
          fd:FD tuple:SOCKTUPLE queuepct:UINT8
      58 creat SYSCALL_CREAT_E file syscall creates-fd modifies-state converted
          name:FSPATH mode:UINT32/oct
      59 creat SYSCALL_CREAT_X file syscall creates-fd modifies-state converted
          fd:FD name:FSPATH mode:UINT32/oct dev:UINT32/hex ino:UINT64 creat_flags:FLAGS16/hex:creat_flags
      60 pipe SYSCALL_PIPE_E ipc syscall creates-fd modifies-state old
      61 pipe SYSCALL_PIPE_X ipc syscall creates-fd modifies-state
          res:ERRNO fd1:FD fd2:FD ino:UINT64
      62 eventfd SYSCALL_EVENTFD_E ipc syscall creates-fd modifies-state old converted
          initval:UINT64 flags:UINT32/hex
      63 eventfd SYSCALL_EVENTFD_X ipc syscall creates-fd modifies-state converted
          res:FD initval:UINT64 flags:UINT32/hex
      64 futex SYSCALL_FUTEX_E ipc syscall old converted
          addr:UINT64/hex op:FLAGS16/hex:futex_operations val:UINT64
      65 futex SYSCALL_FUTEX_X ipc syscall converted
          res:ERRNO addr:UINT64/hex op:FLAGS16/hex:futex_operations val:UINT64
      66 stat SYSCALL_STAT_E file syscall old
      67 stat SYSCALL_STAT_X file syscall
          res:ERRNO path:FSPATH
      68 lstat SYSCALL_LSTAT_E file syscall old
      69 lstat SYSCALL_LSTAT_X file syscall
          res:ERRNO path:FSPATH
      70 fstat SYSCALL_FSTAT_E file syscall uses-fd old converted
          fd:FD/na
      71 fstat SYSCALL_FSTAT_X file syscall uses-fd converted
          res:ERRNO fd:FD/na
      72 stat64 SYSCALL_STAT64_E file syscall old
      73 stat64 SYSCALL_STAT64_X file syscall
          res:ERRNO path:FSPATH
      74 lstat64 SYSCALL_LSTAT64_E file syscall old
      75 lstat64 SYSCALL_LSTAT64_X file syscall
          res:ERRNO path:FSPATH
      76 fstat64 SYSCALL_FSTAT64_E file syscall uses-fd old
          fd:FD/na
      77 fstat64 SYSCALL_FSTAT64_X file syscall
          res:ERRNO
      78 epoll_wait SYSCALL_EPOLLWAIT_E wait syscall waits old converted
          maxevents:ERRNO
      79 epoll_wait SYSCALL_EPOLLWAIT_X wait syscall waits converted
          res:ERRNO maxevents:ERRNO
      80 poll SYSCALL_POLL_E wait syscall waits old converted
          fds:FDLIST timeout:INT64
      81 poll SYSCALL_POLL_X wait syscall waits converted
          res:ERRNO fds:FDLIST timeout:INT64
      82 select SYSCALL_SELECT_E wait syscall waits old
      83 select SYSCALL_SELECT_X wait syscall waits
          res:ERRNO
      84 select SYSCALL_NEWSELECT_E wait syscall waits old
      85 select SYSCALL_NEWSELECT_X wait syscall waits old converted
          res:ERRNO
      86 lseek SYSCALL_LSEEK_E file syscall uses-fd old converted
          fd:FD offset:UINT64 whence:ENUMFLAGS8:lseek_whence
      87 lseek SYSCALL_LSEEK_X file syscall uses-fd converted
          res:ERRNO fd:FD offset:UINT64 whence:ENUMFLAGS8:lseek_whence
      88 llseek SYSCALL_LLSEEK_E file syscall uses-fd old converted
          fd:FD offset:UINT64 whence:ENUMFLAGS8:lseek_whence
      89 llseek SYSCALL_LLSEEK_X file syscall uses-fd converted
          res:ERRNO fd:FD offset:UINT64 whence:ENUMFLAGS8:lseek_whence
      90 ioctl SYSCALL_IOCTL_2_E io_other syscall uses-fd old converted
          fd:FD request:UINT64/hex
      91 ioctl SYSCALL_IOCTL_2_X io_other syscall uses-fd old converted
          res:ERRNO
      92 getcwd SYSCALL_GETCWD_E file syscall old
      93 getcwd SYSCALL_GETCWD_X file syscall
          res:ERRNO path:CHARBUF
      94 chdir SYSCALL_CHDIR_E file syscall modifies-state old
      95 chdir SYSCALL_CHDIR_X file syscall modifies-state
          res:ERRNO path:CHARBUF
      96 fchdir SYSCALL_FCHDIR_E file syscall uses-fd modifies-state old converted
          fd:FD/na
      97 fchdir SYSCALL_FCHDIR_X file syscall uses-fd modifies-state converted
          res:ERRNO fd:FD/na
      98 mkdir SYSCALL_MKDIR_E file syscall old converted
          path:FSPATH mode:UINT32/hex
      99 mkdir SYSCALL_MKDIR_X file syscall old converted
          res:ERRNO
      100 rmdir SYSCALL_RMDIR_E file syscall old converted
          path:FSPATH
      101 rmdir SYSCALL_RMDIR_X file syscall old converted
          res:ERRNO
      102 openat SYSCALL_OPENAT_E file syscall creates-fd modifies-state old converted
          dirfd:FD name:CHARBUF flags:FLAGS32/hex:file_flags mode:UINT32/oct
      103 openat SYSCALL_OPENAT_X file syscall creates-fd modifies-state old converted
          fd:FD
      104 link SYSCALL_LINK_E file syscall old converted
          oldpath:FSPATH newpath:FSPATH
      105 link SYSCALL_LINK_X file syscall old converted
          res:ERRNO
      106 linkat SYSCALL_LINKAT_E file syscall old converted
          olddir:FD oldpath:CHARBUF newdir:FD newpath:CHARBUF
      107 linkat SYSCALL_LINKAT_X file syscall old converted
          res:ERRNO
      108 unlink SYSCALL_UNLINK_E file syscall old converted
          path:FSPATH
      109 unlink SYSCALL_UNLINK_X file syscall old converted
          res:ERRNO
      110 unlinkat SYSCALL_UNLINKAT_E file syscall old converted
          dirfd:FD name:CHARBUF
      111 unlinkat SYSCALL_UNLINKAT_X file syscall old converted
          res:ERRNO
      112 pread SYSCALL_PREAD_E io_read syscall uses-fd reads old converted
          fd:FD size:UINT32 pos:UINT64
      113 pread SYSCALL_PREAD_X io_read syscall uses-fd reads converted
          res:ERRNO data:BYTEBUF fd:FD size:UINT32 pos:UINT64
      114 pwrite SYSCALL_PWRITE_E io_write syscall uses-fd writes old converted
          fd:FD size:UINT32 pos:UINT64
      115 pwrite SYSCALL_PWRITE_X io_write syscall uses-fd writes converted
          res:ERRNO data:BYTEBUF fd:FD size:UINT32 pos:UINT64
      116 readv SYSCALL_READV_E io_read syscall uses-fd reads old converted
          fd:FD
      117 readv SYSCALL_READV_X io_read syscall uses-fd reads converted
          res:ERRNO size:UINT32 data:BYTEBUF fd:FD
      118 writev SYSCALL_WRITEV_E io_write syscall uses-fd writes old converted
          fd:FD size:UINT32
      119 writev SYSCALL_WRITEV_X io_write syscall uses-fd writes converted
          res:ERRNO data:BYTEBUF fd:FD size:UINT32
      120 preadv SYSCALL_PREADV_E io_read syscall uses-fd reads old converted
          fd:FD pos:UINT64
      121 preadv SYSCALL_PREADV_X io_read syscall uses-fd reads converted
          res:ERRNO size:UINT32 data:BYTEBUF fd:FD pos:UINT64
      122 pwritev SYSCALL_PWRITEV_E io_write syscall uses-fd writes old converted
          fd:FD size:UINT32 pos:UINT64
      123 pwritev SYSCALL_PWRITEV_X io_write syscall uses-fd writes converted
          res:ERRNO data:BYTEBUF fd:FD size:UINT32 pos:UINT64
      124 dup SYSCALL_DUP_E io_other syscall creates-fd uses-fd modifies-state old converted
          fd:FD
      125 dup SYSCALL_DUP_X io_other syscall creates-fd uses-fd modifies-state old converted
          res:FD
      126 signalfd SYSCALL_SIGNALFD_E signal syscall creates-fd modifies-state old converted
          fd:FD mask:UINT32/hex flags:UINT8/hex
      127 signalfd SYSCALL_SIGNALFD_X signal syscall creates-fd modifies-state converted
          res:FD fd:FD mask:UINT32/hex flags:UINT8/hex
      128 kill SYSCALL_KILL_E signal syscall old converted
          pid:PID sig:SIGTYPE
      129 kill SYSCALL_KILL_X signal syscall converted
          res:ERRNO pid:PID sig:SIGTYPE
      130 tkill SYSCALL_TKILL_E signal syscall old converted
          tid:PID sig:SIGTYPE
      131 tkill SYSCALL_TKILL_X signal syscall converted
          res:ERRNO tid:PID sig:SIGTYPE
      132 tgkill SYSCALL_TGKILL_E signal syscall old converted
          pid:PID tid:PID sig:SIGTYPE
      133 tgkill SYSCALL_TGKILL_X signal syscall converted
          res:ERRNO pid:PID tid:PID sig:SIGTYPE
      134 nanosleep SYSCALL_NANOSLEEP_E sleep syscall waits old converted
          interval:RELTIME
      135 nanosleep SYSCALL_NANOSLEEP_X sleep syscall waits converted
          res:ERRNO interval:RELTIME
      136 timerfd_create SYSCALL_TIMERFD_CREATE_E time syscall creates-fd modifies-state old converted
          clockid:UINT8 flags:UINT8/hex
      137 timerfd_create SYSCALL_TIMERFD_CREATE_X time syscall creates-fd modifies-state converted
          res:FD clockid:UINT8 flags:UINT8/hex
      138 inotify_init SYSCALL_INOTIFY_INIT_E ipc syscall creates-fd modifies-state old converted
          flags:UINT8/hex
      139 inotify_init SYSCALL_INOTIFY_INIT_X ipc syscall creates-fd modifies-state converted
          res:FD flags:UINT8/hex
      140 getrlimit SYSCALL_GETRLIMIT_E process syscall old converted
          resource:ENUMFLAGS8:rlimit_resources
      141 getrlimit SYSCALL_GETRLIMIT_X process syscall converted
          res:ERRNO cur:INT64 max:INT64 resource:ENUMFLAGS8:rlimit_resources
      142 setrlimit SYSCALL_SETRLIMIT_E process syscall old converted
          resource:ENUMFLAGS8:rlimit_resources
      143 setrlimit SYSCALL_SETRLIMIT_X process syscall converted
          res:ERRNO cur:INT64 max:INT64 resource:ENUMFLAGS8:rlimit_resources
      144 prlimit SYSCALL_PRLIMIT_E process syscall old converted
          pid:PID resource:ENUMFLAGS8:rlimit_resources
      145 prlimit SYSCALL_PRLIMIT_X process syscall converted
          res:ERRNO newcur:INT64 newmax:INT64 oldcur:INT64 oldmax:INT64 pid:INT64
          resource:ENUMFLAGS8:rlimit_resources
      146 switch SCHEDSWITCH_1_E scheduler tracepoint keeps-thread old converted
          next:PID
      147 NA SCHEDSWITCH_1_X unknown - unused
      148 drop DROP_E internal metaevent keeps-thread
          ratio:UINT32
      149 drop DROP_X internal metaevent keeps-thread
          ratio:UINT32
      150 fcntl SYSCALL_FCNTL_E io_other syscall uses-fd modifies-state old converted
          fd:FD cmd:ENUMFLAGS8:fcntl_commands
      151 fcntl SYSCALL_FCNTL_X io_other syscall uses-fd modifies-state converted
          res:FD fd:FD cmd:ENUMFLAGS8:fcntl_commands arg:UINT64/hex
      152 switch SCHEDSWITCH_6_E scheduler tracepoint
          next:PID pgft_maj:UINT64 pgft_min:UINT64 vm_size:UINT32 vm_rss:UINT32 vm_swap:UINT32
      153 NA SCHEDSWITCH_6_X unknown - unused
      154 execve SYSCALL_EXECVE_13_E process syscall modifies-state old converted
      155 execve SYSCALL_EXECVE_13_X process syscall modifies-state old converted
          res:ERRNO exe:CHARBUF args:BYTEBUF tid:PID pid:PID ptid:PID cwd:CHARBUF fdlimit:UINT64 pgft_maj:UINT64
          pgft_min:UINT64 vm_size:UINT32 vm_rss:UINT32 vm_swap:UINT32
      156 clone SYSCALL_CLONE_16_E process syscall modifies-state old
      157 clone SYSCALL_CLONE_16_X process syscall modifies-state old converted
          res:PID exe:CHARBUF args:BYTEBUF tid:PID pid:PID ptid:PID cwd:CHARBUF fdlimit:INT64 pgft_maj:UINT64
          pgft_min:UINT64 vm_size:UINT32 vm_rss:UINT32 vm_swap:UINT32 flags:FLAGS32/hex:clone_flags uid:UINT32
          gid:UINT32
      158 brk SYSCALL_BRK_4_E memory syscall old converted
          addr:UINT64/hex
      159 brk SYSCALL_BRK_4_X memory syscall converted
          res:UINT64/hex vm_size:UINT32 vm_rss:UINT32 vm_swap:UINT32 addr:UINT64/hex
      """
}
