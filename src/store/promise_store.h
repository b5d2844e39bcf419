#pragma once
/* Promises as rows. Which change is right is core/promise.h's matter; that the ticket follows is
 * app/ticket_turn.h's. */
#include "base/shape.h"
#include "core/promise.h"
#include "store/db.h"

struct promise {
    promise_id id;
    ticket_id ticket_id;
    int kind;                /* enum promise_kind */
    struct str text;         /* as the customer reads it */
    time_ms due_ms;
    int state;               /* enum promise_state */
    colleague_id made_by_id; /* 0: standing, by the team's rule */
    message_id message_id;   /* the message that made it; 0 none */
    time_ms made_ms;
    time_ms warn_ms;         /* when the owner is warned; 0 once warned */
    time_ms warned_ms, closed_ms, kept_late_ms;
    promise_id renews_id;
    int64_t renewals;
    struct str renewed_why;
    promise_id chain_id;     /* the first of a broken chain (P6); its own id otherwise */
};
extern const struct shape promise_record_shape;

enum { PROMISES_PER_TICKET = 1000 }; /* in one list */

/* NOT_FOUND (promise.unknown). */
MUST_CHECK enum status promise_load(struct tx *tx, TALLOC_CTX *mem, promise_id id, struct promise *out,
                                    struct err *err);
MUST_CHECK enum status promise_insert(struct tx *tx, const struct promise *promise, struct err *err);
MUST_CHECK enum status promise_save(struct tx *tx, const struct promise *promise, struct err *err);

/* Those that something can still happen to: the open ones, and the broken ones that were not made up for; by due
 * time. */
MUST_CHECK enum status promises_unsettled(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, struct list *out,
                                          struct err *err);

/* All of a ticket, in the order in which they were made. */
MUST_CHECK enum status promises_of_ticket(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, struct list *out,
                                          struct err *err);

/* Takes away what a message promised that never left (undo): nobody was told. */
MUST_CHECK enum status promises_of_message_delete(struct tx *tx, ticket_id ticket, message_id message, struct err *err);
