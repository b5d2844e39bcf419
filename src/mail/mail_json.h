#pragma once
/* struct mail as JSON, twice: packed by the shapes of its structs to travel from the parse process to its caller, and
 * printed for people with the stable key names of `buckstop dev mail`.
 */
#include "base/buf.h"
#include "mail/mail.h"

void mail_json_pack(struct buf *out, const struct mail *mail);
MUST_CHECK enum status mail_json_unpack(TALLOC_CTX *mem, struct str json, struct mail *out, struct err *err);

/* One object; valid JSON on one line. */
void mail_json_print(struct buf *out, const struct mail *mail);
