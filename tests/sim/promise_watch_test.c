/* An open promise while time passes: owner warned, leaders told, broken, and what the customer hears (P5, P6, A4).
 * The desk is open from 9 to 17 in Berlin, Monday to Friday; an acknowledgement has an hour. */
#include "app/promise.h"
#include "at.h"
#include "base/mem.h"
#include "story.h"

static time_ms moment(struct app_people *p, const char *local)
{
    struct zone zone = zone_named(p, "Europe/Berlin");
    return at(&zone, local);
}

static struct app_people *desk_at(void **state, const char *local)
{
    struct app_people *p = app_desk_with_people(*state);
    app_desk_at(p, local);
    return p;
}

static void promise_until(struct app_people *p, ticket_id id, const char *local)
{
    struct promise_input *promise = MEM_NEW(p, struct promise_input);
    *promise = (struct promise_input){ STR("Send the wheel"), moment(p, local) };
    reply(p, &p->amara, id, (struct reply_input){ .promises = { promise, 1 } });
}

static void the_owner_is_warned_then_the_leader_is_told_P5(void **state)
{
    struct app_people *p = desk_at(state, "2026-11-24 10:00");
    ticket_id id = app_desk_ticket(p, &p->amara);
    app_desk_at(p, "2026-11-24 10:44");
    assert_int_equal(told_to(p, &p->amara, "you promised"), 0);
    app_desk_at(p, "2026-11-24 10:45");
    assert_int_equal(told_to(p, &p->amara, "you promised"), 1);
    assert_int_equal(told_to(p, &p->leader, "still open"), 0);
    app_desk_at(p, "2026-11-24 10:53");
    assert_int_equal(told_to(p, &p->leader, "still open"), 1);
    app_desk_at(p, "2026-11-24 10:55");
    assert_int_equal(told_to(p, &p->amara, "you promised") + told_to(p, &p->leader, "still open"), 2);
    assert_int_equal(events_of(p, id, "promise.warned"), 1);
    assert_int_equal(events_of(p, id, "promise.alarmed"), 1);
}

static void a_promise_that_was_kept_alarms_nobody_P5(void **state)
{
    struct app_people *p = desk_at(state, "2026-11-24 10:00");
    ticket_id id = app_desk_ticket(p, &p->amara);
    app_desk_at(p, "2026-11-24 10:46");
    reply(p, &p->amara, id, (struct reply_input){ .wait = true });
    app_desk_at(p, "2026-11-24 10:59");
    assert_int_equal(told_to(p, &p->leader, "still open"), 0);
    assert_int_equal(desk_ask(p->desk, "SELECT COUNT(*) FROM promise_alarm"), 0);
}

static void nobody_is_woken_P5(void **state)
{
    struct app_people *p = desk_at(state, "2026-11-24 16:00");
    ticket_id id = app_desk_ticket(p, &p->amara);
    promise_until(p, id, "2026-11-24 23:00"); /* an hour of the day is left: the warning comes before the evening */
    app_desk_at(p, "2026-11-24 16:45");
    assert_int_equal(told_to(p, &p->amara, "Send the wheel"), 1);
    app_desk_at(p, "2026-11-24 16:59");
    assert_int_equal(told_to(p, &p->leader, "Send the wheel"), 1);
    app_desk_at(p, "2026-11-24 22:59");
    assert_int_equal(told_to(p, &p->amara, "Send the wheel") + told_to(p, &p->leader, "Send the wheel"), 2);
}

static void a_clock_that_slept_waits_for_the_morning_P5(void **state)
{
    struct app_people *p = desk_at(state, "2026-11-24 09:30");
    ticket_id id = app_desk_ticket(p, &p->amara);
    promise_until(p, id, "2026-11-25 10:00");
    app_desk_at(p, "2026-11-25 03:00"); /* the warning was due in the evening, and nothing ran then */
    assert_int_equal(told_to(p, &p->amara, "Send the wheel"), 0);
    app_desk_at(p, "2026-11-25 09:00");
    assert_int_equal(told_to(p, &p->amara, "Send the wheel"), 1);
}

static void what_breaks_says_sorry_to_the_customer_P6_A4(void **state)
{
    struct app_people *p = desk_at(state, "2026-11-24 10:00");
    ticket_id id = app_desk_ticket(p, &p->amara);
    app_desk_at(p, "2026-11-24 11:01");
    assert_string_equal(promises_now(p, id), "acknowledgement broken, apology open");
    assert_int_equal(mails_like(p, "I am sorry"), 1);
    assert_int_equal(mails_like(p, "still with me, Amara"), 1);
    assert_int_equal(mails_like(p, "12:01"), 1); /* the new time: an hour of open time later */
}

static void a_customer_hears_of_it_once_a_day_A4(void **state)
{
    struct app_people *p = desk_at(state, "2026-11-24 09:00");
    app_desk_ticket(p, &p->amara);
    app_desk_ticket(p, &p->amara);
    app_desk_at(p, "2026-11-24 16:00"); /* both, and the apology for them */
    assert_int_equal(mails_like(p, "I am sorry"), 1);
    app_desk_at(p, "2026-11-25 16:30");
    assert_int_equal(mails_like(p, "I am sorry"), 2);
}

static void several_that_break_at_once_are_one_mail_A4(void **state)
{
    struct app_people *p = desk_at(state, "2026-11-24 10:00");
    ticket_id id = app_desk_ticket(p, &p->amara);
    promise_until(p, id, "2026-11-24 14:00");
    promise_until(p, id, "2026-11-24 15:00");
    app_desk_at(p, "2026-11-24 15:30");
    assert_int_equal(desk_ask(p->desk, "SELECT COUNT(*) FROM promise WHERE kind = 'stated' AND state = 'broken'"), 2);
    assert_int_equal(mails_like(p, "I am sorry"), 1);
    assert_int_equal(mails_like(p, "14:00"), 1);
}

static void a_sender_whose_mail_may_be_forged_hears_nothing_by_itself_A1(void **state)
{
    struct app_people *p = desk_at(state, "2026-11-24 10:00");
    ticket_id id = app_desk_ticket(p, &p->amara);
    const char *forged[] = { talloc_asprintf(p, "INSERT INTO message (id, ticket_id, kind, direction, text, verified, at_ms, "
                                                "state) VALUES (900001, %lld, 'email', 'in', 'x', 'fail', 1, 'received')",
                                             (long long)id.v),
                             NULL };
    assert_int_equal(desk_try(p->desk, forged, NULL), STATUS_OK);
    app_desk_at(p, "2026-11-24 11:01");
    assert_string_equal(promises_now(p, id), "acknowledgement broken, apology open");
    assert_int_equal(mails_like(p, "I am sorry"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_owner_is_warned_then_the_leader_is_told_P5),
        TEST(a_promise_that_was_kept_alarms_nobody_P5),
        TEST(nobody_is_woken_P5),
        TEST(a_clock_that_slept_waits_for_the_morning_P5),
        TEST(what_breaks_says_sorry_to_the_customer_P6_A4),
        TEST(a_customer_hears_of_it_once_a_day_A4),
        TEST(several_that_break_at_once_are_one_mail_A4),
        TEST(a_sender_whose_mail_may_be_forged_hears_nothing_by_itself_A1),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
