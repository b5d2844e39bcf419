#pragma once
/* What the clockwork looks for: the rows that are due, and when the next one is. Each list has at most MOST rows. */
#include "base/shape.h"
#include "store/db.h"

struct due_ticket { ticket_id ticket_id; time_ms due_ms; };
MUST_CHECK enum status promises_due(struct tx *tx, TALLOC_CTX *mem, size_t most, struct list *out,
                                    struct err *err); /* due_ticket */

struct due_promise { promise_id id; ticket_id ticket_id; };
MUST_CHECK enum status promises_to_warn(struct tx *tx, TALLOC_CTX *mem, size_t most, struct list *out,
                                        struct err *err); /* due_promise */
/* *CHANGED: it was still open, and its owner to be warned. */
MUST_CHECK enum status promise_warned(struct tx *tx, promise_id id, bool *changed, struct err *err);
MUST_CHECK enum status promise_warn_later(struct tx *tx, promise_id id, time_ms at, struct err *err);

/* When leaders are told of a promise that is still open (P5). */
MUST_CHECK enum status promise_alarm_put(struct tx *tx, promise_id id, ticket_id ticket, time_ms at, struct err *err);
MUST_CHECK enum status promise_alarms_due(struct tx *tx, TALLOC_CTX *mem, size_t most, struct list *out,
                                          struct err *err); /* due_promise */
MUST_CHECK enum status promise_alarm_done(struct tx *tx, promise_id id, bool *changed, struct err *err);

MUST_CHECK enum status follow_ups_due(struct tx *tx, TALLOC_CTX *mem, size_t most, struct list *out,
                                      struct err *err); /* due_ticket */
MUST_CHECK enum status follow_up_told(struct tx *tx, ticket_id ticket, bool *changed, struct err *err);

MUST_CHECK enum status stewards_pile(struct tx *tx, TALLOC_CTX *mem, team_id team, colleague_id steward, size_t most,
                                     struct list *out, struct err *err); /* due_ticket */

/* Receipts that are owed (A1). */
MUST_CHECK enum status receipt_insert(struct tx *tx, ticket_id ticket, time_ms due_ms, struct err *err);
MUST_CHECK enum status receipts_due(struct tx *tx, TALLOC_CTX *mem, size_t most, struct list *out,
                                    struct err *err); /* due_ticket */
MUST_CHECK enum status receipt_next(struct tx *tx, time_ms *out, struct err *err); /* 0: none is owed */
/* *CHANGED: it was still owed. */
MUST_CHECK enum status receipt_done(struct tx *tx, const struct due_ticket *due, bool *changed, struct err *err);

/* The first moment at which a promise or a follow-up has something due; 0 for never. */
MUST_CHECK enum status clockwork_next(struct tx *tx, time_ms *out, struct err *err);

/* One node does the work at a time: *TOKEN is 0 when somebody else has the lease NAME. It ends by itself after SPAN. */
MUST_CHECK enum status lease_take(struct tx *tx, const char *name, struct str holder, span_ms span, int64_t *token,
                                  struct err *err);
MUST_CHECK enum status lease_end(struct tx *tx, const char *name, int64_t token, struct err *err);
