#pragma once
/* What the customer's word (resolution.c), our proposals (proposal.c) and the silence after them (silence.c) share. Only
 * these include it. */
#include "app/resolution.h"
#include "app/ticket_turn.h"
#include "store/proposal_store.h"

/* A ticket opened by its id, with memory of its own: CLEANUP(opened_done) struct opened opened = { 0 }; */
struct opened {
    TALLOC_CTX *mem;
    struct desk_facts *facts;
    struct turn work;
};
void opened_done(struct opened *opened);
MUST_CHECK enum status opened_begin(struct opened *opened, struct app *app, struct tx *tx, struct actor actor,
                                    ticket_id ticket, struct err *err);

/* Closes PROPOSAL as STATE, with an entry of KIND in the journal. */
MUST_CHECK enum status proposal_end(struct turn *work, struct proposal *proposal, enum proposal_state state,
                                    const char *kind, struct err *err);

/* Ends the problem and settles it. RESOLUTION without id, ticket and time. */
MUST_CHECK enum status resolution_put(struct turn *work, struct resolution resolution, struct err *err);
