#pragma once
/* Which mailboxes are fetched by IMAP, how far each has come, and what is wrong with one that fell silent (F-29).
 *
 * Passwords lie sealed in the database, with the desk's key outside of it.
 */
#include "app/app.h"

struct fetched_mailbox {
    mailbox_id id;
    struct str address, imap_url, imap_secret; /* imap_secret: sealed */
    int64_t imap_keep_days;
    int64_t imap_uidvalidity, imap_uid;        /* 0: never fetched */
    time_ms imap_seen_ms;                      /* when it was last looked into */
    struct str imap_error;                     /* why it cannot be, for people; NULL while it can */
};

MUST_CHECK enum status mailbox_fetch_list(struct app *app, TALLOC_CTX *mem, struct list *out /* fetched_mailbox */, struct err *err);
MUST_CHECK enum status mailbox_fetch_password(struct app *app, TALLOC_CTX *mem, const struct fetched_mailbox *mailbox, struct str *out, struct err *err);

/* Fetches ADDRESS, one of our mailboxes, from URL (mail/imap_account.h) from now on; URL "": no longer. */
MUST_CHECK enum status mailbox_fetch_set(struct app *app, const struct who *who, struct str address, struct str url, struct str password, struct err *err);

/* All up to this UID is stored. Clears the error. */
MUST_CHECK enum status mailbox_fetch_reached(struct app *app, mailbox_id id, int64_t uidvalidity, int64_t uid, struct err *err);
MUST_CHECK enum status mailbox_fetch_failed(struct app *app, mailbox_id id, struct str why, struct err *err);
