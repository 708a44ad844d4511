extension SyscallTable {
  /// System calls 227 to 453. Row format: SyscallTable.swift.
  static let rows227 = """
      227 epoll_create1 291 376,377
      228 dup3 292 364,365
      229 pipe2 293 392,393
      230 inotify_init1 294 394,395
      231 preadv 295 120,121
      232 pwritev 296 122,123
      233 rt_tgsigqueueinfo 297
      234 perf_event_open 298
      235 fanotify_init 300
      236 prlimit64 302 144,145
      237 clock_adjtime 305
      238 syncfs 306
      239 setns 308 240,241
      240 getdents64 217 238,239
      241 socket 41 18,19
      242 bind 49 20,21
      243 connect 42 22,23
      244 listen 50 24,25
      245 accept 43 26,27,246,247
      246 getsockname 51 38,39
      247 getpeername 52 40,41
      248 socketpair 53 42,43
      249 sendto 44 30,31
      250 recvfrom 45 34,35
      251 shutdown 48 36,37
      252 setsockopt 54 44,45
      253 getsockopt 55 46,47
      254 sendmsg 46 48,49
      255 sendmmsg 307 50,51
      256 recvmsg 47 52,53
      257 recvmmsg 299 54,55
      258 accept4 288 56,57,248,249,388,389
      259 semop 65 250,251
      260 semget 64 262,263
      261 semctl 66 252,253
      262 msgsnd 69
      263 msgrcv 70
      264 msgget 68
      265 msgctl 71
      266 shmdt 67
      267 shmget 29
      268 shmctl 31
      269 statfs64 -
      270 fstatfs64 -
      271 fstatat64 -
      272 sendfile64 - 188,189
      273 ugetrlimit - 140,141
      274 bdflush -
      275 sigprocmask -
      276 ipc -
      277 socketcall -
      278 stat64 - 72,73
      279 lstat64 - 74,75
      280 fstat64 - 76,77
      281 fcntl64 - 150,151
      282 mmap2 - 162,163
      283 _newselect -
      284 sgetmask -
      285 ssetmask -
      286 sigpending -
      287 olduname -
      288 umount - 258,259,386,387
      289 signal -
      290 nice -
      291 stime -
      292 _llseek - 88,89
      293 waitpid -
      294 pread64 17 112,113
      295 pwrite64 18 114,115
      296 arch_prctl 158
      297 shmat 30
      298 rt_sigreturn 15
      299 fallocate 285
      300 newfstatat 262 418,419
      301 process_vm_readv 310 420,421
      302 process_vm_writev 311 422,423
      303 fork 57 182,183,218,219,224,225
      304 vfork 58 184,185,220,221,226,227
      305 setuid32 - 198,199
      306 getuid32 - 202,203
      307 setgid32 - 200,201
      308 geteuid32 - 204,205
      309 getgid32 - 206,207
      310 setresuid32 - 192,193
      311 setresgid32 - 194,195
      312 getresuid32 - 210,211
      313 getresgid32 - 212,213
      314 finit_module 313 412,413
      315 bpf 321 296,297,368,369
      316 seccomp 317 298,299
      317 sigaltstack 131
      318 getrandom 318
      319 fadvise64 221
      320 renameat2 316 318,319
      321 userfaultfd 323 320,321
      322 openat2 437 326,327
      323 umount2 166 390,391
      324 execve 59 12,13,154,155,172,173,214,215,230,231,282,283,288,289,292,293
      325 execveat 322 330,331
      326 copy_file_range 326 332,333
      327 clone 56 14,15,156,157,216,217,222,223
      328 clone3 435 334,335
      329 open_by_handle_at 304 336,337
      330 io_uring_setup 425 338,339
      331 io_uring_enter 426 340,341
      332 io_uring_register 427 342,343
      333 mlock2 325 370,371
      334 getegid32 - 208,209
      335 fsconfig 431 372,373
      336 fspick 433
      337 fsmount 432
      338 fsopen 430
      339 open_tree 428
      340 move_mount 429
      341 mount_setattr 442
      342 memfd_create 319 404,405
      343 memfd_secret 447
      344 ioperm 173
      345 kexec_file_load 320
      346 pidfd_getfd 438 406,407
      347 pidfd_open 434 408,409
      348 pidfd_send_signal 424
      349 pkey_alloc 330
      350 pkey_mprotect 329
      351 pkey_free 331
      352 landlock_create_ruleset 444
      353 quotactl_fd 443
      354 landlock_restrict_self 446
      355 landlock_add_rule 445
      356 epoll_pwait2 441
      357 migrate_pages 256
      358 move_pages 279
      359 preadv2 327
      360 pwritev2 328
      361 kcmp 312
      362 sched_setattr 314
      363 mbind 237
      364 epoll_ctl_old 214
      365 lookup_dcookie 212
      366 modify_ldt 154
      367 statx 332
      368 set_mempolicy 238
      369 io_pgetevents 333
      370 set_mempolicy_home_node 450
      371 semtimedop 220
      372 get_kernel_syms -
      373 readahead 187
      374 futex_waitv 449
      375 getpmsg -
      376 name_to_handle_at 303
      377 process_mrelease 448
      378 nfsservctl -
      379 epoll_wait_old 215
      380 rseq 334
      381 create_module -
      382 "" - -
      383 sched_getattr 315
      384 faccessat2 439
      385 _sysctl -
      386 query_module -
      387 get_mempolicy 239
      388 sync_file_range 277
      389 process_madvise 440
      390 membarrier 324
      391 iopl 172
      392 close_range 436 451
      393 fanotify_mark 301
      394 recv - 32,33
      395 send - 28,29
      396 sched_process_exit - 16,186
      397 sched_switch - 146,152
      398 page_fault_user - 290
      399 page_fault_kernel - 290
      400 signal_deliver - 232
      401 timerfd -
      402 s390_pci_mmio_read -
      403 sigaction -
      404 s390_pci_mmio_write -
      405 readdir -
      406 s390_sthyi -
      407 sigsuspend -
      408 idle -
      409 s390_runtime_instr -
      410 sigreturn -
      411 s390_guarded_storage -
      412 cachestat 451
      413 fchmodat2 452
      414 map_shadow_stack 453
      415 riscv_flush_icache -
      416 riscv_hwprobe -
      417 futex_wake 454
      418 futex_requeue 456
      419 futex_wait 455
      420 oldstat -
      421 switch_endian -
      422 multiplexer -
      423 oldlstat -
      424 spu_create -
      425 sync_file_range2 -
      426 oldfstat -
      427 spu_run -
      428 swapcontext -
      429 pciconfig_write -
      430 rtas -
      431 pciconfig_read -
      432 sys_debug_setcontext -
      433 vm86 -
      434 oldolduname -
      435 subpage_prot -
      436 pciconfig_iobase -
      437 listmount 458
      438 statmount 457
      439 lsm_get_self_attr 459
      440 lsm_set_self_attr 460
      441 lsm_list_modules 461
      442 mseal 462
      443 uretprobe 335
      444 removexattrat 466
      445 listxattrat 465
      446 getxattrat 464
      447 setxattrat 463
      448 open_tree_attr 467
      449 file_getattr 468
      450 file_setattr 469
      451 listns 470
      452 uprobe 336
      453 rseq_slice_yield 471
      """
}
