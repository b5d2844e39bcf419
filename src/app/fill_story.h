#pragma once
/* Believable tickets for the demo and for measuring: each is a story that is played, step by step, through the same
 * functions as real work, at the times at which it would have happened. So that whatever holds for real tickets
 * (owners, promises, counts, the journal) holds for these.
 *
 * All stories are played together, in the order of time, many steps in one transaction whose moment is moved along.
 */
#include "app/app.h"
#include "app/demo_words.h"
#include "app/desk_init.h"

struct fill_plan; /* how a story goes: app/fill_plan.h */

struct story {
    const struct fill_plan *plan;
    const struct demo_problem *problem;
    const struct demo_customer *customer; /* NULL: made up by number */
    int64_t number;         /* in the order of making: names the made-up */
    person_id person;
    ticket_id ticket;
    int64_t step;
    bool taken;             /* picked up by the desk's first colleague, so that who looks at a demo has something of each kind */
    time_ms due;            /* of what was promised */
    int silences;
};

struct fill {
    struct app *app;
    struct random *random;
    time_ms now;            /* the end of all stories */
    team_id team;
    struct story *stories;
    size_t count;
    struct fill_outcome outcome;
};

/* Gives each story a plan, a problem and a time, then plays them. OPEN_MOST: so many at most are not over at the end.
 * DAYS: over how long a time they came. */
MUST_CHECK enum status fill_play(struct fill *fill, int64_t tickets, int64_t open_most, int64_t days, struct err *err);
