#pragma once
/* Secrets for mailboxes on other servers (passwords, refresh tokens), sealed with the desk's key. */
#include "app/app.h"

/* STR_NONE for "". */
struct str mailbox_secret_seal(struct app *app, TALLOC_CTX *mem, struct str plain);

/* "" for STR_NONE. UNSIGNED (mailbox.secret) when it was sealed with another key. */
MUST_CHECK enum status mailbox_secret_open(struct app *app, TALLOC_CTX *mem, struct str sealed, struct str *out,
                                           struct err *err);
