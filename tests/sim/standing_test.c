/* Standing promises are never sooner than their owner can manage (P2). The desk is open from 9 to 17 in Berlin, Monday to
 * Friday; an acknowledgement has an hour, which ten pieces of work fill. */
#include "at.h"
#include "story.h"

static time_ms moment(struct app_people *p, const char *local)
{
    struct zone zone = zone_named(p, "Europe/Berlin");
    return at(&zone, local);
}

static ticket_id tickets(struct app_people *p, const struct who *owner, int count)
{
    ticket_id last = { 0 };
    for (int i = 0; i < count; i++)
        last = app_desk_ticket(p, owner);
    return last;
}

static struct app_people *desk_at(void **state, const char *local)
{
    struct app_people *p = app_desk_with_people(*state);
    app_desk_at(p, local);
    return p;
}

static int64_t gaps(struct app_people *p)
{
    return desk_ask(p->desk, "SELECT COUNT(*) FROM journal WHERE kind = 'promise.made' AND data LIKE '%\"gap\":%'");
}

static void a_desk_that_keeps_up_promises_the_normal_time_P2(void **state)
{
    struct app_people *p = desk_at(state, "2026-11-24 10:00");
    assert_int_equal(ticket_now(p, tickets(p, &p->amara, 11)).next_due_ms, moment(p, "2026-11-24 11:00"));
    assert_int_equal(gaps(p), 0);
}

static void a_pile_pushes_the_time_back_and_the_gap_is_written_down_P2(void **state)
{
    struct app_people *p = desk_at(state, "2026-11-24 10:00");
    ticket_id last = tickets(p, &p->amara, 16); /* fifteen before it: ninety minutes */
    assert_int_equal(ticket_now(p, last).next_due_ms, moment(p, "2026-11-24 11:30"));
    assert_int_equal(desk_ask(p->desk, talloc_asprintf(p, "SELECT COUNT(*) FROM journal WHERE ticket_id = %lld AND data LIKE '%%\"gap\":1800000}'",
                                                       (long long)last.v)), 1);
}

static void another_ones_pile_counts_for_nobody_else_P2(void **state)
{
    struct app_people *p = desk_at(state, "2026-11-24 10:00");
    tickets(p, &p->amara, 16);
    assert_int_equal(ticket_now(p, app_desk_ticket(p, &p->dao)).next_due_ms, moment(p, "2026-11-24 11:00"));
}

static void what_is_owed_later_stands_in_nobodys_way_P2(void **state)
{
    struct app_people *p = desk_at(state, "2026-11-24 10:00");
    for (int i = 0; i < 16; i++)
        reply(p, &p->amara, app_desk_ticket(p, &p->amara), (struct reply_input){ 0 }); /* a next word each, in eight hours */
    assert_int_equal(ticket_now(p, app_desk_ticket(p, &p->amara)).next_due_ms, moment(p, "2026-11-24 11:00"));
}

static void the_time_given_lies_in_opening_hours_P2(void **state)
{
    struct app_people *p = desk_at(state, "2026-11-24 16:00");
    assert_int_equal(ticket_now(p, tickets(p, &p->amara, 16)).next_due_ms, moment(p, "2026-11-25 09:30"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_desk_that_keeps_up_promises_the_normal_time_P2),
        TEST(a_pile_pushes_the_time_back_and_the_gap_is_written_down_P2),
        TEST(another_ones_pile_counts_for_nobody_else_P2),
        TEST(what_is_owed_later_stands_in_nobodys_way_P2),
        TEST(the_time_given_lies_in_opening_hours_P2),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
