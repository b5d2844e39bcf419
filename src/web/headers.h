#pragma once
/* The headers that tell a browser what an answer may do, one row for each kind of answer (AC-044, AC-137, AC-140).
 *
 * Every answer takes its row from here, whatever its status; no handler writes such a header itself.
 */
#include <stddef.h>

#include "web/http.h"

struct fixed_header {
    const char *name;
    const char *value;
};

/* The row of KIND; ends with a NULL name. Cache-Control is not in it: it depends on the answer. */
const struct fixed_header *headers_of(enum answer_kind kind);
