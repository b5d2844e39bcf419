#pragma once
/* The LMTP server: takes connections of a listening socket and leads one conversation on each (lmtp_session.h), in a
 * thread of its own. Beyond LIMIT_LMTP_CONNECTIONS a client waits to be accepted.
 *
 * The port's functions are called from these threads, several at a time. borrow and give_back are the server's own: the
 * port need not set them.
 */
#include "base/thread.h"
#include "mail/lmtp_session.h"

struct lmtp_server;

struct lmtp_options {
    int listener;             /* stays the caller's */
    struct str host;          /* our name in the greeting */
    struct lmtp_port port;
    const struct stop *stop;
    span_ms silence;          /* how long a client may say nothing, or not read; 0: five minutes (RFC 5321 4.5.3.2.7) */
};

MUST_CHECK enum status lmtp_server_start(TALLOC_CTX *mem, const struct lmtp_options *options, struct lmtp_server **out,
                                         struct err *err);

/* After stop_now: waits until every conversation has ended. A mail whose last dot has come is still stored and answered;
 * the others hear 421. */
void lmtp_server_join(struct lmtp_server *server);
