/* A colleague answers: promises, turns, conflicts, taking back. */
#include "app/idempotency.h"
#include "app/mail_send.h"
#include "app/views.h"
#include "base/mem.h"
#include "mail_desk.h"

static int64_t count(struct app_people *p, const char *what)
{
    return desk_ask(p->desk, talloc_asprintf(p, "SELECT count(*) FROM %s", what));
}

static enum status try_reply(struct app_people *p, const struct who *who, ticket_id ticket, struct reply_input in, struct reply_outcome *out,
                             struct err *err)
{
    if (in.text.ptr == NULL)
        in.text = STR("The bell is on its way.");
    if (in.version == 0)
        in.version = mail_desk_ticket(p, ticket).version;
    return ticket_reply(p->app, p, who, ticket, &in, out, err);
}

static struct reply_outcome reply(struct app_people *p, const struct who *who, ticket_id ticket, struct reply_input in)
{
    struct reply_outcome out = { .version = 0 };
    struct err err;
    assert_done(try_reply(p, who, ticket, in, &out, &err), &err);
    return out;
}

static struct list promised(struct app_people *p, span_ms ahead)
{
    struct promise_input *promise = MEM_NEW(p, struct promise_input);
    *promise = (struct promise_input){ STR("Send you a bell"), p->desk->clock->now(p->desk->clock) + ahead };
    return (struct list){ promise, 1 };
}

static struct app_people *desk_with_mail(void **state, ticket_id *ticket)
{
    struct app_people *p = mail_desk_new(*state);
    *ticket = mail_desk_receive(p, (struct test_mail){ 0 }).ticket;
    mail_desk_later(p, 10 * MINUTE_MS);
    return p;
}

static void an_answer_keeps_the_acknowledgement_and_makes_what_it_promises_P1_P2(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    reply(p, &p->amara, id, (struct reply_input){ .promises = promised(p, 4 * HOUR_MS) });
    struct ticket ticket = mail_desk_ticket(p, id);
    assert_int_equal(count(p, "promise WHERE kind = 'acknowledgement' AND state = 'kept'"), 1);
    assert_int_equal(count(p, "promise WHERE kind = 'stated' AND state = 'open'"), 1);
    assert_int_equal(ticket.turn, TURN_US);
    assert_str(ticket.next_kind, "stated");
    assert_str(ticket.next_text, "Send you a bell");
    assert_int_equal(ticket.acknowledged_ms, DESK_START + 10 * MINUTE_MS);
}

static void an_answer_that_leaves_it_unsolved_owes_the_next_word_P2(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    reply(p, &p->amara, id, (struct reply_input){ 0 });
    assert_str(mail_desk_ticket(p, id).next_kind, "next_word");
}

static void a_question_gives_the_customer_the_turn_and_asks_again_P3(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    reply(p, &p->amara, id, (struct reply_input){ .wait = true });
    struct ticket ticket = mail_desk_ticket(p, id);
    assert_int_equal(ticket.turn, TURN_CUSTOMER);
    assert_str(ticket.next_kind, "follow_up");
    assert_int_equal(ticket.next_promise_id.v, 0);
    assert_true(ticket.next_due_ms > DESK_START + DAY_MS);
}

static void a_late_answer_makes_up_for_a_broken_promise_P1(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    mail_desk_later(p, 3 * HOUR_MS);
    reply(p, &p->amara, id, (struct reply_input){ 0 });
    assert_int_equal(count(p, "promise WHERE kind = 'acknowledgement' AND state = 'kept_late'"), 1);
    assert_int_equal(desk_ask(p->desk, "SELECT closed - kept FROM promise_count"), 1);
}

static void a_stated_promise_is_kept_only_by_saying_so_P2(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    reply(p, &p->amara, id, (struct reply_input){ .promises = promised(p, 4 * HOUR_MS) });
    reply(p, &p->amara, id, (struct reply_input){ 0 });
    assert_int_equal(count(p, "promise WHERE kind = 'stated' AND state = 'open'"), 1);

    struct id_input kept = { desk_ask(p->desk, "SELECT id FROM promise WHERE kind = 'stated'") };
    reply(p, &p->amara, id, (struct reply_input){ .kept = { &kept, 1 }, .wait = true });
    assert_int_equal(count(p, "promise WHERE kind = 'stated' AND state = 'kept'"), 1);
    assert_int_equal(mail_desk_ticket(p, id).turn, TURN_CUSTOMER);
}

