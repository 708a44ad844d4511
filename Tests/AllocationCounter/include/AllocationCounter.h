#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

#include <stdint.h>

/// How often the calling thread has asked for memory since it began; 0 where the C library is not glibc, and under a
/// sanitizer.
uint64_t allocationCount(void);

#endif
