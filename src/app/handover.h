#pragma once
/* Ownership moves by an offer that a named colleague accepts (O3, O4, O6). Until then the owner is the owner. */
#include "app/desk_facts.h"
#include "app/views.h"

struct reason_view { struct str key, text; };            /* "HandoverReason" */
struct candidate_view { colleague_id id; struct str name, about, presence, note; int64_t open, due_today, capacity; }; /* "HandoverCandidate" */
struct handover_draft {                                   /* "HandoverDraft": everything prefilled */
    struct list reasons, candidates, promises /* promise_view that come along */;
    struct str person_name, summary, customer_text;       /* customer_text has {name} where the new owner's name goes */
    int64_t person_number;                                /* "the third person for Mrs Okafor": 2 for the first handover */
    bool needs_leader;                                    /* the next hop needs a leader's yes (O6), and nobody has said it */
    struct str leader_names, allowed_by;                  /* whom to ask, "Ines, Rosa"; who said yes, NULL: nobody */
    time_ms expires_ms;
};
/* In a customer_text it stands for the new owner's name, also in one that is offered. */
#define HANDOVER_NAME_MARK "{name}"
struct handover_input { colleague_id to_id; struct str reason, reason_text, summary, customer_text; time_ms loan_until_ms; struct str loan_step; int64_t version; }; /* "HandoverInput"; loan_step: for what it is lent */
struct answer_input { struct str text; };                 /* "AnswerInput" */
extern const struct shape handover_draft_shape, handover_input_shape, answer_input_shape, reason_view_shape, candidate_view_shape;

MUST_CHECK enum status handover_draft(struct app *app, TALLOC_CTX *mem, const struct who *who, ticket_id ticket, struct handover_draft *out, struct err *err);
MUST_CHECK enum status handover_offer(struct app *app, TALLOC_CTX *mem, const struct who *who, ticket_id ticket, const struct handover_input *in, struct handover_view *out, struct err *err);
MUST_CHECK enum status handover_accept(struct app *app, TALLOC_CTX *mem, const struct who *who, handover_id id, struct handover_view *out, struct err *err); /* tells the customer */
MUST_CHECK enum status handover_decline(struct app *app, TALLOC_CTX *mem, const struct who *who, handover_id id, struct str why, struct handover_view *out, struct err *err);
MUST_CHECK enum status handover_withdraw(struct app *app, TALLOC_CTX *mem, const struct who *who, handover_id id, struct handover_view *out, struct err *err);

/* The step for which it was lent is done: it goes back to whoever lent it, before the agreed time (O3). CONFLICT
 * (handover.loan_over) where it lies with nobody by that loan any more. */
MUST_CHECK enum status handover_give_back(struct app *app, TALLOC_CTX *mem, const struct who *who, handover_id id, struct handover_view *out, struct err *err);

/* By the clock, in the caller's transaction: an offer has run out, a loan is over. */
MUST_CHECK enum status handover_expire(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts, handover_id id, struct err *err);
MUST_CHECK enum status handover_loan_return(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts, handover_id id, struct err *err);
