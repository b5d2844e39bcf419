#pragma once
/* struct mail as bytes, to travel from the parse process to its caller.
 *
 * Built by the shape of the struct: numbers in host order, texts and lists with their length before them. The reader
 * does not trust the writer, who has read a stranger's mail: every length, word and text is checked.
 */
#include "base/buf.h"
#include "mail/mail.h"

void mail_pack(struct buf *out, const struct mail *mail);

/* The texts of OUT point into PACKED. INVALID (mail.packed) when it is no packed mail. */
MUST_CHECK enum status mail_unpack(TALLOC_CTX *mem, struct str packed, struct mail *out, struct err *err);
