#pragma once
/* The two ways in which a tree is read. Included by mime_tree.c, mime_quick.c and their test only.
 *
 * Nearly every mail is well formed, and GMime, which mends the others, makes an object of each of its headers. So what is
 * well formed beyond doubt is taken apart by its lines, and GMime is asked about the rest. Both give the same tree.
 */
#include "mail/mime_tree.h"

/* False, with OUT untouched, when there is any doubt. */
bool mime_quick_read(TALLOC_CTX *mem, struct str raw, struct mime_tree *out);
void mime_careful_read(TALLOC_CTX *mem, struct str raw, struct mime_tree *out);

enum mime_encoding mime_encoding_of(TALLOC_CTX *mem, const struct mime_headers *headers);
