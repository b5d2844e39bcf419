#pragma once
/* An IMAP server's answers, one at a time (RFC 3501, 2.2.2): a line together with the literals that it announces, so that
 * what a mail says can never be taken for what the server says. Memory grows with the bytes that have come, never with
 * what is announced.
 */
#include "mail/tls_stream.h"

struct imap_wire;

/* STREAM must outlive it. */
struct imap_wire *imap_wire_new(TALLOC_CTX *mem, struct tls_stream *stream);

/* The next answer without its line end; valid until the next call. UNAVAILABLE (imap.failed): the line is cut, silent, or says
 * more than LIMIT_MAIL_ANSWER_BYTES in one answer. */
MUST_CHECK enum status imap_wire_hear(struct imap_wire *wire, struct str *answer, struct err *err);

MUST_CHECK enum status imap_wire_say(struct imap_wire *wire, struct str bytes, struct err *err);

/* Whether the server has said something that nobody has heard yet. */
bool imap_wire_has_more(const struct imap_wire *wire);
