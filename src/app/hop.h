#pragma once
/* The third time that a customer is passed on needs a leader's yes (O6): the owner asks for it, a leader of the team says it,
 * and it holds for that one handover, whoever it is offered to.
 */
#include "app/desk_facts.h"
#include "app/views.h"
#include "store/ticket_store.h"

struct hop_view {                /* "HopView": where the next handover of a ticket stands */
    int64_t hops;                /* counted so far */
    bool needs_leader;           /* the next one needs a yes … */
    struct str allowed_by;       /* … which this leader has said; NULL: not yet */
};
extern const struct shape hop_view_shape;
struct hop_input { struct str text; }; /* "HopInput": why, or what the leader says to it; may be empty */
extern const struct shape hop_input_shape;

/* Asks the leaders of the team, by mail. CONFLICT (hop.free) where the next handover needs nobody's yes. */
MUST_CHECK enum status hop_ask(struct app *app, TALLOC_CTX *mem, const struct who *who, ticket_id ticket,
                               const struct hop_input *in, struct hop_view *out, struct err *err);
/* Says yes. CONFLICT (hop.free) as above; a second yes changes nothing. */
MUST_CHECK enum status hop_allow(struct app *app, TALLOC_CTX *mem, const struct who *who, ticket_id ticket,
                                 const struct hop_input *in, struct hop_view *out, struct err *err);

/* Where the next handover of TICKET stands, of which id, team, hops and acknowledged_ms are set. */
MUST_CHECK enum status hop_view_of(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                                   const struct ticket *ticket, struct hop_view *out, struct err *err);

/* Who said yes to the next hop of TICKET where WHO offers it: a leader who leads its team says it by offering. 0: nobody, also
 * where no yes is needed. */
MUST_CHECK enum status hop_consent_of(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                                      const struct who *who, const struct ticket *ticket, bool is_loan,
                                      colleague_id *out, struct err *err);
