/* A leader names another owner (O5): the one move that nobody accepts. */
#include "app/overrule.h"
#include "story.h"

static struct overrule_input to_dao(const struct app_people *p)
{
    return (struct overrule_input){ p->dao.colleague, STR("Amara is ill, and the wheel is due"), STR("From now on {name} looks after this.") };
}

static enum status try_overrule(struct app_people *p, const struct who *who, ticket_id id, struct overrule_input in, struct err *err)
{
    struct overrule_outcome out;
    return owner_overrule(p->app, p, who, id, &in, &out, err);
}

static void a_leader_names_another_owner_and_all_concerned_hear_of_it_O5(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct err err;
    ticket_id id = app_desk_ticket(p, &p->amara);
    assert_done(try_overrule(p, &p->leader, id, to_dao(p), &err), &err);
    assert_int_equal(ticket_now(p, id).owner_id.v, p->dao.colleague.v);
    assert_int_equal(mails_like(p, "From now on Dao looks after this."), 1);
    assert_int_equal(told_to(p, &p->amara, "Amara is ill"), 1);
    assert_int_equal(told_to(p, &p->dao, "Amara is ill"), 1);
    assert_int_equal(told_to(p, &p->leader, "Amara is ill"), 0);
    assert_int_equal(desk_ask(p->desk, "SELECT COUNT(*) FROM ownership WHERE way = 'overrule' AND reason LIKE 'Amara is ill%'"), 1);
}

static void the_story_tells_who_decided_it_and_why_O5(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct ticket_view ticket;
    struct err err;
    ticket_id id = app_desk_ticket(p, &p->amara);
    assert_done(try_overrule(p, &p->leader, id, to_dao(p), &err), &err);
    assert_done(ticket_read(p->app, p, &p->dao, id, &ticket, &err), &err);
    const struct event_view *events = ticket.events.items, *found = NULL;
    for (size_t i = 0; i < ticket.events.count; i++)
        if (str_equal(events[i].kind, STR("owner.moved.overrule")))
            found = &events[i];
    assert_non_null(found);
    assert_str(found->text, "Amara is ill, and the wheel is due");
    assert_str(found->other_name, "Dao");
    assert_true(found->actor_name.len > 0);
}

static void promises_come_along_and_an_open_offer_ends_O5_P1(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct err err;
    ticket_id id = app_desk_ticket(p, &p->amara);
    offer(p, &p->amara, id, &p->leader);
    assert_done(try_overrule(p, &p->leader, id, to_dao(p), &err), &err);
    assert_string_equal(promises_now(p, id), "acknowledgement open");
    assert_int_equal(desk_ask(p->desk, "SELECT COUNT(*) FROM handover WHERE state = 'withdrawn'"), 1);
}

static void it_counts_as_a_hop_O6(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct err err;
    ticket_id id = app_desk_ticket(p, &p->amara);
    reply(p, &p->amara, id, (struct reply_input){ 0 });
    assert_done(try_overrule(p, &p->leader, id, to_dao(p), &err), &err);
    assert_int_equal(ticket_now(p, id).hops, 1);
}

static void nobody_but_a_leader_of_the_team_overrules_O5(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct err err;
    ticket_id id = app_desk_ticket(p, &p->amara);
    assert_int_equal(try_overrule(p, &p->amara, id, to_dao(p), &err), STATUS_DENIED);
    assert_int_equal(try_overrule(p, &p->dao, id, to_dao(p), &err), STATUS_DENIED);
    assert_int_equal(try_overrule(p, &p->mateusz, id, to_dao(p), &err), STATUS_NOT_FOUND);
}

static void what_cannot_be_is_refused_with_its_field_O4_O5(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    ticket_id id = app_desk_ticket(p, &p->amara);
    const struct { struct overrule_input in; const char *key, *field; } cases[] = {
        { { p->amara.colleague, STR("She knows hubs"), STR("Hello") }, "handover.self", "to_id" },
        { { { 404 }, STR("Knows hubs"), STR("Hello") }, "handover.to", "to_id" },
        { { p->dao.colleague, STR("  "), STR("Hello") }, "overrule.reason", "reason" },
        { { p->dao.colleague, STR("It is not my department"), STR("Hello") }, "handover.no_reason", "reason" },
        { { p->dao.colleague, STR("Knows hubs"), STR(" ") }, "handover.customer_text", "customer_text" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct err err = { .key = "" };
        assert_int_equal(try_overrule(p, &p->leader, id, cases[i].in, &err), STATUS_INVALID);
        assert_string_equal(err.key, cases[i].key);
        assert_string_equal(err.field, cases[i].field);
    }
    customer(p, id, SAYS_SOLVED);
    struct err err;
    assert_int_equal(try_overrule(p, &p->leader, id, to_dao(p), &err), STATUS_CONFLICT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_leader_names_another_owner_and_all_concerned_hear_of_it_O5),
        TEST(the_story_tells_who_decided_it_and_why_O5),
        TEST(promises_come_along_and_an_open_offer_ends_O5_P1),
        TEST(it_counts_as_a_hop_O6),
        TEST(nobody_but_a_leader_of_the_team_overrules_O5),
        TEST(what_cannot_be_is_refused_with_its_field_O4_O5),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
