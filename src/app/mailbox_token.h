#pragma once
/* Access tokens by which a mailbox signs in where it sends (OAuth 2, XOAUTH2). The last one is kept, sealed, until it is old:
 * all nodes use the same, and a provider is asked about once an hour.
 */
#include "app/app.h"
#include "mail/oauth_token.h"

struct mailbox_token {
    mailbox_id mailbox;
    struct oauth_client client;  /* token_url "": the mailbox signs in by a password, or not at all */
    struct str access;           /* "" none */
    time_ms access_until_ms;
};

/* What a mailbox has; UNSIGNED (mailbox.secret) when it was sealed with another key. */
MUST_CHECK enum status mailbox_token_load(struct app *app, struct tx *tx, TALLOC_CTX *mem, mailbox_id mailbox,
                                          struct mailbox_token *out, struct err *err);

/* An access token that is good for a while; ANEW: the last one was refused. Asks the provider outside of any unit of work
 * and writes down what it gave. Fails as oauth_token_get does. */
MUST_CHECK enum status mailbox_token_get(struct app *app, TALLOC_CTX *mem, const struct mailbox_token *have, bool anew,
                                         const struct stop *stop, struct str *access, struct err *err);

/* In the caller's unit of work: CLIENT from now on, or none (NULL). */
MUST_CHECK enum status mailbox_token_put(struct app *app, struct tx *tx, TALLOC_CTX *mem, struct str address,
                                         const struct oauth_client *client, struct err *err);
