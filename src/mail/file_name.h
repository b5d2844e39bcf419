#pragma once
/* File names from outside, made harmless and kept recognisable (AC-045, AC-032).
 *
 * Files are stored under ids; the name is only shown and offered for a download. It has no path, no control, bidi or
 * invisible characters, no leading dot, and at most LIMIT_NAME_BYTES with its extension kept.
 */
#include "base/str.h"

/* NAME cleaned; "" when nothing of it is left. NAME must be valid UTF-8. */
struct str file_name_clean(TALLOC_CTX *mem, struct str name);

/* A name for a nameless part: "attachment-3.pdf". */
struct str file_name_for_type(TALLOC_CTX *mem, struct str type, int64_t number);
