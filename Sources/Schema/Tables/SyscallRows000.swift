extension SyscallTable {
  /// System calls 0 to 226. Row format: SyscallTable.swift.
  static let rows000 = """
      0 unknown - -
      1 restart_syscall 219
      2 exit 60
      3 read 0 6,7
      4 write 1 8,9
      5 open 2 2,3
      6 close 3 4,5
      7 creat 85 58,59
      8 link 86 104,105,308,309
      9 unlink 87 108,109,300,301
      10 chdir 80 94,95
      11 time 201
      12 mknod 133 414,415
      13 chmod 90 314,315
      14 stat 4 66,67
      15 lseek 8 86,87
      16 getpid 39
      17 mount 165 256,257
      18 ptrace 101 168,169
      19 alarm 37
      20 fstat 5 70,71
      21 pause 34
      22 utime 132
      23 access 21 264,265
      24 sync 162
      25 kill 62 128,129
      26 rename 82 174,175
      27 mkdir 83 98,99,276,277
      28 rmdir 84 100,101,278,279
      29 dup 32 124,125,366,367
      30 pipe 22 60,61
      31 times 100
      32 brk 12 10,11,158,159
      33 acct 163
      34 ioctl 16 90,91,170,171
      35 fcntl 72 150,151
      36 setpgid 109 294,295
      37 umask 95
      38 chroot 161 266,267
      39 ustat 136
      40 dup2 33 362,363
      41 getppid 110
      42 getpgrp 111
      43 setsid 112 274,275
      44 sethostname 170
      45 setrlimit 160 142,143
      46 getrusage 98
      47 gettimeofday 96
      48 settimeofday 164
      49 symlink 88 178,179
      50 lstat 6 68,69
      51 readlink 89
      52 uselib -
      53 swapon 167
      54 reboot 169
      55 mmap 9 160,161
      56 munmap 11 164,165
      57 truncate 76
      58 ftruncate 77
      59 fchmod 91 316,317
      60 getpriority 140
      61 setpriority 141
      62 statfs 137
      63 fstatfs 138
      64 syslog 103
      65 setitimer 38
      66 getitimer 36
      67 uname 63
      68 vhangup 153
      69 wait4 61
      70 swapoff 168
      71 sysinfo 99
      72 fsync 74
      73 setdomainname 171
      74 adjtimex 159
      75 mprotect 10 328,329
      76 init_module 175 410,411
      77 delete_module 176 424,425
      78 quotactl 179 190,191
      79 getpgid 121
      80 fchdir 81 96,97
      81 sysfs 139
      82 personality 135
      83 getdents 78 236,237
      84 select 23 82,83,84,85
      85 flock 73 242,243
      86 msync 26
      87 readv 19 116,117
      88 writev 20 118,119
      89 getsid 124
      90 fdatasync 75
      91 mlock 149 344,345
      92 munlock 150 346,347
      93 mlockall 151 348,349
      94 munlockall 152 350,351
      95 sched_setparam 142
      96 sched_getparam 143
      97 sched_setscheduler 144
      98 sched_getscheduler 145
      99 sched_yield 24
      100 sched_get_priority_max 146
      101 sched_get_priority_min 147
      102 sched_rr_get_interval 148
      103 nanosleep 35 134,135
      104 mremap 25
      105 poll 7 80,81
      106 prctl 157 400,401
      107 rt_sigaction 13
      108 rt_sigprocmask 14
      109 rt_sigpending 127
      110 rt_sigtimedwait 128
      111 rt_sigqueueinfo 129
      112 rt_sigsuspend 130
      113 getcwd 79 92,93
      114 capget 125
      115 capset 126 352,353
      116 sendfile 40 188,189
      117 getrlimit 97 140,141
      118 lchown 94 380,381
      119 getuid 102 202,203
      120 getgid 104 206,207
      121 geteuid 107 204,205
      122 getegid 108 208,209
      123 setreuid 113 426,427
      124 setregid 114 428,429
      125 getgroups 115
      126 setgroups 116
      127 fchown 93 382,383
      128 setresuid 117 192,193
      129 getresuid 118 210,211
      130 setresgid 119 194,195
      131 getresgid 120 212,213
      132 chown 92 378,379
      133 setuid 105 198,199
      134 setgid 106 200,201
      135 setfsuid 122
      136 setfsgid 123
      137 pivot_root 155
      138 mincore 27
      139 madvise 28
      140 gettid 186
      141 setxattr 188
      142 lsetxattr 189
      143 fsetxattr 190
      144 getxattr 191
      145 lgetxattr 192
      146 fgetxattr 193
      147 listxattr 194
      148 llistxattr 195
      149 flistxattr 196
      150 removexattr 197
      151 lremovexattr 198
      152 fremovexattr 199
      153 tkill 200 130,131
      154 futex 202 64,65
      155 sched_setaffinity 203
      156 sched_getaffinity 204
      157 set_thread_area 205
      158 get_thread_area 211
      159 io_setup 206
      160 io_destroy 207
      161 io_getevents 208
      162 io_submit 209
      163 io_cancel 210
      164 exit_group 231
      165 epoll_create 213 374,375
      166 epoll_ctl 233
      167 epoll_wait 232 78,79
      168 remap_file_pages 216
      169 set_tid_address 218
      170 timer_create 222
      171 timer_settime 223
      172 timer_gettime 224
      173 timer_getoverrun 225
      174 timer_delete 226
      175 clock_settime 227
      176 clock_gettime 228
      177 clock_getres 229
      178 clock_nanosleep 230
      179 tgkill 234 132,133
      180 utimes 235
      181 mq_open 240
      182 mq_unlink 241
      183 mq_timedsend 242
      184 mq_timedreceive 243
      185 mq_notify 244
      186 mq_getsetattr 245
      187 kexec_load 246
      188 waitid 247
      189 add_key 248
      190 request_key 249
      191 keyctl 250 453
      192 ioprio_set 251
      193 ioprio_get 252
      194 inotify_init 253 138,139
      195 inotify_add_watch 254
      196 inotify_rm_watch 255
      197 openat 257 102,103,306,307
      198 mkdirat 258 304,305
      199 mknodat 259 416,417
      200 fchownat 260 384,385
      201 futimesat 261
      202 unlinkat 263 110,111,302,303
      203 renameat 264 176,177
      204 linkat 265 106,107,310,311
      205 symlinkat 266 180,181
      206 readlinkat 267
      207 fchmodat 268 312,313
      208 faccessat 269
      209 pselect6 270
      210 ppoll 271 254,255
      211 unshare 272 284,285
      212 set_robust_list 273
      213 get_robust_list 274
      214 splice 275 166,167
      215 tee 276
      216 vmsplice 278
      217 getcpu 309
      218 epoll_pwait 281
      219 utimensat 280
      220 signalfd 282 126,127
      221 timerfd_create 283 136,137
      222 eventfd 284 62,63
      223 timerfd_settime 286
      224 timerfd_gettime 287
      225 signalfd4 289 398,399
      226 eventfd2 290 396,397
      """
}
