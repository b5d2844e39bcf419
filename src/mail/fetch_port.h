#pragma once
/* What fetching a mailbox needs of the desk, whichever protocol is spoken, and the place that IMAP has reached.
 *
 * The one idea: the desk's word comes first. A mail is fetched without changing anything on the server, stored (`take`), and
 * only then marked there, and only then noted (`done`). Whatever dies in between, the mail is fetched again and known
 * again (G2). What is removed from the server was noted before, and has lain there for the keep-window (E11, F-55).
 */
#include "base/shape.h"

/* How far an IMAP mailbox is read. UIDs mean something only together with the mailbox's UIDVALIDITY. */
struct fetch_place {
    int64_t uidvalidity; /* 0: never fetched */
    int64_t uid;         /* the last that was taken */
};

struct fetch_name { struct str name; }; /* of a mail on the server: "UIDVALIDITY/UID", or POP3's unique id */

struct fetch_port {
    /* OK when RAW is on stable storage. */
    enum status (*take)(void *data, struct str raw, struct err *err);
    /* All up to PLACE is done. NAME: of a mail that is stored whole, and may go from the server in its time; "" of one that
     * must stay there, or where a look found nothing new. */
    enum status (*done)(void *data, struct fetch_place place, struct str name, struct err *err);
    /* Names of stored mails that need not stay on the server any longer, some of them; none where mails are left there. */
    enum status (*old)(void *data, TALLOC_CTX *mem, struct list *out /* fetch_name */, struct err *err);
    /* NAME is no longer on the server. */
    enum status (*gone)(void *data, struct str name, struct err *err);
    /* POP3: all names that are noted, in any order. */
    enum status (*known)(void *data, TALLOC_CTX *mem, struct list *out /* fetch_name */, struct err *err);
    void *data;
};

/* Of a mail that is too large the desk gets HEADER and a word, as one mail; it stays where it is (F-22). */
MUST_CHECK enum status fetch_too_large(const struct fetch_port *port, TALLOC_CTX *mem, struct str header, struct err *err);
