/* A word that may be somebody else's answers no proposal: it is shown, and the owner decides (R2, AC-009). */
#include "app/handover.h"
#include "app/promise.h"
#include "mail_desk.h"

#define FORGED "Authentication-Results: mx.desk.example; dmarc=fail\r\n"

static void propose(struct app_people *p, ticket_id id)
{
    const struct reply_input in = { .kind = REPLY_KIND_REPLY, .text = STR("A new bell is on your bike."), .propose = true,
                                    .version = mail_desk_ticket(p, id).version };
    struct reply_outcome out;
    struct err err;
    assert_done(ticket_reply(p->app, p, &p->amara, id, &in, &out, &err), &err);
    mail_desk_later(p, MINUTE_MS);
}

static struct app_people *desk_with_proposal(void **state, ticket_id *ticket)
{
    struct app_people *p = mail_desk_new(*state);
    *ticket = mail_desk_receive(p, (struct test_mail){ 0 }).ticket;
    mail_desk_answer(p, &p->amara, *ticket, "I look for one.");
    propose(p, *ticket);
    return p;
}

static struct ticket receive(struct app_people *p, ticket_id id, struct test_mail mail)
{
    mail.to = mail_desk_reply_address(p, id, mail_desk_ticket(p, id).person_id);
    mail_desk_receive(p, mail);
    mail_desk_later(p, MINUTE_MS);
    return mail_desk_ticket(p, id);
}

static const char *proposal(struct app_people *p)
{
    const char *const states[] = { "open", "accepted", "refused", "silent", "withdrawn" };
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        if (desk_ask(p->desk, talloc_asprintf(p, "SELECT COUNT(*) FROM proposal WHERE state = '%s'", states[i])) == 1)
            return states[i];
    return "none";
}

static void a_proven_word_answers_the_proposal_R2(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_proposal(state, &id);
    assert_int_equal(receive(p, id, (struct test_mail){ .text = "It rattles and rattles on every stone." }).state, TICKET_OPEN);
    assert_string_equal(proposal(p), "refused");
}

static void a_word_that_fails_its_checks_neither_confirms_nor_refuses_R2(void **state)
{
    static const char *const words[] = { "It is solved.", "Not yet, it still rattles.", "It rattles and rattles on every stone." };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        ticket_id id;
        struct app_people *p = desk_with_proposal(state, &id);
        struct ticket ticket = receive(p, id, (struct test_mail){ .text = words[i], .headers = FORGED });
        assert_int_equal(ticket.state, TICKET_PROPOSED);
        assert_string_equal(proposal(p), "open");
    }
}

static void a_strangers_word_is_shown_unread_and_changes_nothing_R2_AC009(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_proposal(state, &id);
    struct ticket ticket = receive(p, id, (struct test_mail){ .from = "friend@forward.example", .text = "It is not solved at all!" });
    assert_int_equal(ticket.state, TICKET_PROPOSED);
    assert_string_equal(proposal(p), "open");
    assert_int_equal(desk_ask(p->desk, "SELECT COUNT(*) FROM message WHERE stranger AND direction = 'in'"), 1);
    assert_true(ticket.customer_wrote_ms > ticket.seen_ms);
}

static void nothing_rests_over_an_unproven_word_before_the_owner_answers_I4(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_proposal(state, &id);
    receive(p, id, (struct test_mail){ .from = "friend@forward.example", .text = "It is not solved at all!" });
    app_desk_at(p, "2026-12-20 10:00");
    app_desk_at(p, "2027-01-10 10:00");
    assert_int_equal(mail_desk_ticket(p, id).state, TICKET_PROPOSED);

    mail_desk_answer(p, &p->amara, id, "I see that somebody else wrote. Is it solved for you?");
    for (int day = 11; day < 31; day++)
        app_desk_at(p, talloc_asprintf(p, "2027-01-%d 10:00", day));
    assert_int_equal(mail_desk_ticket(p, id).state, TICKET_RESOLVED);
}

static void an_unproven_word_on_an_open_problem_gives_us_the_turn(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    ticket_id id = mail_desk_receive(p, (struct test_mail){ 0 }).ticket;
    mail_desk_answer(p, &p->amara, id, "Which bike is it?");
    assert_int_equal(receive(p, id, (struct test_mail){ .text = "The red one.", .headers = FORGED }).turn, TURN_US);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_proven_word_answers_the_proposal_R2),
        TEST(a_word_that_fails_its_checks_neither_confirms_nor_refuses_R2),
        TEST(a_strangers_word_is_shown_unread_and_changes_nothing_R2_AC009),
        TEST(nothing_rests_over_an_unproven_word_before_the_owner_answers_I4),
        TEST(an_unproven_word_on_an_open_problem_gives_us_the_turn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
