#pragma once
/* What Outlook hides in winmail.dat (application/ms-tnef): files and, sometimes, the only text of the mail. */
#include "base/shape.h"
#include "base/str.h"

enum {
    TNEF_FILES_MAX = 100,
    TNEF_BYTES_MAX = 16 * 1024 * 1024
}; /* larger ones stay closed: they are kept as they came */

struct tnef_file {
    struct str name;  /* not clean; valid UTF-8 */
    struct str bytes;
};

struct tnef {
    struct list files; /* struct tnef_file */
    struct str text;   /* "" for none */
};

/* False when BYTES are no TNEF. Copies into MEM. */
bool tnef_read(TALLOC_CTX *mem, struct str bytes, struct tnef *out);
