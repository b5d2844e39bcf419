/* Looking through the quarantine (O10), and what is called spam. */
#include "app/quarantine.h"
#include "app/mail_send.h"
#include "app/spam.h"
#include "mail_desk.h"
#include "store/quarantine_store.h"

static int64_t count(struct app_people *p, const char *what)
{
    return desk_ask(p->desk, talloc_asprintf(p, "SELECT count(*) FROM %s", what));
}

static void newsletter(struct app_people *p, const char *subject)
{
    const struct test_mail mail = { .from = "Bike Weekly <news@weekly.example>", .subject = subject,
                                    .headers = "List-Id: <bikes.weekly.example>\r\nPrecedence: bulk\r\n",
                                    .text = "All about <b>wheels</b>." };
    assert_int_equal(mail_desk_receive(p, mail).fate, FATE_QUARANTINE);
}

static struct quarantine_list look(struct app_people *p, const struct who *who, struct quarantine_filter filter)
{
    struct quarantine_list list = { .waiting = -1 };
    struct err err;
    assert_done(quarantine_look(p->app, p, who, &filter, &list, &err), &err);
    return list;
}

static const struct quarantine_row *first(struct app_people *p)
{
    struct quarantine_list list = look(p, &p->leader, (struct quarantine_filter){ .state = QUARANTINE_ANY });
    assert_true(list.mails.count > 0);
    return list.mails.items;
}

/* ---- looking ---- */

static void the_steward_sees_what_was_kept_apart_newest_first_O10(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    for (int i = 1; i <= 5; i++) {
        newsletter(p, talloc_asprintf(p, "Issue %d", i));
        mail_desk_later(p, MINUTE_MS);
    }
    struct quarantine_list list = look(p, &p->leader, (struct quarantine_filter){ .limit = 2 });
    const struct quarantine_row *row = list.mails.items;
    assert_int_equal(list.mails.count, 2);
    assert_int_equal(list.waiting, 5);
    assert_str(row[0].subject, "Issue 5");
    assert_str(row[0].why, "list");
    assert_str(row[0].state, "waiting");
    assert_str(row[0].from_address, "news@weekly.example");
    assert_str(row[0].from_name, "Bike Weekly");
    assert_str(row[0].mailbox, "help@desk.example");
    assert_false(row[0].known);
    assert_true(list.more);
    list = look(p, &p->leader, (struct quarantine_filter){ .limit = 3, .after = list.next });
    row = list.mails.items;
    assert_int_equal(list.mails.count, 3);
    assert_str(row[2].subject, "Issue 1");
    assert_false(list.more);
    assert_null(list.next.ptr);
}

static void a_place_that_is_none_is_refused(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct quarantine_list list;
    struct err err;
    const struct quarantine_filter filter = { .after = STR("1.x") };
    assert_int_equal(quarantine_look(p->app, p, &p->leader, &filter, &list, &err), STATUS_INVALID);
    assert_string_equal(err.key, "list.cursor");
}

static void one_mail_is_read_as_text_O10(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct quarantine_mail mail;
    struct err err;
    newsletter(p, "Issue 1");
    assert_done(quarantine_read(p->app, p, &p->leader, first(p)->id, &mail, &err), &err);
    assert_true(str_find(mail.text, STR("All about <b>wheels</b>."), 0) != SIZE_MAX);
    assert_str(mail.to_addresses, "help@desk.example");
}

static void only_stewards_leaders_and_admins_look_I9(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct quarantine_list list;
    struct quarantine_mail mail;
    struct quarantine_released released;
    struct err err;
    newsletter(p, "Issue 1");
    quarantine_id id = first(p)->id;
    const struct quarantine_filter all = { .limit = 0 };
    const struct who *const others[] = { &p->amara, &p->mateusz };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        assert_int_equal(quarantine_look(p->app, p, others[i], &all, &list, &err), STATUS_DENIED);
        assert_int_equal(quarantine_read(p->app, p, others[i], id, &mail, &err), STATUS_NOT_FOUND);
        assert_int_equal(quarantine_release(p->app, p, others[i], id, &released, &err), STATUS_NOT_FOUND);
        assert_int_equal(quarantine_leave(p->app, others[i], id, &err), STATUS_NOT_FOUND);
    }
    struct who steward = p->leader; /* the steward needs no role for it */
    steward.role = ROLE_AGENT;
    assert_int_equal(look(p, &steward, all).mails.count, 1);
}

/* ---- deciding ---- */

