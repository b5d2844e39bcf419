#pragma once
/* A connection to a mail server that serves one mail after another, as long as they take the same route: a desk's mails mostly
 * go to one server, and greeting, TLS and sign-in take longer than a mail.
 *
 * Between two mails stands RSET (RFC 5321, 4.1.1.5): whatever the server thought of the one before, the next begins anew. A
 * server may end a connection after any mail; what it says of a mail is never taken from another one (smtp_dialogue.h).
 */
#include "mail/smtp_link.h"

enum { SMTP_KEEP_MAILS = 100 }; /* by one connection; servers end it themselves at some number of their own */

struct smtp_keep;

/* Has no connection yet; ends with MEM, and the connection with it. */
struct smtp_keep *smtp_keep_new(TALLOC_CTX *mem);

/* The connection for one mail by ROUTE, of which DIALOGUE hears from now on. *USED: it served another mail before, so that it
 * may end any moment without a fault of this one. UNAVAILABLE as smtp_link_open. */
MUST_CHECK enum status smtp_keep_link(struct smtp_keep *keep, const struct smtp_route *route, struct smtp_dialogue *dialogue,
                                      struct smtp_link **out, bool *used, struct err *err);

/* Ends it: the next mail gets a new one. */
void smtp_keep_drop(struct smtp_keep *keep);
