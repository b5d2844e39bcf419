#include "web/rates.h"

#include "check.h"

enum { MANY = 100000 };

static struct rates *new_rates(TALLOC_CTX *mem, struct clock **clock)
{
    struct err err;
    assert_ok(digest_start(&err));
    *clock = clock_standing(mem, HOUR_MS);
    return rates_new(mem, *clock, random_system(mem));
}

/* How many come through at once. */
static int through(struct rates *rates, enum rate rate, const char *who)
{
    int count = 0;
    while (count < MANY && rates_ask(rates, rate, str_from(who)) == 0)
        count++;
    return count;
}

static void a_burst_comes_through_and_then_the_rate_AC134(void **state)
{
    struct clock *clock;
    struct rates *rates = new_rates(*state, &clock);
    assert_int_equal(through(rates, RATE_PAGE_WRITE, "a"), 30);
    span_ms wait = rates_ask(rates, RATE_PAGE_WRITE, STR("a"));
    assert_in_range(wait, 1, 1001);
    clock_set(clock, clock->now(clock) + wait);
    assert_int_equal(through(rates, RATE_PAGE_WRITE, "a"), 1); /* as it was told */
    clock_set(clock, clock->now(clock) + MINUTE_MS);
    assert_int_equal(through(rates, RATE_PAGE_WRITE, "a"), 30); /* no more than a burst, however long it was quiet */
}

static void one_peer_does_not_use_up_another_s_AC134(void **state)
{
    struct clock *clock;
    struct rates *rates = new_rates(*state, &clock);
    assert_int_equal(through(rates, RATE_PAGE_WRITE, "a"), 30);
    assert_int_equal(through(rates, RATE_PAGE_WRITE, "b"), 30);
    assert_int_equal(through(rates, RATE_PAGE_READ, "a"), 120);
}

static void a_crowd_of_peers_does_not_push_out_who_asks_often(void **state)
{
    struct clock *clock;
    struct rates *rates = new_rates(*state, &clock);
    assert_int_equal(through(rates, RATE_PAGE_WRITE, "a"), 30);
    for (int i = 0; i < MANY; i++)
        (void)rates_ask(rates, RATE_NETWORK, str_format(*state, "192.0.2.%d", i));
    assert_true(rates_ask(rates, RATE_PAGE_WRITE, STR("a")) > 0);
}

static void as_many_are_under_way_as_may_be_AC134(void **state)
{
    struct clock *clock;
    struct rates *rates = new_rates(*state, &clock);
    uint64_t places[32], other;
    for (size_t i = 0; i < 32; i++)
        assert_true(load_begins(rates, LOAD_SEARCHES, STR("a"), &places[i]));
    assert_false(load_begins(rates, LOAD_SEARCHES, STR("a"), &other));
    load_ends(rates, other); /* it got no place, and gives none back */
    assert_false(load_begins(rates, LOAD_SEARCHES, STR("a"), &other));
    assert_true(load_begins(rates, LOAD_SEARCHES, STR("b"), &other));
    load_ends(rates, places[0]);
    assert_true(load_begins(rates, LOAD_SEARCHES, STR("a"), &places[0]));
    for (size_t i = 0; i < 32; i++)
        load_ends(rates, places[i]);
    assert_true(load_begins(rates, LOAD_SEARCHES, STR("a"), &other));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_burst_comes_through_and_then_the_rate_AC134),
        TEST(one_peer_does_not_use_up_another_s_AC134),
        TEST(a_crowd_of_peers_does_not_push_out_who_asks_often),
        TEST(as_many_are_under_way_as_may_be_AC134),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
