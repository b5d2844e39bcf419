/* Machines that answer machines: they fall silent (G13, F-63), and no automatic mail moves anything. */
#include "app/mail_send.h"
#include "base/limits.h"
#include "mail_desk.h"

static int64_t count(struct app_people *p, const char *what)
{
    return desk_ask(p->desk, talloc_asprintf(p, "SELECT count(*) FROM %s", what));
}

static bool send(struct app_people *p, struct outgoing *mail)
{
    time_ms next;
    struct err err;
    bool have;
    assert_done(mail_send_take(p->app, p, mail, &have, &next, &err), &err);
    if (!have)
        return false;
    const struct out_recipient *to = mail->recipients.items;
    const struct recipient_result result = { to->address, SEND_OK, STR("250 ok") };
    assert_done(mail_send_done(p->app, mail, &result, 1, &err), &err);
    return true;
}

/* How another desk, or somebody's machine, answers what it gets: to the address that it is told, or to the mailbox; with
 * the marks of RFC 3834 or none; with References or none. */
struct machine { bool to_token, marked, threads; };

static void answer(struct app_people *p, const struct machine *machine, const struct outgoing *mail)
{
    const char *headers = "";
    if (machine->marked)
        headers = "Auto-Submitted: auto-replied\r\n";
    if (machine->threads)
        headers = talloc_asprintf(p, "%sIn-Reply-To: <" STR_FMT ">\r\n", headers, STR_ARG(mail->message_id));
    mail_desk_receive(p, (struct test_mail){ .from = "Other Desk <desk@other.example>", .subject = "We have received your request",
        .text = "Dear customer, we have received your request and will come back to you as soon as we can.",
        .headers = headers, .to = machine->to_token ? str_to_c(p, ((const struct out_recipient *)mail->recipients.items)->reply_to) : NULL });
}

static void two_desks_fall_silent_after_a_receipt_each_AC127_F63(void **state)
{
    for (int kind = 0; kind < 8; kind++) {
        const struct machine machine = { .to_token = (kind & 1) != 0, .marked = (kind & 2) != 0, .threads = (kind & 4) != 0 };
        struct app_people *p = mail_desk_new(*state);
        struct outgoing mail = { .attempts = 0 };
        int sent = 0;
        mail_desk_receive(p, (struct test_mail){ .from = "Other Desk <desk@other.example>" });
        for (int round = 0; round < 20; round++) {
            mail_desk_later(p, 3 * MINUTE_MS);
            for (; send(p, &mail); sent++)
                answer(p, &machine, &mail);
        }
        assert_int_equal(sent, 1);
    }
}

/* ---- two desks of ours ---- */

static struct app_people *desk_called(TALLOC_CTX *mem, const char *mailbox)
{
    struct app_people *p = mail_desk_new(mem);
    const char *const named[] = { talloc_asprintf(p, "UPDATE mailbox SET address = '%s', lookup = '%s'", mailbox, mailbox), NULL };
    assert_int_equal(desk_try(p->desk, named, NULL), STATUS_OK);
    return p;
}

/* Everything that FROM has to send arrives at TO; a gateway between them may take the marks of automatic mail away. */
static int carry(struct app_people *from, struct app_people *to, bool marked)
{
    struct outgoing mail = { .attempts = 0 };
    int carried = 0;
    for (; send(from, &mail); carried++) {
        const struct out_recipient *recipient = mail.recipients.items;
        mail_desk_receive(to, (struct test_mail){
            .from = talloc_asprintf(to, "Desk <" STR_FMT ">", STR_ARG(mail.from.address)), .to = str_to_c(to, recipient->address),
            .id = str_to_c(to, mail.message_id), .subject = str_to_c(to, mail.subject), .text = "We have your message and answer soon.",
            .headers = talloc_asprintf(to, "%sReply-To: " STR_FMT "\r\nIn-Reply-To: <" STR_FMT ">\r\n", marked && mail.automatic ? "Auto-Submitted: auto-replied\r\n" : "",
                                       STR_ARG(recipient->reply_to), STR_ARG(mail.in_reply_to)) });
    }
    return carried;
}

static void two_desks_of_ours_fall_silent_within_ten_minutes_whatever_lies_between_AC127_F63(void **state)
{
    for (int marked = 0; marked < 2; marked++) {
        struct app_people *one = desk_called(*state, "help@one.example"), *two = desk_called(*state, "help@two.example");
        int carried = 0;
        mail_desk_receive(one, (struct test_mail){ .from = "Two <help@two.example>", .to = "help@one.example" });
        for (int minute = 0; minute < 10; minute++) {
            mail_desk_later(one, MINUTE_MS);
            mail_desk_later(two, MINUTE_MS);
            carried += carry(one, two, marked) + carry(two, one, marked);
        }
        assert_in_range(carried, 1, 2);
        assert_int_equal(carry(one, two, marked) + carry(two, one, marked), 0);
        assert_int_equal(count(one, "ticket") + count(two, "ticket"), marked ? 1 : 2);
    }
}

