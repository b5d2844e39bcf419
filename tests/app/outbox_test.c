/* What waits is sent at least once, never under a second Message-ID, and everybody sees how it went. */
#include "app/mail_send.h"
#include "mail_desk.h"

static int64_t count(struct app_people *p, const char *what)
{
    return desk_ask(p->desk, talloc_asprintf(p, "SELECT count(*) FROM %s", what));
}

static struct outgoing take(struct app_people *p, bool *have, time_ms *next)
{
    struct outgoing mail = { .attempts = 0 };
    struct err err;
    assert_done(mail_send_take(p->app, p, &mail, have, next, &err), &err);
    return mail;
}

static struct outgoing take_one(struct app_people *p)
{
    bool have;
    time_ms next;
    struct outgoing mail = take(p, &have, &next);
    assert_true(have);
    return mail;
}

static void done(struct app_people *p, const struct outgoing *mail, enum send_result result, const char *reply)
{
    const struct out_recipient *to = mail->recipients.items;
    const struct recipient_result results[] = { { to[0].address, result, str_from(reply) } };
    struct err err;
    assert_int_equal(mail->recipients.count, 1);
    assert_done(mail_send_done(p->app, mail, results, 1, &err), &err);
}

/* A desk whose one waiting mail is an answer of Amara's. */
static struct app_people *desk_with_answer(void **state, struct mail_outcome *first)
{
    struct app_people *p = mail_desk_new(*state);
    *first = mail_desk_receive(p, (struct test_mail){ 0 });
    mail_desk_answer(p, &p->amara, first->ticket, "Is it the **left** side?\n\nSee [the picture](https://desk.example/bell).");
    return p;
}

static void an_answer_is_written_as_people_expect_it(void **state)
{
    struct mail_outcome first;
    struct app_people *p = desk_with_answer(state, &first);
    struct outgoing mail = take_one(p);
    struct mail_bodies bodies = mail_desk_bodies(p, &mail);
    const struct out_address *to = mail.to.items;
    assert_str(mail.from.name, "Amara, Cedar & Spoke");
    assert_str(mail.from.address, "help@desk.example");
    assert_str(to->address, "rosa@escuela.example");
    assert_str(mail.subject, "Re: The bell is gone");
    assert_true(mail.in_reply_to.len > 0 && str_equal(mail.in_reply_to, mail.references));
    assert_true(str_ends(mail.message_id, STR("@desk.example")));
    assert_false(mail.automatic);
    assert_true(str_find(bodies.text, STR("Is it the *left* side?\n\nSee the picture (https://desk.example/bell)."), 0) == 0);
    assert_true(str_find(bodies.html, STR("<strong>left</strong>"), 0) != SIZE_MAX);
    assert_true(str_find(bodies.html, STR("<a href=\"https://desk.example/bell\">"), 0) != SIZE_MAX);
    assert_true(str_find(bodies.text, STR("\n\n-- \nAmara, Cedar & Spoke\nWhere this stands"), 0) != SIZE_MAX);
    assert_true(str_find(bodies.text, STR("https://desk.example/p/"), 0) != SIZE_MAX);
}

static void html_that_an_agent_types_stays_text_AC040(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ 0 });
    mail_desk_answer(p, &p->amara, first.ticket, "<script>alert(1)</script> [x](javascript:alert(1))");
    struct outgoing mail = take_one(p);
    struct mail_bodies bodies = mail_desk_bodies(p, &mail);
    assert_true(str_find_nocase(bodies.html, STR("<script"), 0) == SIZE_MAX);
    assert_true(str_find_nocase(bodies.html, STR("javascript:"), 0) == SIZE_MAX);
}

static void a_reply_to_it_comes_back_to_the_ticket(void **state)
{
    struct mail_outcome first;
    struct app_people *p = desk_with_answer(state, &first);
    struct outgoing mail = take_one(p);
    const struct out_recipient *to = mail.recipients.items;
    struct mail_outcome next = mail_desk_receive(p, (struct test_mail){ .to = str_to_c(p, to->reply_to), .text = "The left one, yes." });
    assert_int_equal(next.ticket.v, first.ticket.v);
}

static void replies_that_overtake_each_other_join_the_same_ticket_F30(void **state)
{
    struct mail_outcome first;
    struct app_people *p = desk_with_answer(state, &first);
    struct outgoing one = take_one(p);
    done(p, &one, SEND_OK, "250 ok");
    mail_desk_answer(p, &p->amara, first.ticket, "And which colour?");
    struct outgoing two = take_one(p);
    done(p, &two, SEND_OK, "250 ok");
    /* The reply to the second answer comes before the one to the first, which was written earlier. */
    static const char *const texts[] = { "A red one.", "It is the left one." };
    const struct outgoing *answered[] = { &two, &one };
    for (size_t i = 0; i < 2; i++) {
        const struct out_recipient *to = answered[i]->recipients.items;
        char *headers = talloc_asprintf(p, "In-Reply-To: <%.*s>\r\n", STR_ARG(answered[i]->message_id));
        struct mail_outcome reply = mail_desk_receive(p, (struct test_mail){
            .to = str_to_c(p, to->reply_to), .text = texts[i], .headers = headers });
        assert_int_equal(reply.ticket.v, first.ticket.v);
        mail_desk_later(p, MINUTE_MS);
    }
    assert_int_equal(count(p, "ticket"), 1);
    assert_int_equal(count(p, "message red JOIN message blue ON red.ticket_id = blue.ticket_id AND red.at_ms < blue.at_ms"
                              " WHERE red.text LIKE 'A red one.%' AND blue.text LIKE 'It is the left one.%'"), 1);
}

