/* An answer that needs somebody: one for later that the customer has overtaken, one that came back, one that is stuck. */
#include "app/mail_out.h"
#include "app/mail_send.h"
#include "mail_desk.h"
#include "store/outbox_store.h"

static int64_t count(struct app_people *p, const char *what)
{
    return desk_ask(p->desk, talloc_asprintf(p, "SELECT count(*) FROM %s", what));
}

/* An answer of Amara's that is to leave in half an hour. */
static message_id answer_later(struct app_people *p, ticket_id ticket)
{
    const struct reply_input in = {
        .text = STR("I will look at it tomorrow."), .version = mail_desk_ticket(p, ticket).version, .wait = true,
        .send_at_ms = p->desk->clock->now(p->desk->clock) + 30 * MINUTE_MS,
    };
    struct reply_outcome out;
    struct err err;
    assert_done(ticket_reply(p->app, p, &p->amara, ticket, &in, &out, &err), &err);
    mail_desk_later(p, MINUTE_MS);
    return out.id;
}

static struct app_people *desk_with_answer(void **state, ticket_id *ticket, message_id *message)
{
    struct app_people *p = mail_desk_new(*state);
    *ticket = mail_desk_receive(p, (struct test_mail){ .headers = "Authentication-Results: mx.desk.example; dmarc=pass\r\n" }).ticket;
    *message = answer_later(p, *ticket);
    return p;
}

static void customer_writes(struct app_people *p, ticket_id ticket, const char *text)
{
    const struct ticket known = mail_desk_ticket(p, ticket);
    const char *to = mail_desk_reply_address(p, ticket, known.person_id);
    assert_int_equal(mail_desk_receive(p, (struct test_mail){ .to = to, .text = text }).ticket.v, ticket.v);
    mail_desk_later(p, MINUTE_MS);
}

static bool take(struct app_people *p, struct outgoing *mail)
{
    struct err err;
    bool have;
    time_ms next;
    assert_done(mail_send_take(p->app, p, mail, &have, &next, &err), &err);
    return have;
}

static void settle(struct app_people *p, enum send_result result)
{
    struct outgoing mail = { .attempts = 0 };
    struct err err;
    assert_true(take(p, &mail));
    const struct out_recipient *to = mail.recipients.items;
    const struct recipient_result said = { to->address, result, STR("550 5.1.1 nobody here") };
    assert_done(mail_send_done(p->app, &mail, &said, 1, &err), &err);
}

static struct message_view message_of(struct app_people *p, ticket_id ticket, message_id message)
{
    struct ticket_view view = { .number = 0 };
    struct err err;
    assert_done(ticket_read(p->app, p, &p->amara, ticket, &view, &err), &err);
    const struct message_view *all = view.messages.items;
    for (size_t i = 0; i < view.messages.count; i++) {
        if (all[i].id == message.v)
            return all[i];
    }
    fail_msg("the answer is not on its ticket");
    return (struct message_view){ .id = 0 };
}

/* As its owner has it on My desk. */
static struct desk_row row(struct app_people *p, ticket_id ticket)
{
    struct desk_view desk = { .rely = 0 };
    struct who owner = p->amara;
    struct err err;
    owner.colleague = mail_desk_ticket(p, ticket).owner_id;
    assert_done(desk_read(p->app, p, &owner, &desk, &err), &err);
    assert_int_equal(desk.rows.count, 1);
    return *(const struct desk_row *)desk.rows.items;
}

static void an_answer_for_later_waits_when_the_customer_writes_before_it(void **state)
{
    ticket_id ticket;
    message_id message;
    struct app_people *p = desk_with_answer(state, &ticket, &message);
    struct outgoing mail = { .attempts = 0 };
    assert_false(message_of(p, ticket, message).overtaken);
    customer_writes(p, ticket, "I found it, it was the other bell. What now?");
    assert_true(message_of(p, ticket, message).overtaken);
    mail_desk_later(p, 3 * HOUR_MS);
    assert_false(take(p, &mail));
    assert_int_equal(count(p, "outbox WHERE held_ms IS NOT NULL AND state = 'waiting'"), 1);
    assert_int_equal(count(p, "journal WHERE kind = 'message.held'"), 1);
    assert_str(row(p, ticket).mail_trouble, "held");
    assert_str(row(p, ticket).bucket, "today");
    assert_true(message_of(p, ticket, message).may_undo);
}

static void an_overtaken_answer_leaves_by_a_colleagues_word_and_answers_the_customers_P2(void **state)
{
    ticket_id ticket;
    message_id message;
    struct app_people *p = desk_with_answer(state, &ticket, &message);
    struct outgoing mail = { .attempts = 0 };
    struct err err;
    customer_writes(p, ticket, "And the lamp is broken as well.");
    mail_desk_later(p, 3 * HOUR_MS);
    assert_false(take(p, &mail));
    int64_t kept = count(p, "promise WHERE state IN ('kept', 'kept_late')");
    assert_done(message_send_now(p->app, &p->amara, message, &err), &err);
    assert_int_equal(count(p, "promise WHERE state IN ('kept', 'kept_late')"), kept + 1);
    assert_int_equal(row(p, ticket).mail_trouble.len, 0);
    assert_false(message_of(p, ticket, message).overtaken);
    assert_true(take(p, &mail));
    assert_str(mail.subject, "Re: The bell is gone");
}

