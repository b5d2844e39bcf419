#pragma once
/* The one place where the turn and the promises of a ticket change, so that I3 holds at every commit.
 *
 * A unit of work opens a ticket (turn_open, or turn_new for one that is being made), says what happened by the
 * functions below, may change other fields of work.ticket itself (state, resolution …), and closes with turn_settle:
 *
 *     struct turn work;
 *     TRY(turn_open(&work, tx, mem, facts, actor, ticket, err));
 *     TRY(turn_answered(&work, message, asks, err));
 *     TRY(turn_settle(&work, err));
 *
 * turn_settle derives the turn, opens the standing promise that is now due (P2), releases what an ended ticket no
 * longer owes, names the next promise, and stores the ticket with its version moved on. Each change is one entry in
 * the journal.
 */
#include "app/desk_facts.h"
#include "store/promise_store.h"
#include "store/ticket_store.h"

struct turn {
    struct tx *tx;
    TALLOC_CTX *mem;
    const struct desk_facts *facts;
    struct actor actor;
    struct ticket ticket;
    bool is_new;
    struct promise *promises;  /* the unsettled ones: open, or broken and not made up for; and those closed in this unit */
    size_t promise_count;
    bool customer_spoke;       /* in this unit, after any answer */
    bool answered;             /* in this unit, after any word of the customer */
    time_ms owed_since;        /* from when a standing promise counts; 0 now */
    int64_t owed;              /* what the owner owed before this unit; OWED_UNKNOWN */
    message_id message;        /* the answer being written; standing promises that follow from it name it */
    time_ms wait_until;        /* see turn_wait_until; 0 none */
    struct str wait_text;
};

MUST_CHECK enum status turn_open(struct turn *work, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                                 struct actor actor, ticket_id ticket, struct err *err);
/* TICKET: all but number and promises filled in; its owner by owner_name, before or after, within the unit. */
void turn_new(struct turn *work, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts, struct actor actor,
              const struct ticket *ticket);

/* The customer wrote a human word that is more than a thanks, at AT. */
void turn_customer_wrote(struct turn *work, time_ms at);

/* One of us answered: standing promises are kept, broken ones are made up for, the first answer acknowledges (A1, P2).
 * ASKS: the customer is to answer next (P3). */
MUST_CHECK enum status turn_answered(struct turn *work, message_id message, bool asks, struct err *err);

/* The answer MESSAGE, written AT, is taken back: what it promised is gone, what it kept is owed again. */
MUST_CHECK enum status turn_unanswered(struct turn *work, message_id message, time_ms at, struct err *err);

/* A stated promise (P1, P4). Rules: core's promise_check_stated. */
MUST_CHECK enum status turn_promise(struct turn *work, struct str text, time_ms due, colleague_id by,
                                    message_id message, promise_id *out, struct err *err);
/* The promise of this ticket that can still change; NOT_FOUND (promise.unknown) when it is none of this ticket's,
 * CONFLICT (promise.closed) when it was settled before. */
MUST_CHECK enum status turn_find(struct turn *work, promise_id id, struct promise **out, struct err *err);
/* Done: kept, or kept late where it was broken or its time has passed. */
MUST_CHECK enum status turn_keep(struct turn *work, struct promise *promise, struct err *err);
/* Its time has passed: broken, and an apology is owed in the same transaction (P6). */
MUST_CHECK enum status turn_break(struct turn *work, struct promise *promise, struct err *err);
/* Another with the new time stands in its place; the caller tells the customer (P1). */
MUST_CHECK enum status turn_renew(struct turn *work, struct promise *promise, time_ms due, struct str why,
                                  colleague_id by, message_id message, promise_id *out, struct err *err);
MUST_CHECK enum status turn_release(struct turn *work, struct promise *promise, struct err *err);

/* What was released at AT, when the ticket ended, is owed again: it has not ended. */
MUST_CHECK enum status turn_unrelease(struct turn *work, time_ms at, struct err *err);

/* What the list shows while nothing is promised: a proposal waits until UNTIL. Without it a follow-up's time (P3). */
void turn_wait_until(struct turn *work, time_ms until, struct str text);

MUST_CHECK enum status turn_settle(struct turn *work, struct err *err);
