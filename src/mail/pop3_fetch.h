#pragma once
/* Fetches the mails of one mailbox by POP3 (RFC 1939), with libcurl: one look, for POP3 cannot wait.
 *
 * POP3 knows neither seen marks nor an order; what tells a new mail from an old one is its unique id (UIDL), which the port
 * notes. Numbers of mails hold within one connection only, so a connection that libcurl had to open anew ends the look.
 * Deletions become real by QUIT alone: a look that fails says none.
 */
#include "base/thread.h"
#include "mail/fetch_account.h"
#include "mail/fetch_port.h"

struct pop3_options {
    struct fetch_account account;
    struct str ca_file;      /* certificates to trust (PEM), "" the system's */
    const struct stop *stop;
    struct fetch_port port;  /* `done` is called with a place of zeros */
};

/* Takes what is new, deletes what is old. UNAVAILABLE: try again; UNSIGNED (pop3.login): the server does not take the
 * password, or not the token. */
MUST_CHECK enum status pop3_fetch(const struct pop3_options *options, struct err *err);
