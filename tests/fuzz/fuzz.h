#pragma once
/* What every target includes. LLVMFuzzerTestOneInput gets bytes without a NUL behind them; FUZZ_ASSERT ends the run. */
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_INPUT(data, size) ((struct str){ (const char *)(data), (size) })
#define FUZZ_ASSERT(condition) ((condition) ? (void)0 : abort())
