#pragma once
/* Doing once what is asked twice: a double click, a retry after a broken line (G2, F-33).
 *
 * A request that makes something may carry a key. The use case asks at the start of its transaction whether the key was
 * there before, and writes key and answer in the same transaction as the effect, so that neither is there without the
 * other, however the process ends:
 *
 *     bool again;
 *     TRY(once_begin(&tx, mem, who->once, &reply_outcome_shape, out, &again, err));
 *     if (again)
 *         return STATUS_OK;
 *     …
 *     TRY(once_end(&tx, who->once, &reply_outcome_shape, &outcome, err));
 *     TRY(tx_commit(&tx, err));
 */
#include "app/app.h"

enum { ONCE_KEY_BYTES_MOST = 200, ONCE_KEPT_HOURS = 48 };

struct once {
    struct sha256 key;     /* of who asks and the key they sent: one cannot meet another's */
    struct sha256 request; /* of method, path and body */
};

/* *AGAIN: this very request was done before, and OUT, a flat struct of SHAPE, is what it gave. INVALID
 * (idempotency.other) when the key came with another request. ONCE NULL: the request has no key. */
MUST_CHECK enum status once_begin(struct tx *tx, TALLOC_CTX *mem, const struct once *once, const struct shape *shape,
                                  void *out, bool *again, struct err *err);

/* The last step before the commit. BUSY when the same request is being done at this moment by somebody else. */
MUST_CHECK enum status once_end(struct tx *tx, const struct once *once, const struct shape *shape, const void *out,
                                struct err *err);

/* Forgets keys older than ONCE_KEPT_HOURS. */
MUST_CHECK enum status once_forget(struct app *app, struct err *err);
