#pragma once
/* Files that a program without MIME put into a text: uuencode (POSIX).
 *
 * "begin 644 name", lines of data that each begin with their length, "end". Only what is whole and right in each of its
 * lines is taken for a file: customers write lines that begin with "begin".
 */
#include "base/str.h"

struct uu_file {
    struct str name;   /* as it stands there; any bytes */
    struct str lines;  /* the data */
    size_t start, end; /* of all of it in the text, its frame included */
};

/* The first file of TEXT at or after FROM; false when there is none. */
bool uu_next(struct str text, size_t from, struct uu_file *out);

/* What is in FILE. */
struct str uu_bytes(TALLOC_CTX *mem, const struct uu_file *file);
