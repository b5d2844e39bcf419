#pragma once
/* struct mail as JSON for people and for tests, with the stable key names of `buckstop dev mail`; and its shape.
 */
#include "base/buf.h"
#include "mail/mail.h"

/* All fields of struct mail with their limits; mail_pack.h sends a mail by it. */
extern const struct shape mail_shape;

/* One object; valid JSON on one line. */
void mail_json_print(struct buf *out, const struct mail *mail);
