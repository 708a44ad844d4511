#pragma once
#include <stddef.h>
#include <stdint.h>

/// Runs libFuzzer with the arguments of a `main`; calls `target` with one input after the other. From compiler-rt's
/// FuzzerInterface.h. The library without a `main` of its own is linked in by `Fuzz/run`.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*target)(const uint8_t *data, size_t size));
