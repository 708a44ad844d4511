#pragma once

#include <sys/syscall.h>
#include <unistd.h>

// The system call itself, and no other that a library makes of it.
#define call(name, ...) syscall(SYS_##name, ##__VA_ARGS__)

// In `transfers.c` and `questions.c`.
void transfers(void);
void options(void);
void short_transfers(void);
void waits(void);
void memory(void);
void questions(void);
void services(void);
