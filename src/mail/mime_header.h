#pragma once
/* Header fields of a mail that we write: encoded, folded, and never more than the one field that was meant.
 *
 * Injection is impossible by construction (AC-105): each function writes one kind of value, and none of them copies a
 * control character. What a display name or a subject holds besides becomes encoded words (RFC 2047).
 */
#include "mail/mail.h"

struct buf;

/* "Name: text". */
void mime_header_text(struct buf *out, const char *name, struct str text);

/* "Name: list" of COUNT addresses; their addr-specs are known to be sane (send_address). Nothing when COUNT is 0. */
void mime_header_addresses(struct buf *out, const char *name, const struct mail_address *list, size_t count);

/* "Name: <id> <id>" of IDS, separated by spaces, without <>; what is no id is left out, and the middle of a list that is
 * over-long (RFC 5322 asks for the first and the last). Nothing when none is left. */
void mime_header_ids(struct buf *out, const char *name, struct str ids);

/* A parameter after a value ("; name=text") as RFC 2231 says; the field's line is folded before it. */
void mime_header_param(struct buf *out, const char *name, struct str text);

/* Whether S is an id as it may stand between < and >. */
bool mime_id_is_sane(struct str id);
