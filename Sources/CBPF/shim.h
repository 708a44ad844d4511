#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <linux/capability.h>

// The C library has these, and no header that says so.
int capget(cap_user_header_t header, cap_user_data_t data);
int capset(cap_user_header_t header, const cap_user_data_t data);
