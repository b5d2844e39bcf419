#pragma once
/* What whoever fetches a mailbox writes down: how far, what lies on the server still, what is wrong.
 *
 * Of several nodes one fetches a mailbox: it holds a lease and renews it. Every write asks whether the hold still stands, so
 * that a node that slept and woke finds its word refused (F-42), and so does one whose mailbox was set anew meanwhile:
 * CONFLICT (mailbox.taken_over). Where the database serves one node only there is no lease and nothing to renew.
 */
#include "app/mailbox_fetch.h"
#include "mail/fetch_port.h"

struct fetch_hold {
    mailbox_id mailbox;
    int64_t version; /* of the setup that is followed */
    int64_t token;   /* of the lease; 0: no lease is needed */
};

enum { FETCH_HOLD_MS = 60 * 1000 };

/* *GOT false: another node has it. HOLDER: who asks, for people. */
MUST_CHECK enum status mailbox_hold_take(struct app *app, const struct fetched_mailbox *mailbox, struct str holder,
                                         struct fetch_hold *out, bool *got, struct err *err);
/* Another FETCH_HOLD_MS; *KEPT false: it is lost. */
MUST_CHECK enum status mailbox_hold_keep(struct app *app, const struct fetch_hold *hold, bool *kept, struct err *err);
MUST_CHECK enum status mailbox_hold_end(struct app *app, const struct fetch_hold *hold, struct err *err);

/* All up to PLACE is stored. NAME: a mail to be kept in mind, for it lies on the server; "" none. Clears the error;
 * `recovered` tells that there was one, for the journal. */
struct fetch_done {
    struct fetch_place place;
    struct str name;
    bool recovered;
};
MUST_CHECK enum status mailbox_progress_done(struct app *app, const struct fetch_hold *hold, const struct fetch_done *done,
                                             struct err *err);

/* Makes a trouble visible: in the list of mailboxes and the journal. The first stays until it is over. */
MUST_CHECK enum status mailbox_progress_failed(struct app *app, mailbox_id mailbox, struct str why, struct err *err);

/* The same for every mailbox that nobody has looked into for longer than a healthy one is left alone; *FOUND so many. */
MUST_CHECK enum status mailbox_progress_find_silent(struct app *app, TALLOC_CTX *mem, size_t *found, struct err *err);

/* The provider gave another refresh token; the old one may be worth nothing from now on. */
MUST_CHECK enum status mailbox_progress_renewed(struct app *app, const struct fetch_hold *hold, struct str refresh_token,
                                                struct err *err);

/* Names of stored mails on the server (fetch_name): all, or some that were stored KEEP_DAYS ago or earlier. */
MUST_CHECK enum status mailbox_progress_names(struct app *app, TALLOC_CTX *mem, const struct fetch_hold *hold,
                                              struct list *out, struct err *err);
MUST_CHECK enum status mailbox_progress_old(struct app *app, TALLOC_CTX *mem, const struct fetch_hold *hold,
                                            int64_t keep_days, struct list *out, struct err *err);
MUST_CHECK enum status mailbox_progress_gone(struct app *app, const struct fetch_hold *hold, struct str name,
                                             struct err *err);
