#pragma once
/* What arrives becomes the desk's: the one way in, whichever server brought it.
 */
#include "app/mail_receive.h"
#include "mail/lmtp_session.h"

/* Stores one arrival for a server, which has no use for the outcome, and writes the one log line about it. OK means
 * stable storage (G1). */
MUST_CHECK enum status intake_take(struct app *app, const struct mail_arrival *arrival, struct err *err);

/* The desk as an LMTP conversation sees it. */
struct lmtp_port intake_port(struct app *app);
