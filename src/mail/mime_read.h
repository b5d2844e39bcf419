#pragma once
/* A raw message becomes a struct mail: the whole of reading, in one process, without any right to files or network.
 *
 * Used by the parse worker; `buckstop dev mail --here` and the fuzz targets call it directly. It never fails on what a
 * mail contains: what cannot be read is left out and named in `problems`.
 */
#include "mail/mail.h"

struct mime_reader; /* what reading needs: libmagic's tables, our own authserv-id. Not for several threads at once. */

/* Loads everything from files that reading will need, so that the walls may close afterwards. */
MUST_CHECK enum status mime_reader_new(TALLOC_CTX *mem, struct str authserv_id, struct mime_reader **out,
                                       struct err *err);

void mime_read(struct mime_reader *reader, TALLOC_CTX *mem, struct str raw, struct mail *out);

/* The decoded bytes of one part, as mail_attachment.part names it. */
MUST_CHECK enum status mime_read_part(TALLOC_CTX *mem, struct str raw, int64_t part, struct str *bytes,
                                      struct err *err);
