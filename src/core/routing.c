#include "core/routing.h"

const char *const routing_why_words[] = {
    "taken", "addressed", "other_open", "last_owner", "least_owed", "next_duty", "steward",
};

static bool has_room(const struct routing_candidate *c)
{
    return c->presence == PRESENCE_AVAILABLE && c->owed < c->capacity;
}

static bool took(const struct routing_candidate *c)
{
    return c->took;
}

static bool was_addressed(const struct routing_candidate *c)
{
    return c->addressed && c->presence != PRESENCE_AWAY;
}

static bool owns_other_open(const struct routing_candidate *c)
{
    return c->owns_other_open && c->presence != PRESENCE_AWAY;
}

static bool owned_last(const struct routing_candidate *c)
{
    return c->owned_last && c->on_duty && has_room(c);
}

static bool is_ready(const struct routing_candidate *c)
{
    return c->in_team && c->on_duty && has_room(c);
}

static bool comes_next(const struct routing_candidate *c)
{
    return c->in_team && c->next_duty != 0 && has_room(c);
}

static bool is_steward(const struct routing_candidate *c)
{
    return c->steward;
}

static bool is_ready_to_be_dealt(const struct routing_candidate *c)
{
    return is_ready(c) && !c->steward;
}

/* Whether A goes before B where a rule fits both. */
static bool goes_before(const struct routing_candidate *a, const struct routing_candidate *b)
{
    if (a->speaks != b->speaks)
        return a->speaks;
    if (a->owed != b->owed)
        return a->owed < b->owed;
    return a->colleague.v < b->colleague.v;
}

static bool sooner_before(const struct routing_candidate *a, const struct routing_candidate *b)
{
    return a->next_duty != b->next_duty ? a->next_duty < b->next_duty : goes_before(a, b);
}

struct rule {
    enum routing_why why;
    bool (*fits)(const struct routing_candidate *c);
    bool (*before)(const struct routing_candidate *a, const struct routing_candidate *b);
    bool out_of_hours_only; /* nobody of the team is on duty */
};

static const struct rule rules[] = {
    { ROUTED_TAKEN,      took,            goes_before,   false },
    { ROUTED_ADDRESSED,  was_addressed,   goes_before,   false },
    { ROUTED_OTHER_OPEN, owns_other_open, goes_before,   false },
    { ROUTED_LAST_OWNER, owned_last,      goes_before,   false },
    { ROUTED_LEAST_OWED, is_ready,        goes_before,   false },
    { ROUTED_NEXT_DUTY,  comes_next,      sooner_before, true  },
};

static const struct routing_candidate *best(const struct routing_candidate *candidates, size_t count,
                                            const struct rule *rule)
{
    const struct routing_candidate *found = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct routing_candidate *c = &candidates[i];
        if (c->can_own && rule->fits(c) && (found == NULL || rule->before(c, found)))
            found = c;
    }
    return found;
}

static bool team_is_on_duty(const struct routing_candidate *candidates, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (candidates[i].in_team && candidates[i].on_duty && candidates[i].can_own &&
            candidates[i].presence != PRESENCE_AWAY)
            return true;
    return false;
}

enum status routing_choose(const struct routing_candidate *candidates, size_t count, struct routing_choice *out,
                           struct err *err)
{
    bool on_duty = team_is_on_duty(candidates, count);
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        if (rules[i].out_of_hours_only && on_duty)
            continue;
        const struct routing_candidate *found = best(candidates, count, &rules[i]);
        if (found != NULL) {
            *out = (struct routing_choice){ found->colleague, rules[i].why, found->owed };
            return STATUS_OK;
        }
    }
    /* The steward takes it also while locked out or kept apart (O9): somebody must, and leaders see it. */
    for (size_t i = 0; i < count; i++) {
        if (is_steward(&candidates[i])) {
            *out = (struct routing_choice){ candidates[i].colleague, ROUTED_STEWARD, candidates[i].owed };
            return STATUS_OK;
        }
    }
    return FAIL(err, STATUS_BROKEN, "routing.no_steward", "nobody could be named the owner");
}

bool routing_deal(const struct routing_candidate *candidates, size_t count, colleague_id *to)
{
    const struct rule deal = { ROUTED_LEAST_OWED, is_ready_to_be_dealt, goes_before, false };
    const struct routing_candidate *found = best(candidates, count, &deal);
    if (found == NULL)
        return false;
    *to = found->colleague;
    return true;
}