static void a_storm_of_one_sender_gets_one_receipt_and_loses_nothing_G13(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    for (int i = 0; i < 60; i++) {
        mail_desk_receive(p, (struct test_mail){ .subject = talloc_asprintf(p, "Alarm %d", i) });
        mail_desk_later(p, 30 * SECOND_MS);
    }
    mail_desk_later(p, 5 * MINUTE_MS);
    assert_int_equal(count(p, "receipt"), 0);
    assert_int_equal(count(p, "message WHERE kind = 'receipt'"), 1);
    assert_int_equal(count(p, "message WHERE direction = 'in'"), 60);
    assert_int_equal(count(p, "ticket"), LIMIT_SENDER_ALIKE);
    assert_int_equal(count(p, "message WHERE problems LIKE '%gathered here%' AND ticket_id = (SELECT max(id) FROM ticket)"), 60 - LIMIT_SENDER_ALIKE);
    assert_int_equal(count(p, "ticket WHERE turn <> 'us'"), 0);
}

static void a_sender_of_many_problems_gathers_them_too_in_the_end_G13(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    for (int i = 0; i < LIMIT_SENDER_TICKETS + 5; i++)
        mail_desk_receive(p, (struct test_mail){ .subject = talloc_asprintf(p, "Problem %c%c", 'a' + i / 26, 'a' + i % 26), .text = "It is solved." });
    assert_int_equal(count(p, "ticket"), LIMIT_SENDER_TICKETS);
    assert_int_equal(count(p, "ticket WHERE state = 'open'"), LIMIT_SENDER_TICKETS);
    clock_set(p->desk->clock, p->desk->clock->now(p->desk->clock) + HOUR_MS + MINUTE_MS);
    mail_desk_receive(p, (struct test_mail){ .subject = "Another day" });
    assert_int_equal(count(p, "ticket"), LIMIT_SENDER_TICKETS + 1);
}

static void a_form_that_writes_for_many_people_is_no_storm(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    for (int i = 0; i < LIMIT_SENDER_ALIKE + 5; i++)
        mail_desk_receive(p, (struct test_mail){ .subject = "Contact form", .headers = talloc_asprintf(p, "Reply-To: c%d@customer.example\r\n", i) });
    assert_int_equal(count(p, "ticket"), LIMIT_SENDER_ALIKE + 5);
}

static void an_automatic_mail_moves_neither_owner_nor_promise_nor_state(void **state)
{
    static const char *const headers[] = {
        "Auto-Submitted: auto-replied\r\n", "Precedence: bulk\r\n", "List-Id: <l.x.example>\r\n", "X-Auto-Response-Suppress: All\r\n",
        "X-Loop: somebody\r\n", "Content-Type: message/disposition-notification\r\n",
    };
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ 0 });
    mail_desk_answer(p, &p->amara, first.ticket, "Which size is the handlebar?");
    struct ticket before = mail_desk_ticket(p, first.ticket);
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        mail_desk_receive(p, (struct test_mail){ .headers = headers[i], .text = "It is solved, thank you.",
                                                 .to = mail_desk_reply_address(p, first.ticket, first.person) });
        struct ticket after = mail_desk_ticket(p, first.ticket);
        assert_int_equal(after.version, before.version);
        assert_int_equal(after.owner_id.v, before.owner_id.v);
        assert_int_equal(after.state, TICKET_OPEN);
        assert_int_equal(after.turn, before.turn);
    }
    assert_int_equal(count(p, "message WHERE kind = 'automatic'"), (int64_t)(sizeof headers / sizeof headers[0]));
}

static void our_own_mail_coming_back_opens_nothing_AC130(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome out = mail_desk_receive(p, (struct test_mail){ .from = "Cedar & Spoke <HELP@desk.example>" });
    struct mail_outcome tagged = mail_desk_receive(p, (struct test_mail){ .from = "help+anything@desk.example" });
    assert_int_equal(out.fate, FATE_QUARANTINE);
    assert_int_equal(tagged.fate, FATE_QUARANTINE);
    assert_int_equal(count(p, "ticket"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(two_desks_fall_silent_after_a_receipt_each_AC127_F63),
        TEST(two_desks_of_ours_fall_silent_within_ten_minutes_whatever_lies_between_AC127_F63),
        TEST(a_storm_of_one_sender_gets_one_receipt_and_loses_nothing_G13),
        TEST(a_sender_of_many_problems_gathers_them_too_in_the_end_G13),
        TEST(a_form_that_writes_for_many_people_is_no_storm),
        TEST(an_automatic_mail_moves_neither_owner_nor_promise_nor_state),
        TEST(our_own_mail_coming_back_opens_nothing_AC130),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
