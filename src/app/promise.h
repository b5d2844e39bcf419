#pragma once
/* Promises by hand, and the clockwork that watches them (P1–P6, R2's silence, handover expiry, follow-ups). */
#include "app/views.h"

struct renew_input { time_ms due_ms; struct str why; };   /* "RenewInput": the customer is told the new time and why */
extern const struct shape renew_input_shape;
MUST_CHECK enum status promise_keep(struct app *app, TALLOC_CTX *mem, const struct who *who, promise_id id, struct promise_view *out, struct err *err);
MUST_CHECK enum status promise_renew(struct app *app, TALLOC_CTX *mem, const struct who *who, promise_id id, const struct renew_input *in, struct promise_view *out, struct err *err);

/* Does all that is due now, each ticket in a transaction of its own, at most LIMIT of them; *NEXT_MS is when the
 * next is due (0: nothing). One node at a time, by a lease. Called by post's clockwork; a test calls it with a moved
 * clock. */
struct sweep_outcome { int64_t warned, alarmed, broken, expired, reminded, noticed, rested, followed_up, dealt; time_ms next_ms; bool more; };
MUST_CHECK enum status promise_sweep(struct app *app, size_t limit, struct sweep_outcome *out, struct err *err);
