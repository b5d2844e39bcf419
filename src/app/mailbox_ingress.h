#pragma once
/* Who may hand mails for a mailbox over by HTTP: a provider's webhook that knows the mailbox's secret.
 *
 * The secret has 256 bits and only its SHA-256 is kept: it is found by that digest, so that no comparison's time tells
 * anything about it.
 */
#include "app/app.h"

/* Makes a secret for ADDRESS, one of our mailboxes, and ends the one before. *SECRET is told this once. */
MUST_CHECK enum status mailbox_ingress_open(struct app *app, const struct who *who, TALLOC_CTX *mem, struct str address,
                                            struct str *secret, struct err *err);
/* From now on nobody may. */
MUST_CHECK enum status mailbox_ingress_close(struct app *app, const struct who *who, struct str address, struct err *err);

/* Whose secret that is. UNSIGNED (ingress.secret): nobody's. */
MUST_CHECK enum status mailbox_ingress_find(struct app *app, struct str secret, mailbox_id *out, struct err *err);
