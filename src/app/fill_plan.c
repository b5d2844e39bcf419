#include "app/fill_plan.h"

static const struct fill_plan plans[] = {
    /* over: solved by the customer, at once or on the way; reopened and solved; at rest after silence */
    { 50, 10, true, 0, 0, { { STEP_ARRIVE, 0, 0 }, { STEP_ANSWER, 3, 13 }, { STEP_KEEP, 4 * HOUR, DAY }, { STEP_PROPOSE, 3 * HOUR, DAY }, { STEP_SOLVED, HOUR, 2 * DAY } } },
    { 25, 80, true, 0, 0, { { STEP_ARRIVE, 0, 0 }, { STEP_PROPOSE, 3, 16 }, { STEP_SOLVED, 20, DAY } } },
    { 8, 4, true, 0, 0, { { STEP_ARRIVE, 0, 0 }, { STEP_ANSWER, 3, 13 }, { STEP_NOTE, 5, 30 }, { STEP_MORE, 2 * HOUR, 6 * HOUR }, { STEP_KEEP, 10, 3 * HOUR }, { STEP_PROPOSE, 2 * HOUR, DAY }, { STEP_SOLVED, HOUR, DAY } } },
    { 5, 2, true, 0, 0, { { STEP_ARRIVE, 0, 0 }, { STEP_ANSWER, 3, 13 }, { STEP_PROPOSE, 3 * HOUR, DAY }, { STEP_SOLVED, HOUR, DAY }, { STEP_NOT_YET, DAY, 3 * DAY }, { STEP_ANSWER, 10, 2 * HOUR }, { STEP_PROPOSE, 4 * HOUR, DAY }, { STEP_SOLVED, HOUR, DAY } } },
    { 12, 4, true, 0, 0, { { STEP_ARRIVE, 0, 0 }, { STEP_ANSWER, 3, 13 }, { STEP_PROPOSE, 4 * HOUR, DAY } } },
    /* going on: nobody has answered yet; promised for today, for later; broken and not yet made good; sorry was said; the
     * customer wrote again; the customer is asked; solved, we think; opened again */
    { 10, 10, false, 0, 0, { { STEP_ARRIVE, 1, 12 } } },
    { 16, 16, false, 45, 6 * HOUR, { { STEP_ARRIVE, 5 * HOUR, DAY }, { STEP_ANSWER, 3, 13 } } },
    { 18, 18, false, DAY, 4 * DAY, { { STEP_ARRIVE, 6 * HOUR, 3 * DAY }, { STEP_ANSWER, 3, 13 }, { STEP_NOTE, 5, 90 } } },
    { 8, 8, false, -20 * HOUR, -HOUR, { { STEP_ARRIVE, 2 * DAY, 4 * DAY }, { STEP_ANSWER, 3, 13 } } },
    { 7, 7, false, DAY, 2 * DAY, { { STEP_ARRIVE, 3 * DAY, 6 * DAY }, { STEP_ANSWER, 3, 13 }, { STEP_SORRY, 26 * HOUR, 40 * HOUR } } },
    { 9, 9, false, 5 * HOUR, DAY, { { STEP_ARRIVE, DAY, 2 * DAY }, { STEP_ANSWER, 3, 13 }, { STEP_MORE, 3 * HOUR, 12 * HOUR } } },
    { 14, 14, false, 0, 0, { { STEP_ARRIVE, 8 * HOUR, 4 * DAY }, { STEP_ANSWER_WAIT, 3, 13 } } },
    { 12, 12, false, 0, 0, { { STEP_ARRIVE, 2 * DAY, 5 * DAY }, { STEP_ANSWER, 3, 13 }, { STEP_PROPOSE, 6 * HOUR, DAY } } },
    { 6, 6, false, HOUR, 8 * HOUR, { { STEP_ARRIVE, 6 * DAY, 9 * DAY }, { STEP_ANSWER, 3, 13 }, { STEP_PROPOSE, 6 * HOUR, DAY }, { STEP_SOLVED, HOUR, DAY }, { STEP_NOT_YET, DAY, 3 * DAY }, { STEP_ANSWER, 10, 90 } } },
};
enum { PLAN_COUNT = sizeof plans / sizeof plans[0] };

int64_t fill_between(struct random *random, int64_t from, int64_t to)
{
    return to <= from ? from : from + (int64_t)random_below(random, (uint64_t)(to - from + 1));
}

static int64_t share_of(const struct fill_plan *plan, bool ends, bool bulk)
{
    if (plan->ends != ends)
        return 0;
    return bulk ? plan->bulk_share : plan->share;
}

const struct fill_plan *fill_plan_choose(struct random *random, bool ends, bool bulk)
{
    int64_t all = 0;
    for (size_t i = 0; i < PLAN_COUNT; i++)
        all += share_of(&plans[i], ends, bulk);
    int64_t pick = (int64_t)random_below(random, (uint64_t)all);
    for (size_t i = 0; i < PLAN_COUNT; i++) {
        pick -= share_of(&plans[i], ends, bulk);
        if (pick < 0)
            return &plans[i];
    }
    return &plans[0];
}
