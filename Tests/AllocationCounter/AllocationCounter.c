// Functions of the test executable with the C library's names take their place for the whole process. glibc keeps its own
// under a second name each, so that nothing has to be looked up. `free` stays the library's.

#include "AllocationCounter.h"

static _Thread_local uint64_t count;

uint64_t allocationCount(void) { return count; }

// A sanitizer has an allocator of its own, which must not be mixed with the library's.
#if defined(__GLIBC__) && !__has_feature(address_sanitizer)
#include <errno.h>
#include <stddef.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
  count++;
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  count++;
  return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
  count++;
  return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size) {
  count++;
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **result, size_t alignment, size_t size) {
  void *memory = memalign(alignment, size);
  if (memory == NULL) return ENOMEM;
  *result = memory;
  return 0;
}
#endif
