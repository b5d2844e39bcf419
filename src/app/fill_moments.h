#pragma once
/* What comes next in many stories at once: a heap of moments, the earliest first; equal ones in the order of the
 * stories. */
#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "base/types.h"

enum moment_kind { MOMENT_STEP, MOMENT_DUE, MOMENT_SILENCE };
struct moment { time_ms at; uint32_t story; enum moment_kind kind; };
struct moments { struct moment *items; size_t count, room; TALLOC_CTX *mem; };

void moment_add(struct moments *moments, struct moment moment);
struct moment moment_take(struct moments *moments); /* there must be one */
