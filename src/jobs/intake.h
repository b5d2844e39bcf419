#pragma once
/* What arrives becomes the desk's: the one way in, whichever server brought it.
 */
#include "app/mail_receive.h"
#include "mail/lmtp_session.h"

/* mail_receive, again while the database is only busy. */
MUST_CHECK enum status intake_store(struct app *app, TALLOC_CTX *mem, const struct mail_arrival *arrival,
                                    struct mail_outcome *out, struct err *err);

/* The same for a server, which has no use for the outcome, with the one log line about it. OK means stable storage (G1). */
MUST_CHECK enum status intake_take(struct app *app, const struct mail_arrival *arrival, struct err *err);

/* The desk as an LMTP conversation sees it. */
struct lmtp_port intake_port(struct app *app);