static void a_released_mail_is_a_ticket_owed_since_its_arrival_O10(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct quarantine_released released;
    struct err err;
    newsletter(p, "My bell");
    mail_desk_later(p, 30 * MINUTE_MS);
    assert_done(quarantine_release(p->app, p, &p->leader, first(p)->id, &released, &err), &err);
    struct ticket ticket = mail_desk_ticket(p, released.ticket_id);
    assert_int_equal(ticket.created_ms, DESK_START);
    assert_int_equal(ticket.customer_wrote_ms, DESK_START);
    assert_str(ticket.next_kind, "acknowledgement");
    assert_int_equal(ticket.next_due_ms, DESK_START + HOUR_MS);
    assert_int_equal(ticket.owner_id.v, released.owner_id.v);
    assert_str(ticket.subject, "My bell");
    assert_int_equal(count(p, "message WHERE kind = 'email' AND direction = 'in' AND automatic = 'no'"), 1);
    assert_int_equal(count(p, "outbox"), 0); /* no receipt (A1) */
    assert_str(first(p)->state, "released");
    assert_str(first(p)->looked_by_name, "Ines");
}

static void what_waited_too_long_is_owed_an_apology_P6(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct quarantine_released released;
    struct err err;
    newsletter(p, "My bell");
    mail_desk_later(p, 3 * DAY_MS);
    assert_done(quarantine_release(p->app, p, &p->leader, first(p)->id, &released, &err), &err);
    app_desk_at(p, "2026-11-23 12:00");
    assert_str(mail_desk_ticket(p, released.ticket_id).next_kind, "apology");
}

static void releasing_twice_makes_one_ticket_G2(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct quarantine_released one, again;
    struct err err;
    newsletter(p, "My bell");
    assert_done(quarantine_release(p->app, p, &p->leader, first(p)->id, &one, &err), &err);
    assert_done(quarantine_release(p->app, p, &p->leader, first(p)->id, &again, &err), &err);
    assert_int_equal(one.ticket_id.v, again.ticket_id.v);
    assert_int_equal(count(p, "ticket"), 1);
}

static void what_stays_waits_no_more_and_can_still_become_a_ticket_O10(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct quarantine_released released;
    struct err err;
    newsletter(p, "Issue 1");
    assert_done(quarantine_leave(p->app, &p->leader, first(p)->id, &err), &err);
    assert_int_equal(look(p, &p->leader, (struct quarantine_filter){ .state = QUARANTINE_WAITING }).mails.count, 0);
    assert_int_equal(look(p, &p->leader, (struct quarantine_filter){ .state = QUARANTINE_LEFT }).mails.count, 1);
    assert_done(quarantine_release(p->app, p, &p->leader, first(p)->id, &released, &err), &err);
    assert_str(first(p)->state, "released");
}

static void all_that_was_shown_is_left_at_once(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct err err;
    newsletter(p, "Issue 1");
    newsletter(p, "Issue 2");
    time_ms shown = first(p)->at_ms;
    mail_desk_later(p, MINUTE_MS);
    newsletter(p, "Issue 3");
    assert_done(quarantine_leave_until(p->app, &p->leader, &(struct quarantine_until){ shown }, &err), &err);
    struct quarantine_list list = look(p, &p->leader, (struct quarantine_filter){ .state = QUARANTINE_WAITING });
    assert_int_equal(list.mails.count, 1);
    assert_int_equal(list.waiting, 1);
    assert_str(((const struct quarantine_row *)list.mails.items)->subject, "Issue 3");
}

/* ---- spam ---- */

static struct spam_view ask(struct app_people *p, const struct who *who, ticket_id ticket)
{
    struct spam_view view = { .version = 0 };
    struct err err;
    assert_done(spam_ask(p->app, p, who, ticket, &view, &err), &err);
    return view;
}

static void an_unknown_senders_spam_takes_one_colleague_O10(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome out = mail_desk_receive(p, (struct test_mail){ .from = "win@prizes.example" });
    struct spam_view view = ask(p, &p->leader, out.ticket);
    struct ticket ticket = mail_desk_ticket(p, out.ticket);
    assert_str(view.state, "spam");
    assert_int_equal(ticket.state, TICKET_SPAM);
    assert_int_equal(ticket.next_promise_id.v, 0);
    assert_int_equal(count(p, "promise WHERE state = 'open'"), 0);
}

static void the_receipt_to_spam_is_not_sent_A1(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct outgoing mail = { .attempts = 0 };
    struct err err;
    time_ms next;
    bool have;
    ask(p, &p->leader, mail_desk_receive(p, (struct test_mail){ .from = "win@prizes.example" }).ticket);
    mail_desk_later(p, HOUR_MS);
    assert_done(mail_send_take(p->app, p, &mail, &have, &next, &err), &err);
    assert_false(have);
    assert_int_equal(count(p, "message WHERE kind = 'receipt'"), 0);
}

