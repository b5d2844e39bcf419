#pragma once
/* Files that lie inside a part: those of a winmail.dat (tnef_read.h), and those that a program without MIME put into the
 * text (uu_read.h).
 */
#include "base/shape.h"
#include "mail/mime_tree.h"

struct mime_file {
    struct str name; /* not clean; valid UTF-8 */
    struct str bytes;
};

struct mime_inside {
    struct list files; /* struct mime_file */
    struct str text;   /* of a winmail.dat; "" for none */
};

/* False when PART is none that could hold files, or holds neither files nor text. */
bool mime_inside_read(TALLOC_CTX *mem, const struct mime_part *part, struct mime_inside *out);

/* The words of the text/plain PART as bytes, without the files among them, at most MAX; CUT tells whether there were more. */
struct str mime_inside_words(TALLOC_CTX *mem, const struct mime_part *part, size_t max, bool *cut);
