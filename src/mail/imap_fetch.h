#pragma once
/* Fetches the mails of one mailbox by IMAP (RFC 3501), and waits for the next ones (IDLE, RFC 2177).
 *
 * The one idea: the desk's word comes first. A mail is fetched without marking it, stored by the port, and only then
 * marked as seen; only then the place moves on. Whatever dies in between, the mail is fetched again and known again (G2).
 * Nothing is ever deleted or moved: the mailbox stays a second copy (F-38).
 */
#include "base/thread.h"
#include "base/types.h"
#include "mail/imap_account.h"

/* How far the mailbox is read. UIDs mean something only together with the mailbox's UIDVALIDITY. */
struct imap_place {
    int64_t uidvalidity; /* 0: never fetched */
    int64_t uid;         /* the last that was taken */
};

struct imap_port {
    /* OK when RAW is on stable storage. */
    enum status (*take)(void *data, struct str raw, struct err *err);
    /* All up to PLACE is done; also called when a look found nothing new. */
    enum status (*reached)(void *data, struct imap_place place, struct err *err);
    void *data;
};

struct imap_options {
    struct imap_account account;
    struct str ca_file;      /* certificates to trust (PEM), "" the system's */
    struct imap_place place;
    time_ms rescan_since;    /* when the mailbox has new UIDs, what came since then is looked at again */
    const struct stop *stop;
    struct imap_port port;
};

/* Leads one connection until it breaks, or until the stop (OK). A mailbox that was never fetched gives what is unread.
 * UNAVAILABLE: try again; UNSIGNED (imap.login): the server does not take the password. */
MUST_CHECK enum status imap_fetch(const struct imap_options *options, struct err *err);
