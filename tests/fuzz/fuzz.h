#pragma once
/* What every target includes: it defines fuzz_one, which gets bytes without a NUL behind them. FUZZ_ASSERT ends the run, and
 * so does an input that takes more time or memory than the parse process may use (bounds.c; G12). */
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

int fuzz_one(const uint8_t *data, size_t size);

#define FUZZ_INPUT(data, size) ((struct str){ (const char *)(data), (size) })
#define FUZZ_ASSERT(condition) ((condition) ? (void)0 : abort())
