#pragma once
/* How the stories of a filled desk go: tables of steps, from the customer's mail to how it stands at the end. */
#include "base/clock.h"

enum step_kind {
    STEP_END, STEP_ARRIVE, STEP_ANSWER /* with a promise */, STEP_ANSWER_WAIT /* and a question */, STEP_KEEP /* what was promised, done */,
    STEP_MORE /* the customer adds something */, STEP_NOTE, STEP_PROPOSE, STEP_SOLVED, STEP_NOT_YET, STEP_SORRY /* with a new promise */,
};
struct step {
    enum step_kind kind;
    int from_minutes, to_minutes; /* after the step before; of STEP_ARRIVE: before the end */
};

enum { PLAN_STEPS = 9, HOUR = 60, DAY = 24 * 60 };
struct fill_plan {
    int share, bulk_share;           /* of all stories of its kind, in a demo and in a desk to be measured (three messages a ticket) */
    bool ends;                       /* is over when it was played */
    int due_from_minutes, due_to_minutes; /* what is promised falls due so long after (negative: before) the end of all
                                           * stories; both 0: as the next step needs it */
    struct step steps[PLAN_STEPS];
};

/* A plan of those that end, or of those that go on, as often as its share says. */
const struct fill_plan *fill_plan_choose(struct random *random, bool ends, bool bulk);

/* A number from FROM to TO, both included. */
int64_t fill_between(struct random *random, int64_t from, int64_t to);
