#pragma once
/* What the header section of a mail says: who, to whom, about what, when, in answer to what.
 */
#include "mail/mime_tree.h"

#include "mail/mail.h"

enum { MAIL_REFERENCES_MAX = 200 }; /* the last ones of a longer list */

/* Fills the header fields of OUT. HINT: the character set that raw 8-bit headers are read by. Problems are appended. */
void mime_envelope_read(TALLOC_CTX *mem, const struct mime_headers *headers, struct str hint, struct mail *out);

/* Message ids in VALUE without their brackets; the first in *FIRST (may be NULL). Appended to LIST unless there. */
void mime_ids_read(TALLOC_CTX *mem, struct str value, struct list *list);

void mail_problem_add(TALLOC_CTX *mem, struct mail *mail, const char *key, const char *text);