static void the_next_mail_of_a_sender_of_spam_is_kept_apart_O10(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome out = mail_desk_receive(p, (struct test_mail){ .from = "win@prizes.example" });
    ask(p, &p->leader, out.ticket);
    struct mail_outcome next = mail_desk_receive(p, (struct test_mail){ .from = "win@prizes.example" });
    struct mail_outcome reply = mail_desk_receive(p, (struct test_mail){ .from = "win@prizes.example",
        .to = mail_desk_reply_address(p, out.ticket, out.person) });
    assert_int_equal(next.fate, FATE_QUARANTINE);
    assert_int_equal(reply.fate, FATE_QUARANTINE);
    assert_int_equal(count(p, "quarantine WHERE why = 'spam'"), 2);
    assert_true(first(p)->known);
}

static void a_known_customers_mail_takes_two_colleagues_O10(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct spam_view view;
    struct err err;
    struct mail_outcome out = mail_desk_receive(p, (struct test_mail){ 0 });
    mail_desk_answer(p, &p->amara, out.ticket, "The bell is on its way.");
    view = ask(p, &p->leader, out.ticket);
    assert_str(view.state, "asked");
    assert_int_equal(mail_desk_ticket(p, out.ticket).state, TICKET_OPEN);
    assert_int_equal(spam_agree(p->app, p, &p->leader, out.ticket, &view, &err), STATUS_CONFLICT);
    assert_string_equal(err.key, "spam.same");
    assert_done(spam_agree(p->app, p, &p->dao, out.ticket, &view, &err), &err);
    assert_str(view.state, "spam");
    assert_str(view.agreed_by_name, "Dao");
    assert_int_equal(mail_desk_ticket(p, out.ticket).state, TICKET_SPAM);
    /* A borrowed name must not silence its owner. */
    assert_int_equal(mail_desk_receive(p, (struct test_mail){ .subject = "Another bell" }).fate, FATE_TICKET);
}

static void spam_is_undone_with_owner_and_promises_O10(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct spam_view view;
    struct err err;
    struct mail_outcome out = mail_desk_receive(p, (struct test_mail){ .from = "eve@night.example" });
    struct ticket before = mail_desk_ticket(p, out.ticket);
    ask(p, &p->leader, out.ticket);
    mail_desk_later(p, MINUTE_MS);
    assert_done(spam_undo(p->app, p, &p->dao, out.ticket, &view, &err), &err);
    struct ticket after = mail_desk_ticket(p, out.ticket);
    assert_str(view.state, "none");
    assert_int_equal(after.state, TICKET_OPEN);
    assert_int_equal(after.owner_id.v, before.owner_id.v);
    assert_int_equal(after.next_promise_id.v, before.next_promise_id.v);
    assert_int_equal(after.next_due_ms, before.next_due_ms);
    assert_int_equal(mail_desk_receive(p, (struct test_mail){ .from = "eve@night.example" }).fate, FATE_TICKET);
}

static void an_asked_mark_is_taken_back_O10(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct spam_view view;
    struct err err;
    struct mail_outcome out = mail_desk_receive(p, (struct test_mail){ 0 });
    mail_desk_answer(p, &p->amara, out.ticket, "The bell is on its way.");
    ask(p, &p->leader, out.ticket);
    assert_done(spam_undo(p->app, p, &p->amara, out.ticket, &view, &err), &err);
    assert_str(view.state, "none");
    assert_int_equal(spam_agree(p->app, p, &p->dao, out.ticket, &view, &err), STATUS_CONFLICT);
    assert_int_equal(count(p, "spam_mark"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_steward_sees_what_was_kept_apart_newest_first_O10),
        TEST(a_place_that_is_none_is_refused),
        TEST(one_mail_is_read_as_text_O10),
        TEST(only_stewards_leaders_and_admins_look_I9),
        TEST(a_released_mail_is_a_ticket_owed_since_its_arrival_O10),
        TEST(what_waited_too_long_is_owed_an_apology_P6),
        TEST(releasing_twice_makes_one_ticket_G2),
        TEST(what_stays_waits_no_more_and_can_still_become_a_ticket_O10),
        TEST(all_that_was_shown_is_left_at_once),
        TEST(an_unknown_senders_spam_takes_one_colleague_O10),
        TEST(the_receipt_to_spam_is_not_sent_A1),
        TEST(the_next_mail_of_a_sender_of_spam_is_kept_apart_O10),
        TEST(a_known_customers_mail_takes_two_colleagues_O10),
        TEST(spam_is_undone_with_owner_and_promises_O10),
        TEST(an_asked_mark_is_taken_back_O10),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
