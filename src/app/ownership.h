#pragma once
/* The one place that names or moves the owner of a ticket (O1, O2, O3, O5).
 *
 * The row in `ownership` says by which way; the database lets no owner stand without one (I2). The ticket is changed in
 * memory: the caller's turn_settle stores it. The journal gets owner.named or owner.moved.
 */
#include "app/desk_facts.h"
#include "core/handover.h" /* enum owner_way */
#include "core/routing.h"
#include "store/ticket_store.h"

struct owner_move {
    enum owner_way way;
    colleague_id to;
    struct str reason;      /* O2's rule, or the words of who moved it */
    handover_id handover;   /* with OWNER_HANDOVER */
    bool hop;               /* counts (O6): core's handover_is_hop */
};

/* The first owner of a ticket that is being made. */
MUST_CHECK enum status owner_name(struct tx *tx, TALLOC_CTX *mem, struct actor actor, struct ticket *ticket,
                                  const struct owner_move *move, struct err *err);
/* Another owner. The second hop alarms the leaders of the team (O6). */
MUST_CHECK enum status owner_move(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                                  struct actor actor, struct ticket *ticket, const struct owner_move *move,
                                  struct err *err);

/* What O2 wants to know beside the desk itself. */
struct owner_question {
    team_id team;
    person_id person;
    struct str language;    /* of the customer; "" unknown */
    colleague_id took;      /* who picked it up; 0 nobody */
    colleague_id addressed; /* to whose own address it was written; 0 nobody */
};
/* Who owns a new problem, by core's rule over everybody's duty, room and history. */
MUST_CHECK enum status owner_choose(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                                    const struct owner_question *question, struct routing_choice *out, struct err *err);
/* Those who serve TEAM, as core's routing wants them (also for dealing, O2). */
MUST_CHECK enum status owner_candidates(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                                        const struct owner_question *question, struct routing_candidate **out, size_t *count,
                                        struct err *err);
