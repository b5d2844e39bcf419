/* How often a customer is passed on, and who has a say in it (O6). */
#include "app/hop.h"
#include "story.h"

static const struct hop_input no_words = { .text = { NULL, 0 } }; /* as where a request has no body */

/* A ticket of Amara's whose customer has heard a human. */
static ticket_id answered(struct app_people *p)
{
    ticket_id id = app_desk_ticket(p, &p->amara);
    reply(p, &p->amara, id, (struct reply_input){ 0 });
    return id;
}

static ticket_id passed_on_twice(struct app_people *p)
{
    ticket_id id = answered(p);
    hand_over(p, &p->amara, id, &p->dao);
    hand_over(p, &p->dao, id, &p->amara);
    return id;
}

static enum status try_offer(struct app_people *p, const struct who *from, ticket_id id, const struct who *to, time_ms loan_until,
                             struct err *err)
{
    const struct handover_input in = { .to_id = to->colleague, .reason = STR("skill"), .summary = STR("Hub"),
                                       .customer_text = STR("Hello"), .loan_until_ms = loan_until };
    struct handover_view view;
    return handover_offer(p->app, p, from, id, &in, &view, err);
}

static void a_move_before_the_customer_heard_a_human_is_no_hop_O6(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    ticket_id id = app_desk_ticket(p, &p->amara);
    hand_over(p, &p->amara, id, &p->dao);
    hand_over(p, &p->dao, id, &p->amara);
    hand_over(p, &p->amara, id, &p->dao);
    assert_int_equal(ticket_now(p, id).hops, 0);
    assert_int_equal(events_of(p, id, "hop.alarmed"), 0);
}

static void the_second_hop_alarms_the_leader_once_O6(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    ticket_id id = answered(p);
    hand_over(p, &p->amara, id, &p->dao);
    assert_int_equal(told_to(p, &p->leader, "second time"), 0);
    hand_over(p, &p->dao, id, &p->amara);
    assert_int_equal(ticket_now(p, id).hops, 2);
    assert_int_equal(told_to(p, &p->leader, "second time"), 1);
    assert_int_equal(events_of(p, id, "hop.alarmed"), 1);
    assert_int_equal(told_to(p, &p->amara, "second time") + told_to(p, &p->dao, "second time"), 0);
}

static void the_alarm_is_a_notice_inside_of_the_desk(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    passed_on_twice(p);
    assert_int_equal(desk_ask(p->desk, "SELECT COUNT(*) FROM outbox o JOIN message m ON m.id = o.message_id "
                                       "WHERE m.direction = 'internal' AND o.headers LIKE '%\"reply_to\":\"\"%' "
                                       "AND o.headers LIKE '%\"link\":\"\"%' AND o.envelope_from = 'help@desk.example'"), 1);
    assert_int_equal(desk_ask(p->desk, "SELECT COUNT(*) FROM message WHERE direction = 'internal' AND text LIKE '%/t/%'"), 1);
}

static void the_third_hop_waits_for_the_leaders_yes_O6(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct hop_view hop;
    struct err err;
    ticket_id id = passed_on_twice(p);
    assert_int_equal(try_offer(p, &p->amara, id, &p->dao, 0, &err), STATUS_DENIED);
    assert_string_equal(err.key, "handover.third_hop");

    assert_done(hop_ask(p->app, p, &p->amara, id, &(struct hop_input){ STR("Dao has the wheel in hand") }, &hop, &err), &err);
    assert_null(hop.allowed_by.ptr);
    assert_int_equal(told_to(p, &p->leader, "Dao has the wheel in hand"), 1);

    assert_int_equal(hop_allow(p->app, p, &p->dao, id, &no_words, &hop, &err), STATUS_DENIED);
    assert_done(hop_allow(p->app, p, &p->leader, id, &no_words, &hop, &err), &err);
    assert_str(hop.allowed_by, "Ines");
    hand_over(p, &p->amara, id, &p->dao);
    assert_int_equal(ticket_now(p, id).hops, 3);
    assert_int_equal(desk_ask(p->desk, "SELECT COUNT(*) FROM handover h JOIN colleague c ON c.id = h.leader_id WHERE c.name = 'Ines'"), 1);
}

static void a_yes_is_for_one_hop_O6(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct hop_view hop;
    struct err err;
    ticket_id id = passed_on_twice(p);
    assert_done(hop_allow(p->app, p, &p->leader, id, &no_words, &hop, &err), &err);
    hand_over(p, &p->amara, id, &p->dao);
    assert_int_equal(try_offer(p, &p->dao, id, &p->amara, 0, &err), STATUS_DENIED);
}

static void a_yes_that_was_said_is_said_once_O6(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct hop_view hop;
    struct err err;
    ticket_id id = passed_on_twice(p);
    for (int i = 0; i < 2; i++)
        assert_done(hop_allow(p->app, p, &p->leader, id, &no_words, &hop, &err), &err);
    assert_done(hop_ask(p->app, p, &p->amara, id, &no_words, &hop, &err), &err);
    assert_str(hop.allowed_by, "Ines");
    assert_int_equal(events_of(p, id, "hop.allowed"), 1);
    assert_int_equal(events_of(p, id, "hop.asked"), 0);
}

static void nobody_is_asked_where_no_yes_is_needed_O6(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct hop_view hop;
    struct err err;
    ticket_id id = answered(p);
    assert_int_equal(hop_ask(p->app, p, &p->amara, id, &no_words, &hop, &err), STATUS_CONFLICT);
    assert_string_equal(err.key, "hop.free");
    assert_int_equal(hop_allow(p->app, p, &p->leader, id, &no_words, &hop, &err), STATUS_CONFLICT);
}

static void a_loan_counts_no_hop_and_needs_no_yes_O6(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct err err;
    ticket_id id = passed_on_twice(p);
    time_ms now = p->desk->clock->now(p->desk->clock);
    assert_int_equal(try_offer(p, &p->amara, id, &p->dao, now + 365 * DAY_MS, &err), STATUS_INVALID);
    assert_string_equal(err.key, "handover.loan");
    assert_done(try_offer(p, &p->amara, id, &p->dao, now + DAY_MS, &err), &err);
}

static void a_draft_says_whose_yes_is_needed_O6(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct handover_draft draft;
    struct hop_view hop;
    struct err err;
    ticket_id id = passed_on_twice(p);
    assert_done(handover_draft(p->app, p, &p->amara, id, &draft, &err), &err);
    assert_true(draft.needs_leader);
    assert_str(draft.leader_names, "Ines");
    assert_null(draft.allowed_by.ptr);
    assert_done(hop_allow(p->app, p, &p->leader, id, &no_words, &hop, &err), &err);
    assert_done(handover_draft(p->app, p, &p->amara, id, &draft, &err), &err);
    assert_false(draft.needs_leader);
    assert_str(draft.allowed_by, "Ines");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_move_before_the_customer_heard_a_human_is_no_hop_O6),
        TEST(the_second_hop_alarms_the_leader_once_O6),
        TEST(the_alarm_is_a_notice_inside_of_the_desk),
        TEST(the_third_hop_waits_for_the_leaders_yes_O6),
        TEST(a_yes_is_for_one_hop_O6),
        TEST(a_yes_that_was_said_is_said_once_O6),
        TEST(nobody_is_asked_where_no_yes_is_needed_O6),
        TEST(a_loan_counts_no_hop_and_needs_no_yes_O6),
        TEST(a_draft_says_whose_yes_is_needed_O6),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
