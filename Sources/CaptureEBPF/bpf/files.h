// Files: opened, named, changed.
#pragma once

#include "exec.h"
#include "syscall.h"

enum { CREATED = 0x4000, UPPER_LAYER = 0x8000, LOWER_LAYER = 0x10000 };

// What the kernel knows of the file that was opened.
struct opened {
  struct file *file;
  u32 flags, device;
  u64 inode;
};

inline_always struct opened look_at(s64 number) {
  struct file *file = file_of(number);
  struct opened opened = {.file = file};
  if (!file) return opened;
  struct inode *inode = BPF_CORE_READ(file, f_inode);
  struct super_block *system = BPF_CORE_READ(inode, i_sb);
  opened.device = device_number(BPF_CORE_READ(system, s_dev));
  opened.inode = BPF_CORE_READ(inode, i_ino);
  if (BPF_CORE_READ(file, f_mode) & FILE_WAS_CREATED) opened.flags |= CREATED;
  if (BPF_CORE_READ(system, s_magic) == OVERLAY_MAGIC) opened.flags |= is_in_upper_layer(inode) ? UPPER_LAYER : LOWER_LAYER;
  return opened;
}

// The path as the caller gave it. Where its memory cannot be read any more, what was opened all the same has the path
// that the kernel knows: an unreadable page hides nothing.
inline_always void put_opened_path(struct writer *w, u64 address, struct opened opened) {
  u8 *target = place(w);
  long length = address ? bpf_probe_read_user_str(target, LONGEST_WRITE, (void *)address) : 0;
  w->s->text = w->at;
  if (length <= 0 && opened.file) put_file_path(w, opened.file);
  else end_variable(w, length > 0 ? length : 0);
  // Without the NUL.
  w->s->left = w->at - w->s->text - 1;
}

