#pragma once
/* When a standing promise falls due: by the team's rule, and never sooner than its owner can manage (P2).
 *
 * What the owner has to do before it is counted only where a pile is large enough to matter, so that a desk which keeps up
 * pays for no counting.
 */
#include "app/desk_facts.h"

enum { OWED_UNKNOWN = -1 };

struct standing_question {
    const struct team_facts *team;
    const struct calendar *calendar; /* the owner's duty */
    enum promise_kind kind;          /* whose span counts */
    enum urgency urgency;
    colleague_id owner;
    ticket_id ticket;                /* not counted */
    int64_t owed;                    /* by the owner, where the caller knows it; else OWED_UNKNOWN */
    time_ms since;                   /* from when it counts */
};
MUST_CHECK enum status standing_due(struct tx *tx, const struct standing_question *question, struct standing_due *out,
                                    struct err *err);
