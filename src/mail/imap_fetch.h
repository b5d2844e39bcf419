#pragma once
/* Fetches the mails of one mailbox by IMAP (RFC 3501), and waits for the next ones (IDLE, RFC 2177).
 *
 * A mail is fetched without marking it, stored by the port, marked as seen, and only then noted (fetch_port.h). What the
 * port calls old is removed from the server after a look (imap_tidy.h). A mail that the server fails to give three times
 * becomes a mail that says so, and stays where it is (G4).
 */
#include "base/thread.h"
#include "mail/fetch_account.h"
#include "mail/fetch_port.h"
#include "mail/tls_stream.h"

/* The mail that the server could not give last, over connections: it must not hold up those behind it for ever. */
struct imap_trouble {
    int64_t uidvalidity, uid; /* 0: none */
    int tries;
};

struct imap_options {
    struct fetch_account account;
    struct str ca_file;      /* certificates to trust (PEM), "" the system's */
    struct fetch_place place;
    time_ms rescan_since;    /* when the mailbox has new UIDs, what came since then is looked at again (F-27) */
    struct str move_to;      /* the folder for what is old; "": it is deleted */
    span_ms idle;            /* how long one IDLE lasts; 0: 29 minutes, for servers may hang up after 30 (RFC 2177) */
    struct imap_trouble *trouble; /* kept by the caller from one call to the next; NULL: the server is asked for ever */
    const struct stop *stop;
    struct fetch_port port;
};

/* Leads one connection until it breaks, or until the stop (OK). A mailbox that was never fetched gives what is unread.
 * UNAVAILABLE: try again; UNSIGNED (imap.login): the server does not take the password, or not the token. */
MUST_CHECK enum status imap_fetch(const struct imap_options *options, struct err *err);

/* The same on a connection that is there, which belongs to the call. For tests that play the server. */
MUST_CHECK enum status imap_fetch_over(const struct imap_options *options, struct tls_stream *stream, struct err *err);
