#pragma once
/* The line to a mail server: libcurl makes the connection, TLS and the sign-in, and then leaves it to us, command by
 * command, because it knows nothing of what can be asked for one recipient (RFC 3461). What the server says from its
 * greeting on is heard by a dialogue (smtp_dialogue.h).
 */
#include "mail/smtp_send.h"

struct smtp_link;

enum smtp_offer { /* bits: the extensions of which we make use */
    SMTP_OFFERS_SIZE = 1 << 0, /* RFC 1870 */
    SMTP_OFFERS_UTF8 = 1 << 1, /* RFC 6531 */
    SMTP_OFFERS_DSN = 1 << 2,  /* RFC 3461 */
};

/* UNAVAILABLE: err->message says why, err->detail what the library says. Ends with MEM: an orderly QUIT, without waiting
 * for its answer. */
MUST_CHECK enum status smtp_link_open(TALLOC_CTX *mem, const struct smtp_route *route, struct smtp_dialogue *dialogue,
                                      struct smtp_link **out, struct err *err);

/* The next mail begins, of which DIALOGUE hears and for which there is PATIENCE anew. */
void smtp_link_begin(struct smtp_link *link, struct smtp_dialogue *dialogue, span_ms patience);

unsigned smtp_link_offers(const struct smtp_link *link); /* enum smtp_offer */

/* Sends BYTES. UNAVAILABLE when the connection or the patience ends. */
MUST_CHECK enum status smtp_link_give(struct smtp_link *link, struct str bytes, struct err *err);

/* Waits for one whole reply, all of its lines, and has the dialogue hear it; *CODE is its number. UNAVAILABLE as above. */
MUST_CHECK enum status smtp_link_hear(struct smtp_link *link, int *code, struct err *err);

/* One command without its CR LF: said, told to the dialogue, and answered. */
MUST_CHECK enum status smtp_link_ask(struct smtp_link *link, struct str command, int *code, struct err *err);