// The event of an open: `file` is what was opened. `opened` (resolved.h) ends it.
#define OPEN(name, type, ...) \
  SEC("tp_btf/sys_exit") \
  int sys_##name(void *context) { \
    struct writer writer, *w = &writer; \
    if (!begin(w, type, type##_COUNT)) return 0; \
    put_s64(w, result()); \
    struct opened file = look_at(result()); \
    __VA_ARGS__; \
    if (!file.file) return submit(w, &others); \
    w->s->file = file.file; \
    w->s->end = w->at; \
    bpf_tail_call(context, &handlers, OPENED); \
    return 0; \
  }

OPEN(open, SYSCALL_OPEN_X, put_opened_path(w, argument(0), file); put_u32(w, open_flags(argument(1)) | file.flags);
     put_u32(w, open_mode(argument(1), argument(2))); put_u32(w, file.device); put_u64(w, file.inode))

OPEN(openat, SYSCALL_OPENAT_2_X, put_fd(w, argument(0)); put_opened_path(w, argument(1), file);
     put_u32(w, open_flags(argument(2)) | file.flags); put_u32(w, open_mode(argument(2), argument(3)));
     put_u32(w, file.device); put_u64(w, file.inode))

// Its third argument: flags, mode, and how to resolve, 64 bits each.
OPEN(openat2, SYSCALL_OPENAT2_X, u64 how = argument(2); u64 flags = user_number(how, 8); put_fd(w, argument(0));
     put_opened_path(w, argument(1), file); put_u32(w, open_flags(flags) | file.flags);
     put_u32(w, open_mode(flags, user_number(how + 8, 8))); put_u32(w, user_number(how + 16, 8));
     put_u32(w, file.device); put_u64(w, file.inode))

OPEN(creat, SYSCALL_CREAT_X, put_opened_path(w, argument(0), file); put_u32(w, argument(1) & 07777);
     put_u32(w, file.device); put_u64(w, file.inode); put_u16(w, file.flags >> 15))

SYSCALL(open_by_handle_at, SYSCALL_OPEN_BY_HANDLE_AT_X, others, struct opened file = look_at(result());
        put_fd(w, argument(0)); put_u32(w, open_flags(argument(2)) | file.flags); put_file_path(w, file.file);
        put_u32(w, file.device); put_u64(w, file.inode))

SYSCALL(close, SYSCALL_CLOSE_X, others, put_fd(w, argument(0)))
SYSCALL(close_range, SYSCALL_CLOSE_RANGE_X, others, put_u32(w, argument(0)); put_u32(w, argument(1)); put_u32(w, argument(2)))

SYSCALL(rename, SYSCALL_RENAME_X, others, put_user_text(w, argument(0)); put_user_text(w, argument(1)))
SYSCALL(renameat, SYSCALL_RENAMEAT_X, others, put_fd(w, argument(0)); put_user_text(w, argument(1)); put_fd(w, argument(2));
        put_user_text(w, argument(3)))
SYSCALL(renameat2, SYSCALL_RENAMEAT2_X, others, put_fd(w, argument(0)); put_user_text(w, argument(1)); put_fd(w, argument(2));
        put_user_text(w, argument(3)); put_u32(w, argument(4) & 7))
SYSCALL(link, SYSCALL_LINK_2_X, others, put_user_text(w, argument(0)); put_user_text(w, argument(1)))
SYSCALL(linkat, SYSCALL_LINKAT_2_X, others, put_fd(w, argument(0)); put_user_text(w, argument(1)); put_fd(w, argument(2));
        put_user_text(w, argument(3)); put_u32(w, argument(4) & 0x1400))
SYSCALL(symlink, SYSCALL_SYMLINK_X, others, put_user_text(w, argument(0)); put_user_text(w, argument(1)))
SYSCALL(symlinkat, SYSCALL_SYMLINKAT_X, others, put_user_text(w, argument(0)); put_fd(w, argument(1));
        put_user_text(w, argument(2)))
SYSCALL(unlink, SYSCALL_UNLINK_2_X, others, put_user_text(w, argument(0)))
SYSCALL(unlinkat, SYSCALL_UNLINKAT_2_X, others, put_fd(w, argument(0)); put_user_text(w, argument(1));
        put_u32(w, argument(2) & 0x200))
SYSCALL(mkdir, SYSCALL_MKDIR_2_X, others, put_user_text(w, argument(0)); put_u32(w, argument(1)))
SYSCALL(mkdirat, SYSCALL_MKDIRAT_X, others, put_fd(w, argument(0)); put_user_text(w, argument(1)); put_u32(w, argument(2)))
SYSCALL(rmdir, SYSCALL_RMDIR_2_X, others, put_user_text(w, argument(0)))
SYSCALL(mknod, SYSCALL_MKNOD_X, others, put_user_text(w, argument(0)); put_u32(w, argument(1)); put_u32(w, argument(2)))
SYSCALL(mknodat, SYSCALL_MKNODAT_X, others, put_fd(w, argument(0)); put_user_text(w, argument(1)); put_u32(w, argument(2));
        put_u32(w, argument(3)))

SYSCALL(chmod, SYSCALL_CHMOD_X, others, put_user_text(w, argument(0)); put_u32(w, argument(1) & 07777))
SYSCALL(fchmod, SYSCALL_FCHMOD_X, others, put_fd(w, argument(0)); put_u32(w, argument(1) & 07777))
SYSCALL(fchmodat, SYSCALL_FCHMODAT_X, others, put_fd(w, argument(0)); put_user_text(w, argument(1));
        put_u32(w, argument(2) & 07777))
SYSCALL(chown, SYSCALL_CHOWN_X, others, put_user_text(w, argument(0)); put_u32(w, argument(1)); put_u32(w, argument(2)))
SYSCALL(lchown, SYSCALL_LCHOWN_X, others, put_user_text(w, argument(0)); put_u32(w, argument(1)); put_u32(w, argument(2)))
SYSCALL(fchown, SYSCALL_FCHOWN_X, others, put_fd(w, argument(0)); put_u32(w, argument(1)); put_u32(w, argument(2)))
SYSCALL(fchownat, SYSCALL_FCHOWNAT_X, others, put_fd(w, argument(0)); put_user_text(w, argument(1)); put_u32(w, argument(2));
        put_u32(w, argument(3)); put_u32(w, BIT(argument(4), 0x100, 0x400) | BIT(argument(4), 0x1000, 0x1000)))

// MS_MGC_VAL, which old programs put into the upper half, is no flag.
SYSCALL(mount, SYSCALL_MOUNT_X, others, put_user_text(w, argument(0)); put_user_text(w, argument(1));
        put_user_text(w, argument(2));
        put_u32(w, (argument(3) & 0xFFFF0000) == 0xC0ED0000 ? argument(3) & 0xFFFF : argument(3)))
// Of 32-bit programs alone: without flags.
SYSCALL(umount, SYSCALL_UMOUNT_1_X, others, put_user_text(w, argument(0)))
SYSCALL(umount2, SYSCALL_UMOUNT2_X, others, put_user_text(w, argument(0)); put_u32(w, argument(1) & 15))
