#pragma once
/* Which mailboxes are fetched from other servers, from where, and with which secrets; how far each has come is written by
 * whoever fetches (mailbox_progress.h).
 *
 * Passwords and refresh tokens lie sealed in the database, with the desk's key outside of it.
 */
#include "app/app.h"
#include "mail/oauth_token.h"

enum { FETCH_KEEP_DAYS = 14 }; /* unless somebody says otherwise: long enough to come back from an old backup (F-55) */

/* What becomes of a mail on the server, keep_days after it was stored here. */
enum fetch_afterwards { FETCH_LEAVE, FETCH_DELETE, FETCH_MOVE, FETCH_AFTERWARDS_COUNT };
extern const char *const fetch_afterwards_words[FETCH_AFTERWARDS_COUNT]; /* leave delete move */

struct fetched_mailbox {
    mailbox_id mailbox_id;
    struct str address, url;
    int64_t version;                  /* another one each time that somebody sets the mailbox */
    struct str secret, client_secret; /* sealed */
    struct str token_url, client_id, scope; /* token_url NULL: the secret is a password */
    int64_t keep_days;
    int afterwards;                   /* enum fetch_afterwards */
    struct str move_to;
    int64_t uidvalidity, uid;         /* 0: never fetched */
    time_ms seen_ms;                  /* when it was last looked into; 0 never */
    struct str error;                 /* why it cannot be, for people; NULL while it can */
    time_ms failed_ms;                /* since when */
    time_ms paused_ms;                /* since when nobody is to fetch it; 0: it is fetched */
    time_ms lease_ms;                 /* until then a node has the right to fetch it; 0 none */
};

MUST_CHECK enum status mailbox_fetch_list(struct app *app, TALLOC_CTX *mem, struct list *out /* fetched_mailbox */,
                                          struct err *err);

/* Opens the seals: *PASSWORD, or, with a token_url, *CLIENT with its refresh token. UNSIGNED (mailbox.secret). */
MUST_CHECK enum status mailbox_fetch_secrets(struct app *app, TALLOC_CTX *mem, const struct fetched_mailbox *mailbox,
                                             struct str *password, struct oauth_client *client, struct err *err);

struct fetch_setup {
    struct str url;             /* mail/fetch_account.h */
    struct str password;        /* "" with a client */
    struct oauth_client client; /* token_url "": none */
    int64_t keep_days;
    enum fetch_afterwards afterwards;
    struct str move_to;
};

/* Fetches ADDRESS, one of our mailboxes, so from now on; SETUP NULL: no longer. */
MUST_CHECK enum status mailbox_fetch_set(struct app *app, const struct who *who, struct str address,
                                         const struct fetch_setup *setup, struct err *err);
