// The kernel's structures, as far as they are read. Each lists only the members that are used: their places come from the
// type information of the running kernel when the programs are loaded (CO-RE), never from here.
#pragma once

#include <linux/bpf.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s32 s32;
typedef __s64 s64;

#define inline_always static __attribute__((always_inline)) inline
#define CORE __attribute__((preserve_access_index))

// x86-64: registers that hold the arguments of a system call, of a 32-bit one too.
struct pt_regs {
  unsigned long di, si, dx, r10, r8, r9, bx, cx, bp, orig_ax;
} CORE;

struct upid {
  int nr;
  struct pid_namespace *ns;
} CORE;

struct pid {
  unsigned int level;
  struct upid numbers[1];
} CORE;

struct pid_namespace {
  struct task_struct *child_reaper;
  unsigned int level;
} CORE;

struct kuid {
  u32 val;
} CORE;

struct group_info {
  int ngroups;
  struct kuid gid[1];
} CORE;

// 64 bits, which kernels before 6.3 keep as two halves.
struct kernel_capabilities {
  u64 val;
} CORE;

struct cred {
  struct kuid uid, gid, euid, egid, fsuid, fsgid;
  struct kernel_capabilities cap_inheritable, cap_permitted, cap_effective;
  struct group_info *group_info;
} CORE;

struct rlimit {
  u64 rlim_cur;
} CORE;

struct tty_driver {
  int major, minor_start;
} CORE;

struct tty_struct {
  struct tty_driver *driver;
  int index;
} CORE;

struct list_head {
  struct list_head *next;
} CORE;

// Kinds of numbers in `signal_struct.pids`.
enum { PGID = 2, SID = 3 };

struct signal_struct {
  struct pid *pids[4];
  struct tty_struct *tty;
  struct rlimit rlim[16];
  struct list_head thread_head;
  unsigned int is_child_subreaper : 1;
} CORE;

struct percpu_counter {
  s64 count;
} CORE;

struct file;

struct mm_struct {
  unsigned long arg_start, arg_end, env_start, env_end, total_vm;
  struct file *exe_file;
  struct percpu_counter rss_stat[4];
} CORE;

// Before 6.2. A structure that a kernel does not have at all would be looked for in its modules too, which takes more
// privileges than loading a program; so only members are asked for.
struct mm_struct___old {
  struct {
    struct {
      s64 counter;
    } count[4];
  } rss_stat;
} CORE;

struct kernfs_node {
  struct kernfs_node *__parent;
  const char *name;
} CORE;

// Before 6.15.
struct kernfs_node___old {
  struct kernfs_node *parent;
} CORE;

struct cgroup {
  struct kernfs_node *kn;
} CORE;

struct cgroup_subsys_state {
  struct cgroup *cgroup;
} CORE;

struct css_set {
  struct cgroup_subsys_state *subsys[16];
} CORE;

enum cgroup_subsys_id { cpuset_cgrp_id, cpu_cgrp_id, cpuacct_cgrp_id, io_cgrp_id, memory_cgrp_id };

struct qstr {
  u32 len;
  const unsigned char *name;
} CORE;

struct super_block {
  u32 s_dev;
  unsigned long s_flags, s_magic;
} CORE;

struct timespec64 {
  s64 tv_sec;
  long tv_nsec;
} CORE;

struct inode {
  u16 i_mode;
  struct kuid i_uid, i_gid;
  unsigned int i_flags;
  struct super_block *i_sb;
  unsigned long i_ino;
  s64 i_ctime_sec, i_mtime_sec;
  u32 i_ctime_nsec, i_mtime_nsec;
} CORE;

// From 6.6 on, and before.
struct inode___6_6 {
  struct timespec64 __i_ctime, __i_mtime;
} CORE;

struct inode___old {
  struct timespec64 i_ctime, i_mtime;
} CORE;

struct seqcount {
  unsigned int sequence;
} CORE;

struct seqcount_spinlock {
  struct seqcount seqcount;
} CORE;

struct dentry {
  struct seqcount_spinlock d_seq;
  struct dentry *d_parent;
  struct qstr d_name;
  struct inode *d_inode;
} CORE;

struct vfsmount {
  struct dentry *mnt_root;
} CORE;

struct mount {
  struct mount *mnt_parent;
  struct dentry *mnt_mountpoint;
  struct vfsmount mnt;
} CORE;

struct path {
  struct vfsmount *mnt;
  struct dentry *dentry;
} CORE;

struct file {
  struct path f_path;
  struct inode *f_inode;
  unsigned int f_mode;
  void *private_data;
} CORE;

struct fdtable {
  unsigned int max_fds;
  struct file **fd;
} CORE;

struct files_struct {
  struct fdtable *fdt;
} CORE;

struct nsproxy {
  struct pid_namespace *pid_ns_for_children;
} CORE;

struct thread_info {
  u32 status;
} CORE;

struct task_struct {
  struct thread_info thread_info;
  unsigned int flags;
  struct mm_struct *mm;
  int exit_code;
  int pid, tgid;
  struct task_struct *real_parent, *group_leader;
  struct list_head children, thread_node;
  struct pid *thread_pid;
  u64 start_boottime;
  unsigned long min_flt, maj_flt;
  struct cred *cred;
  char comm[16];
  struct files_struct *files;
  struct nsproxy *nsproxy;
  struct signal_struct *signal;
  struct kuid loginuid;
  struct css_set *cgroups;
} CORE;

struct linux_binprm {
  struct file *file;
  const char *filename;
} CORE;

// Bits and numbers of the kernel that no structure carries.
enum {
  SYSCALL_IS_32_BIT = 2,         // thread_info.status
  THREAD_IS_KERNEL = 0x200000,   // task_struct.flags
  THREAD_IS_EXITING = 0x4,       // the same
  FILE_WAS_CREATED = 0x100000,   // file.f_mode
  FILE_SYSTEM_IS_READ_ONLY = 1,  // super_block.s_flags
  INODE_IS_IMMUTABLE = 8,        // inode.i_flags
  OVERLAY_MAGIC = 0x794c7630,    // super_block.s_magic
  CAP_DAC_OVERRIDE = 1 << 1,
  CAP_FOWNER = 1 << 3,
};

// MARK: Sockets

struct in6_address {
  u8 bytes[16];
} CORE;

struct sock_common {
  u16 skc_family, skc_dport, skc_num;
  u32 skc_daddr, skc_rcv_saddr;
  struct in6_address skc_v6_daddr, skc_v6_rcv_saddr;
} CORE;

struct sock {
  struct sock_common __sk_common;
  u32 sk_ack_backlog, sk_max_ack_backlog;
} CORE;

struct socket {
  struct sock *sk;
} CORE;

struct sockaddr_un {
  u16 sun_family;
  char sun_path[108];
} CORE;

struct unix_address {
  int len;
  struct sockaddr_un name[1];
} CORE;

struct unix_sock {
  struct unix_address *addr;
  struct sock *peer;
} CORE;

enum { UNIX = 1, INET = 2, INET6 = 10, FILE_TYPE = 0170000, SOCKET_FILE = 0140000 };
