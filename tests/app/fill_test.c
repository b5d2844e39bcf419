/* The demo desk, and that all rules hold on it. */
#include "app/desk_init.h"
#include "app/verify.h"
#include "app_desk.h"

static struct app_people *filled(void **state, struct fill_input in)
{
    struct app_people *p = app_desk_with_people(*state);
    struct fill_outcome out;
    struct err err;
    clock_set(p->desk->clock, DESK_START + 4 * HOUR_MS);
    assert_done(desk_fill(p->app, &in, &out, &err), &err);
    assert_int_equal(out.tickets, in.tickets);
    return p;
}

static void the_demo_has_every_state_and_breaks_no_rule_I1_to_I8(void **state)
{
    static const char *const wanted[] = {
        "ticket WHERE state = 'open' AND next_kind = 'acknowledgement'",
        "ticket WHERE state = 'open' AND next_kind = 'stated'",
        "ticket WHERE state = 'open' AND next_kind = 'apology'",
        "ticket WHERE state = 'open' AND turn = 'customer'",
        "ticket WHERE state = 'proposed'",
        "ticket WHERE state = 'resolved'",
        "ticket WHERE reopened > 0",
        "ticket WHERE hops > 0",
        "resolution WHERE kind = 'customer'",
        "resolution WHERE kind = 'silence'",
        "promise WHERE kind = 'stated' AND state = 'broken'",
        "promise WHERE kind = 'stated' AND state = 'kept'",
        "promise WHERE state = 'kept_late'",
        "handover WHERE state = 'offered'",
        "message WHERE kind = 'note'",
    };
    struct app_people *p = filled(state, (struct fill_input){ .tickets = 200, .seed = 1, .demo = true });
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        if (desk_ask(p->desk, talloc_asprintf(p, "SELECT count(*) FROM %s", wanted[i])) == 0)
            fail_msg("the demo has no %s", wanted[i]);
    }
    struct list rows;
    struct err err;
    assert_done(desk_verify(p->app, p, &rows, &err), &err);
    const struct verify_row *row = rows.items;
    for (size_t i = 0; i < rows.count; i++) {
        if (row[i].wrong != 0)
            fail_msg(STR_FMT " " STR_FMT ": " STR_FMT, STR_ARG(row[i].rule), STR_ARG(row[i].text), STR_ARG(row[i].first));
    }
}

static void nobody_promises_a_time_at_which_the_shop_is_closed_P2(void **state)
{
    struct app_people *p = filled(state, (struct fill_input){ .tickets = 200, .seed = 3, .demo = true });
    assert_true(desk_ask(p->desk, "SELECT count(*) FROM promise WHERE kind = 'stated'") > 50);
    /* The shop is in Madrid and open from 8:30 to 18 there: an hour ahead of UTC in November, two until 25 October. */
    assert_int_equal(desk_ask(p->desk, "SELECT count(*) FROM promise WHERE kind = 'stated' "
                                       "AND due_ms % 86400000 NOT BETWEEN 390 * 60000 AND 17 * 60 * 60000"), 0);
}

static void counts_that_are_kept_equal_counts_that_are_made(void **state)
{
    struct app_people *p = filled(state, (struct fill_input){ .tickets = 200, .seed = 2, .demo = true });
    assert_int_equal(desk_ask(p->desk, "SELECT count(*) FROM workload w WHERE open <> (SELECT count(*) FROM ticket t "
                                       "WHERE t.owner_id = w.colleague_id AND t.state IN ('open', 'proposed'))"), 0);
    assert_int_equal(desk_ask(p->desk, "SELECT count(*) FROM workload w WHERE owed <> (SELECT count(*) FROM ticket t "
                                       "WHERE t.owner_id = w.colleague_id AND t.state = 'open' AND t.turn <> 'customer')"), 0);
    assert_int_equal(desk_ask(p->desk, "SELECT sum(closed) FROM promise_count"),
                     desk_ask(p->desk, "SELECT count(*) FROM promise WHERE state = 'kept' OR (state IN ('broken', 'kept_late') AND chain_id = id)"));
}

static void the_same_seed_makes_the_same_desk(void **state)
{
    int64_t sums[2];
    for (int i = 0; i < 2; i++) {
        struct app_people *p = filled(state, (struct fill_input){ .tickets = 60, .seed = 7, .demo = true });
        sums[i] = desk_ask(p->desk, "SELECT sum(created_ms % 1000003 + version * 7 + owner_id) FROM ticket");
    }
    assert_int_equal(sums[0], sums[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_demo_has_every_state_and_breaks_no_rule_I1_to_I8),
        TEST(nobody_promises_a_time_at_which_the_shop_is_closed_P2),
        TEST(counts_that_are_kept_equal_counts_that_are_made),
        TEST(the_same_seed_makes_the_same_desk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
