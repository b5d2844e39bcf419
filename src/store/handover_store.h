#pragma once
/* Offers to hand a ticket over, as rows. Which change is right is core/handover.h's matter. */
#include "base/shape.h"
#include "core/handover.h"
#include "store/db.h"

struct handover {
    handover_id id;
    ticket_id ticket_id;
    colleague_id from_id, to_id;
    int state;               /* enum handover_state */
    struct str reason;       /* key of core's table */
    struct str reason_text, summary, customer_text;
    time_ms loan_until_ms;   /* 0: for good */
    struct str loan_step;    /* for what it is lent; "" for good, or not named */
    time_ms offered_ms, expires_ms, answered_ms;
    struct str answer_text;
    colleague_id leader_id;  /* who agreed to a third hop (O6) */
};

/* NOT_FOUND (handover.unknown). */
MUST_CHECK enum status handover_load(struct tx *tx, TALLOC_CTX *mem, handover_id id, struct handover *out,
                                     struct err *err);
/* *HAVE false when nothing is offered. */
MUST_CHECK enum status handover_open_load(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, struct handover *out,
                                          bool *have, struct err *err);
MUST_CHECK enum status handover_insert(struct tx *tx, const struct handover *handover, struct err *err);

/* Stores state, answered_ms and answer_text of an offer; CONFLICT (handover.answered) when it was answered
 * meanwhile. */
MUST_CHECK enum status handover_answer_save(struct tx *tx, const struct handover *handover, struct err *err);

/* What the clockwork has to do. */
struct handover_due { handover_id id; ticket_id ticket_id; };
MUST_CHECK enum status handovers_expired(struct tx *tx, TALLOC_CTX *mem, size_t most, struct list *out,
                                         struct err *err);
MUST_CHECK enum status loans_over(struct tx *tx, TALLOC_CTX *mem, size_t most, struct list *out, struct err *err);
/* *OUT: the ticket lies with the borrower by this loan, and its lender is still here. */
MUST_CHECK enum status loan_is_out(struct tx *tx, handover_id id, bool *out, struct err *err);
/* The first moment at which either is due; 0 for never. */
MUST_CHECK enum status handover_next_due(struct tx *tx, time_ms *out, struct err *err);

/* For the draft: how many tickets fall due with each owner of a team until a moment; those without any have no row. */
struct due_count { colleague_id owner_id; int64_t count; };
MUST_CHECK enum status due_counts(struct tx *tx, TALLOC_CTX *mem, team_id team, time_ms until, struct list *out,
                                  struct err *err);
/* What the customer wrote last; "" when nothing. */
MUST_CHECK enum status last_words_of_customer(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, struct str *out,
                                              struct err *err);