static void an_overtaken_answer_can_be_taken_back_though_its_time_has_passed(void **state)
{
    ticket_id ticket;
    message_id message;
    struct app_people *p = desk_with_answer(state, &ticket, &message);
    struct outgoing mail = { .attempts = 0 };
    struct err err;
    customer_writes(p, ticket, "Forget the bell, please send me a lamp.");
    mail_desk_later(p, 3 * HOUR_MS);
    assert_false(take(p, &mail));
    assert_done(message_undo(p->app, &p->amara, message, &err), &err);
    assert_int_equal(row(p, ticket).mail_trouble.len, 0);
    assert_int_equal(count(p, "outbox WHERE state = 'cancelled'"), 1);
    assert_false(take(p, &mail));
}

static void a_mere_thanks_holds_nothing_R2(void **state)
{
    ticket_id ticket;
    message_id message;
    struct app_people *p = desk_with_answer(state, &ticket, &message);
    struct outgoing mail = { .attempts = 0 };
    customer_writes(p, ticket, "Thank you!");
    mail_desk_later(p, HOUR_MS);
    assert_true(take(p, &mail));
}

static void an_answer_at_once_leaves_whatever_comes_meanwhile(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    ticket_id ticket = mail_desk_receive(p, (struct test_mail){ 0 }).ticket;
    const struct reply_input in = { .text = STR("Soon."), .version = mail_desk_ticket(p, ticket).version };
    struct reply_outcome out;
    struct outgoing mail = { .attempts = 0 };
    struct err err;
    assert_done(ticket_reply(p->app, p, &p->amara, ticket, &in, &out, &err), &err);
    mail_desk_later(p, SECOND_MS);
    customer_writes(p, ticket, "Are you there?");
    assert_true(take(p, &mail));
}

static void an_answer_that_came_back_is_on_my_desk_until_somebody_writes_again(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    ticket_id ticket = mail_desk_receive(p, (struct test_mail){ 0 }).ticket;
    mail_desk_answer(p, &p->amara, ticket, "Is it the left one?");
    settle(p, SEND_REFUSED);
    assert_str(row(p, ticket).mail_trouble, "bounced");
    mail_desk_answer(p, &p->amara, ticket, "I called you: the left one, then.");
    assert_int_equal(row(p, ticket).mail_trouble.len, 0);
}

static void a_stuck_answer_is_on_my_desk_until_it_is_sent_again_F07(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    ticket_id ticket = mail_desk_receive(p, (struct test_mail){ 0 }).ticket;
    struct reply_outcome answer = mail_desk_answer(p, &p->amara, ticket, "Is it the left one?");
    struct err err;
    mail_desk_later(p, 6 * DAY_MS);
    settle(p, SEND_LATER);
    assert_str(row(p, ticket).mail_trouble, "stuck");
    assert_done(message_send_now(p->app, &p->amara, answer.id, &err), &err);
    assert_int_equal(row(p, ticket).mail_trouble.len, 0);
}

static void what_was_sent_by_itself_is_forgotten_after_a_month_G13(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct err err;
    desk_ask(p->desk, "INSERT INTO automatic_sent (address, kind, at_ms) VALUES ('old@a.example', 'receipt', 1) RETURNING 1");
    desk_ask(p->desk, talloc_asprintf(p, "INSERT INTO automatic_sent (address, kind, at_ms) VALUES ('new@a.example', 'receipt', %lld) RETURNING 1",
                                      (long long)(p->desk->clock->now(p->desk->clock) - 2 * DAY_MS)));
    assert_done(mail_out_forget(p->app, &err), &err);
    assert_int_equal(count(p, "automatic_sent"), 1);
    assert_int_equal(count(p, "automatic_sent WHERE address = 'new@a.example'"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_answer_for_later_waits_when_the_customer_writes_before_it),
        TEST(an_overtaken_answer_leaves_by_a_colleagues_word_and_answers_the_customers_P2),
        TEST(an_overtaken_answer_can_be_taken_back_though_its_time_has_passed),
        TEST(a_mere_thanks_holds_nothing_R2),
        TEST(an_answer_at_once_leaves_whatever_comes_meanwhile),
        TEST(an_answer_that_came_back_is_on_my_desk_until_somebody_writes_again),
        TEST(a_stuck_answer_is_on_my_desk_until_it_is_sent_again_F07),
        TEST(what_was_sent_by_itself_is_forgotten_after_a_month_G13),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
