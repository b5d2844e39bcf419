#pragma once
/* A leader names another owner, with a reason (O5): where an owner cannot be asked, or does not answer. The only move of
 * ownership that nobody has to accept; it counts as a hop, the customer is told, and both colleagues hear of it by mail. */
#include "app/app.h"

struct overrule_input {         /* "OverruleInput" */
    colleague_id to_id;
    struct str reason;          /* for colleagues, and for the record of the owner */
    struct str customer_text;   /* what the customer is told; {name} stands for the new owner */
};
extern const struct shape overrule_input_shape;
struct overrule_outcome { colleague_id owner_id; int64_t version; }; /* "OverruleOutcome" */
extern const struct shape overrule_outcome_shape;

/* An open offer is withdrawn. CONFLICT (ticket.cannot) when it has ended; INVALID with the field (overrule.reason,
 * handover.customer_text, handover.to, handover.self). */
MUST_CHECK enum status owner_overrule(struct app *app, TALLOC_CTX *mem, const struct who *who, ticket_id ticket,
                                      const struct overrule_input *in, struct overrule_outcome *out, struct err *err);