static void nothing_leaves_before_the_undo_time(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ .headers = "Authentication-Results: mx.desk.example; dmarc=fail\r\n" });
    const struct reply_input in = { .text = STR("Soon."), .version = mail_desk_ticket(p, first.ticket).version };
    struct reply_outcome out;
    struct err err;
    bool have;
    time_ms next;
    assert_done(ticket_reply(p->app, p, &p->amara, first.ticket, &in, &out, &err), &err);
    take(p, &have, &next);
    assert_false(have);
    assert_int_equal(next, out.undo_until_ms);
    mail_desk_later(p, 8 * SECOND_MS);
    take_one(p);
}

static void what_is_taken_is_taken_once_F42(void **state)
{
    struct mail_outcome first;
    struct app_people *p = desk_with_answer(state, &first);
    bool have;
    time_ms next;
    take_one(p);
    take(p, &have, &next);
    assert_false(have);
    assert_true(next > p->desk->clock->now(p->desk->clock));
}

static void a_worker_that_comes_back_late_changes_nothing_F42(void **state)
{
    struct mail_outcome first;
    struct app_people *p = desk_with_answer(state, &first);
    struct outgoing zombie = take_one(p);
    mail_desk_later(p, HOUR_MS);
    struct outgoing fresh = take_one(p);
    assert_true(str_equal(zombie.message_id, fresh.message_id));
    assert_int_not_equal(zombie.lease_token, fresh.lease_token);
    done(p, &zombie, SEND_REFUSED, "550 no");
    assert_int_equal(count(p, "message WHERE state = 'sending'"), 1);
    done(p, &fresh, SEND_OK, "250 ok");
    assert_int_equal(count(p, "message WHERE state = 'sent'"), 1);
}

static void what_the_server_says_is_shown_F07(void **state)
{
    static const struct { enum send_result result; const char *reply, *message; } cases[] = {
        { SEND_OK, "250 ok", "sent" },
        { SEND_REFUSED, "550 5.1.1 nobody here", "bounced" },
        { SEND_LATER, "451 greylisted", "waiting" },
        { SEND_UNKNOWN, "no answer after the last dot", "waiting" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct mail_outcome first;
        struct app_people *p = desk_with_answer(state, &first);
        struct outgoing mail = take_one(p);
        done(p, &mail, cases[i].result, cases[i].reply);
        assert_int_equal(count(p, talloc_asprintf(p, "message WHERE state = '%s' AND kind = 'email' AND direction = 'out'", cases[i].message)), 1);
    }
}

static void an_unknown_end_is_tried_again_under_the_same_id_and_shown_F05(void **state)
{
    struct mail_outcome first;
    struct app_people *p = desk_with_answer(state, &first);
    struct outgoing mail = take_one(p);
    done(p, &mail, SEND_UNKNOWN, "no answer after the last dot");
    assert_int_equal(count(p, "outbox WHERE maybe_twice"), 1);
    mail_desk_later(p, HOUR_MS);
    struct outgoing again = take_one(p);
    assert_true(str_equal(mail.message_id, again.message_id));
    assert_int_equal(again.attempts, 2);
}

static void after_five_days_it_is_stuck_and_shown_F07_G3(void **state)
{
    struct mail_outcome first;
    struct app_people *p = desk_with_answer(state, &first);
    int tries = 0;
    while (count(p, "message WHERE state = 'stuck'") == 0 && tries < 100) {
        bool have;
        time_ms next;
        struct outgoing mail = take(p, &have, &next);
        if (have) {
            done(p, &mail, SEND_LATER, "451 later");
            tries++;
        } else {
            clock_set(p->desk->clock, next);
        }
    }
    span_ms took = p->desk->clock->now(p->desk->clock) - DESK_START;
    assert_in_range(tries, 20, 40);
    assert_true(took >= 5 * DAY_MS && took < 6 * DAY_MS);
}

static void the_link_to_the_page_is_forgotten_once_it_has_left(void **state)
{
    struct mail_outcome first;
    struct app_people *p = desk_with_answer(state, &first);
    struct outgoing mail = take_one(p);
    assert_int_equal(count(p, "outbox WHERE state = 'sending' AND headers LIKE '%/p/%'"), 1);
    done(p, &mail, SEND_OK, "250 ok");
    assert_int_equal(count(p, "outbox WHERE state = 'sent' AND headers LIKE '%/p/%'"), 0);
    assert_int_equal(count(p, "message WHERE text LIKE '%/p/%'"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_answer_is_written_as_people_expect_it),
        TEST(html_that_an_agent_types_stays_text_AC040),
        TEST(a_reply_to_it_comes_back_to_the_ticket),
        TEST(replies_that_overtake_each_other_join_the_same_ticket_F30),
        TEST(nothing_leaves_before_the_undo_time),
        TEST(what_is_taken_is_taken_once_F42),
        TEST(a_worker_that_comes_back_late_changes_nothing_F42),
        TEST(what_the_server_says_is_shown_F07),
        TEST(an_unknown_end_is_tried_again_under_the_same_id_and_shown_F05),
        TEST(after_five_days_it_is_stuck_and_shown_F07_G3),
        TEST(the_link_to_the_page_is_forgotten_once_it_has_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
