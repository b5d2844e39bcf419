#pragma once
/* What the clock does with a proposal that the customer does not answer (R2): a reminder, a notice that names the day, rest.
 * The plan is core's, resolution_silence_next. */
#include "app/app.h"
#include "core/resolution.h"

/* One step for the ticket's proposal, if one is due now, in the caller's transaction. */
MUST_CHECK enum status proposal_silence(struct app *app, struct tx *tx, ticket_id ticket, enum silence_step *done,
                                        struct err *err);