static void what_cannot_be_said_is_refused_with_its_field(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    struct id_input foreign = { 404 };
    const struct { const char *name; struct reply_input in; enum status status; const char *key, *field; } cases[] = {
        { "nothing", { .text = STR("  \n ") }, STATUS_INVALID, "reply.empty", "text" },
        { "a promise in the past", { .promises = promised(p, -1) }, STATUS_INVALID, "promise.past", "due_ms" },
        { "a promise that is none", { .kept = { &foreign, 1 } }, STATUS_NOT_FOUND, "promise.unknown", NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct reply_outcome out;
        struct err err = { .key = "" };
        enum status status = try_reply(p, &p->amara, id, cases[i].in, &out, &err);
        if (status != cases[i].status || strcmp(err.key, cases[i].key) != 0 || (cases[i].field != NULL && strcmp(err.field, cases[i].field) != 0))
            fail_msg("%s: %s %s", cases[i].name, status_name(status), err.key);
    }
    assert_int_equal(count(p, "message WHERE direction = 'out' AND kind = 'email'"), 0);
}

static void the_second_of_two_who_answer_is_told_and_nothing_is_overwritten_G8_F31(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    struct reply_outcome out;
    struct err err;
    int64_t seen = mail_desk_ticket(p, id).version;
    reply(p, &p->amara, id, (struct reply_input){ .version = seen });
    assert_int_equal(try_reply(p, &p->dao, id, (struct reply_input){ .version = seen }, &out, &err), STATUS_CONFLICT);
    assert_string_equal(err.key, "ticket.changed");
    assert_int_equal(count(p, "message WHERE direction = 'out' AND kind = 'email'"), 1);
}

static void a_word_of_the_customer_meanwhile_is_read_first_F32(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    struct reply_outcome out;
    struct err err;
    struct ticket seen = mail_desk_ticket(p, id);
    mail_desk_receive(p, (struct test_mail){ .to = mail_desk_reply_address(p, id, seen.person_id), .text = "I found the bell!" });
    assert_int_equal(try_reply(p, &p->amara, id, (struct reply_input){ .version = seen.version }, &out, &err), STATUS_CONFLICT);
}

static void the_same_request_writes_one_answer_F33(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    const struct once once = { .key = sha256_of(STR("key")), .request = sha256_of(STR("request")) };
    struct who amara = p->amara;
    amara.once = &once;
    struct reply_outcome first = reply(p, &amara, id, (struct reply_input){ 0 }), again = reply(p, &amara, id, (struct reply_input){ 0 });
    assert_int_equal(first.id.v, again.id.v);
    assert_int_equal(count(p, "message WHERE direction = 'out' AND kind = 'email'"), 1);
}

static void a_note_goes_to_nobody_outside_AC093(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    struct ticket before = mail_desk_ticket(p, id);
    int64_t mails = count(p, "outbox");
    reply(p, &p->dao, id, (struct reply_input){ .kind = REPLY_KIND_NOTE, .text = STR("Third bell this week.") });
    assert_int_equal(count(p, "outbox"), mails);
    assert_int_equal(count(p, "message WHERE direction = 'internal'"), 1);
    assert_int_equal(mail_desk_ticket(p, id).version, before.version);
}

static void a_proposal_waits_for_the_customer_R1(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    reply(p, &p->amara, id, (struct reply_input){ .propose = true });
    struct ticket ticket = mail_desk_ticket(p, id);
    assert_int_equal(ticket.state, TICKET_PROPOSED);
    assert_str(ticket.next_kind, "proposal");
    assert_int_equal(count(p, "proposal WHERE state = 'open' AND rest_ms IS NOT NULL"), 1);
}

/* ---- taking back ---- */

static void an_answer_taken_back_leaves_no_trace_but_in_the_journal(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    struct ticket before = mail_desk_ticket(p, id);
    struct reply_outcome out = reply(p, &p->amara, id, (struct reply_input){ .promises = promised(p, HOUR_MS), .propose = true });
    struct err err;
    mail_desk_later(p, 7 * SECOND_MS);
    assert_done(message_undo(p->app, &p->amara, out.id, &err), &err);
    struct ticket after = mail_desk_ticket(p, id);
    assert_int_equal(after.state, TICKET_OPEN);
    assert_int_equal(after.turn, TURN_US);
    assert_int_equal(after.acknowledged_ms, 0);
    assert_int_equal(after.we_wrote_ms, 0);
    assert_int_equal(after.next_promise_id.v, before.next_promise_id.v);
    assert_int_equal(count(p, "promise"), 1);
    assert_int_equal(count(p, "promise WHERE state = 'open' AND warn_ms IS NOT NULL"), 1); /* P5 */
    assert_int_equal(count(p, "outbox WHERE state = 'cancelled'"), 1);
    assert_int_equal(desk_ask(p->desk, "SELECT sum(closed) FROM promise_count"), 0);
    assert_int_equal(count(p, "journal WHERE kind = 'message.undone'"), 1);
}

static void what_has_left_cannot_be_taken_back(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    struct reply_outcome out = reply(p, &p->amara, id, (struct reply_input){ 0 });
    struct err err;
    mail_desk_later(p, 8 * SECOND_MS);
    assert_int_equal(message_undo(p->app, &p->amara, out.id, &err), STATUS_CONFLICT);
    assert_string_equal(err.key, "message.left");
}

static void only_its_author_takes_an_answer_back_AC090(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    struct reply_outcome out = reply(p, &p->amara, id, (struct reply_input){ 0 });
    struct err err;
    assert_int_equal(message_undo(p->app, &p->dao, out.id, &err), STATUS_DENIED);
    assert_int_equal(message_undo(p->app, &p->mateusz, out.id, &err), STATUS_NOT_FOUND);

    const char *const leaves[] = { talloc_asprintf(p, "DELETE FROM team_member WHERE colleague_id = %lld", (long long)p->dao.colleague.v), NULL };
    assert_int_not_equal(mail_desk_ticket(p, id).owner_id.v, p->dao.colleague.v);
    out = reply(p, &p->dao, id, (struct reply_input){ 0 });
    assert_int_equal(desk_try(p->desk, leaves, NULL), STATUS_OK);
    assert_int_equal(message_undo(p->app, &p->dao, out.id, &err), STATUS_NOT_FOUND);
}

/* ---- reading a draft ---- */

static void a_promised_time_is_found_where_the_browser_counts_it_P4(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    struct text_read read;
    struct err err;
    assert_done(ticket_text_read(p->app, p, &p->amara, id, STR("\xf0\x9f\x9a\xb2 I'll send you a bell by Monday 14:00."), &read, &err), &err);
    assert_int_equal(read.promises.count, 1);
    const struct found_promise *found = read.promises.items;
    assert_str(found->phrase, "by Monday 14:00");
    assert_int_equal(found->start, 26 - 2); /* the bicycle is two units for a browser and four bytes for us */
    assert_int_equal(found->length, 15);
    assert_int_equal(found->due_ms, DESK_START + 3 * DAY_MS + 3 * HOUR_MS); /* 14:00 in Berlin is 13:00 UTC */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_answer_keeps_the_acknowledgement_and_makes_what_it_promises_P1_P2),
        TEST(an_answer_that_leaves_it_unsolved_owes_the_next_word_P2),
        TEST(a_question_gives_the_customer_the_turn_and_asks_again_P3),
        TEST(a_late_answer_makes_up_for_a_broken_promise_P1),
        TEST(a_stated_promise_is_kept_only_by_saying_so_P2),
        TEST(what_cannot_be_said_is_refused_with_its_field),
        TEST(the_second_of_two_who_answer_is_told_and_nothing_is_overwritten_G8_F31),
        TEST(a_word_of_the_customer_meanwhile_is_read_first_F32),
        TEST(the_same_request_writes_one_answer_F33),
        TEST(a_note_goes_to_nobody_outside_AC093),
        TEST(a_proposal_waits_for_the_customer_R1),
        TEST(an_answer_taken_back_leaves_no_trace_but_in_the_journal),
        TEST(what_has_left_cannot_be_taken_back),
        TEST(only_its_author_takes_an_answer_back_AC090),
        TEST(a_promised_time_is_found_where_the_browser_counts_it_P4),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
