#include "app/simulation.h"

#include "app_desk.h"

enum { SEEDS = 3, STEPS = 120 };

static void the_invariants_hold_whatever_people_do(void **state) /* I1-I5, I8 */
{
    struct simulation_outcome all = { .tickets = 0 };
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct desk *desk;
        struct err err = { 0 };
        struct simulation_outcome done;
        struct app *app = app_desk_new(*state, &desk);
        const struct simulation_input in = { .seed = seed, .steps = STEPS, .verify_every = 1 };
        assert_done(simulate(app, &in, &done, &err), &err);
        assert_int_equal(done.verified, STEPS);
        /* a life in which nothing happens proves nothing */
        assert_true(done.tickets > 5 && done.answers > 5 && done.handovers > 0 && done.words > 5 && done.broken > 0);
        all.noes += done.noes;
        all.choices += done.choices;
        all.alarmed += done.alarmed;
        talloc_free(desk);
    }
    assert_true(all.noes > 0 && all.choices > 0 && all.alarmed > 0);
}

static void the_same_seed_gives_the_same_life(void **state)
{
    struct simulation_outcome first, second;
    const struct simulation_input in = { .seed = 7, .steps = 60, .verify_every = 60 };
    struct simulation_outcome *const outcomes[] = { &first, &second };
    for (size_t i = 0; i < 2; i++) {
        struct desk *desk;
        struct err err = { 0 };
        struct app *app = app_desk_new(*state, &desk);
        assert_done(simulate(app, &in, outcomes[i], &err), &err);
        talloc_free(desk);
    }
    assert_memory_equal(&first, &second, sizeof first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_invariants_hold_whatever_people_do),
        TEST(the_same_seed_gives_the_same_life),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
