#pragma once
/* What becomes of an open promise while time passes: its owner is warned, then the leaders are told, then it breaks and the
 * customer hears of it (P5, P6, A4). The clockwork finds the rows (promise_sweep.c); each function here does one of them, in
 * the caller's transaction, and looks again whether it is still due: *DONE or *BROKEN says what really happened.
 *
 * Nobody is woken: a mail to a colleague leaves within that colleague's duty, and not at all where there is none before the
 * promise is due.
 */
#include "app/desk_facts.h"

struct watch {
    struct app *app;
    struct tx *tx;
    TALLOC_CTX *mem;
    const struct desk_facts *facts;
};

MUST_CHECK enum status watch_warn_owner(const struct watch *watch, promise_id promise, bool *done, struct err *err);
MUST_CHECK enum status watch_tell_leaders(const struct watch *watch, promise_id promise, bool *done, struct err *err);

/* All of a ticket whose time has passed. The customer gets one mail for them, where no other news came that day (A4): sorry,
 * who owns it, and by when they hear why and what happens now. */
MUST_CHECK enum status watch_break(const struct watch *watch, ticket_id ticket, int64_t *broken, struct err *err);
