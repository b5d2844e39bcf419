/* A mail arrives: whose it is, where it belongs, who owns it, what is owed, and what must never happen. */
#include "app/mail_send.h"
#include "mail_desk.h"
#include "store/promise_store.h"

static int64_t count(struct app_people *p, const char *what)
{
    return desk_ask(p->desk, talloc_asprintf(p, "SELECT count(*) FROM %s", what));
}

static int64_t count_of(struct app_people *p, const char *what, int64_t id)
{
    return desk_ask(p->desk, talloc_asprintf(p, "SELECT count(*) FROM %s%lld", what, (long long)id));
}

/* ---- a new problem ---- */

static void a_mail_has_an_owner_at_once_O1_O2(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome out = mail_desk_receive(p, (struct test_mail){ 0 });
    struct ticket ticket = mail_desk_ticket(p, out.ticket);
    assert_int_equal(out.fate, FATE_TICKET);
    assert_true(out.created);
    assert_int_equal(ticket.owner_id.v, out.owner.v);
    assert_true(out.owner.v == p->amara.colleague.v || out.owner.v == p->dao.colleague.v || out.owner.v == p->leader.colleague.v);
    assert_int_equal(count_of(p, "ownership WHERE way = 'created' AND ticket_id = ", out.ticket.v), 1);
}

static void an_acknowledgement_is_promised_within_opening_hours_P2(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct ticket ticket = mail_desk_ticket(p, mail_desk_receive(p, (struct test_mail){ 0 }).ticket);
    assert_str(ticket.next_kind, "acknowledgement");
    assert_int_equal(ticket.next_due_ms, DESK_START + HOUR_MS);

    mail_desk_later(p, 20 * HOUR_MS); /* Saturday, closed until Monday 9:00 in Berlin */
    ticket = mail_desk_ticket(p, mail_desk_receive(p, (struct test_mail){ .from = "eve@night.example" }).ticket);
    assert_int_equal(ticket.next_due_ms, DESK_START + 3 * DAY_MS - HOUR_MS);
}

static void the_next_problem_of_a_customer_goes_to_the_same_owner_O2(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ 0 });
    for (int i = 0; i < 3; i++) {
        struct mail_outcome next = mail_desk_receive(p, (struct test_mail){ .subject = "And another thing" });
        assert_int_equal(next.owner.v, first.owner.v);
        assert_int_not_equal(next.ticket.v, first.ticket.v);
    }
}

static void work_is_spread_over_those_on_duty_O2(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    for (int i = 0; i < 6; i++)
        mail_desk_receive(p, (struct test_mail){ .from = talloc_asprintf(p, "c%d@many.example", i) });
    assert_int_equal(desk_ask(p->desk, "SELECT max(owed) FROM workload"), 2);
    assert_int_equal(desk_ask(p->desk, "SELECT min(owed) FROM workload"), 2);
}

/* ---- once ---- */

static void the_same_mail_counts_once_G2(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct test_mail mail = { .id = "same@elsewhere.example" };
    struct mail_outcome first = mail_desk_receive(p, mail), again = mail_desk_receive(p, mail);
    assert_int_equal(again.fate, FATE_AGAIN);
    assert_int_equal(again.message.v, first.message.v);
    assert_int_equal(again.ticket.v, first.ticket.v);
    assert_int_equal(count(p, "message WHERE direction = 'in'"), 1);
}

static void the_same_mail_by_another_way_counts_once_F26(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    mail_desk_receive(p, (struct test_mail){ .id = "same@elsewhere.example" });
    struct mail_outcome again = mail_desk_receive(p, (struct test_mail){ .id = "same@elsewhere.example", .source = MAIL_FROM_IMAP,
                                                                        .headers = "X-Trace: by another way\r\n" });
    assert_int_equal(again.fate, FATE_AGAIN);
}

static void two_mails_with_one_message_id_are_two_F25(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    mail_desk_receive(p, (struct test_mail){ .id = "same@elsewhere.example" });
    mail_desk_receive(p, (struct test_mail){ .id = "same@elsewhere.example", .text = "Quite another matter." });
    assert_int_equal(count(p, "message WHERE direction = 'in'"), 2);
}

static void an_address_that_is_not_ours_is_refused(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome out;
    struct err err;
    assert_int_equal(mail_desk_try(p, (struct test_mail){ .to = "other@desk.example" }, &out, &err), STATUS_NOT_FOUND);
    assert_int_equal(mail_recipient_check(p->app, STR("other@desk.example"), &err), STATUS_NOT_FOUND);
    assert_ok(mail_recipient_check(p->app, STR("HELP@desk.example"), &err));
    assert_ok(mail_recipient_check(p->app, STR("help+anything@desk.example"), &err));
    assert_int_equal(count(p, "raw"), 0);
}

/* ---- the receipt ---- */

static struct outgoing take(struct app_people *p, bool *have)
{
    struct outgoing mail = { .attempts = 0 };
    time_ms next;
    struct err err;
    assert_done(mail_send_take(p->app, p, &mail, have, &next, &err), &err);
    return mail;
}

static void a_receipt_names_owner_and_time_and_carries_no_word_of_the_sender_A1(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    bool have;
    struct mail_outcome out = mail_desk_receive(p, (struct test_mail){ .from = "Spam Words <rosa@escuela.example>", .subject = "BUY PILLS",
                                                                      .text = "cheap watches here" });
    take(p, &have);
    assert_false(have);
    mail_desk_later(p, 2 * MINUTE_MS);
    struct outgoing mail = take(p, &have);
    assert_true(have && mail.automatic);
    struct mail_bodies bodies = mail_desk_bodies(p, &mail);
    assert_true(str_find(bodies.text, out.owner_name, 0) != SIZE_MAX);
    assert_true(str_find(bodies.text, STR("12:00"), 0) != SIZE_MAX);
    assert_true(str_find(bodies.text, STR("https://desk.example/p/"), 0) != SIZE_MAX);
    const struct str all = str_format(p, STR_FMT STR_FMT STR_FMT STR_FMT, STR_ARG(mail.subject), STR_ARG(bodies.text), STR_ARG(bodies.html),
                                      STR_ARG(((const struct out_address *)mail.to.items)->name));
    static const char *const words[] = { "PILLS", "watches", "Spam" };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        assert_true(str_find(all, str_from(words[i]), 0) == SIZE_MAX);
}

static void no_receipt_is_written_when_a_human_was_faster_A1(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    bool have;
    struct mail_outcome out = mail_desk_receive(p, (struct test_mail){ 0 });
    assert_int_equal(count(p, "receipt"), 1);
    mail_desk_answer(p, &p->amara, out.ticket, "The bell is on its way.");
    mail_desk_later(p, 5 * MINUTE_MS);
    assert_false(take(p, &have).automatic);
    assert_true(have);
    take(p, &have);
    assert_false(have);
    assert_int_equal(count(p, "receipt"), 0);
    assert_int_equal(count(p, "outbox"), 1);
}

static void a_receipt_that_could_not_leave_is_dropped_when_a_human_was_faster_A1(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    bool have;
    struct mail_outcome out = mail_desk_receive(p, (struct test_mail){ 0 });
    mail_desk_later(p, 2 * MINUTE_MS);
    mail_desk_answer(p, &p->amara, out.ticket, "The bell is on its way.");
    assert_false(take(p, &have).automatic);
    assert_true(have);
    assert_int_equal(count(p, "outbox WHERE state = 'cancelled'"), 1);
}

static void an_address_gets_one_receipt_an_hour_AC126(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    for (int i = 0; i < 3; i++)
        mail_desk_receive(p, (struct test_mail){ .subject = talloc_asprintf(p, "Problem %d", i) });
    mail_desk_later(p, 2 * MINUTE_MS);
    assert_int_equal(count(p, "outbox"), 1);
    mail_desk_later(p, HOUR_MS + 1);
    mail_desk_receive(p, (struct test_mail){ .subject = "Later" });
    mail_desk_later(p, 2 * MINUTE_MS);
    assert_int_equal(count(p, "outbox"), 2);
}

static void people_who_write_first_get_so_many_receipts_an_hour_together_AC126(void **state)
{
    enum { MOST = 3 };
    struct app_people *p = mail_desk_new(*state);
    struct config config = *p->app->config;
    config.receipts_an_hour = MOST;
    p->app->config = &config;
    mail_desk_receive(p, (struct test_mail){ .from = "rosa@escuela.example" });
    mail_desk_later(p, 2 * MINUTE_MS);
    mail_desk_later(p, 2 * HOUR_MS);
    int64_t before = count(p, "outbox");
    for (int i = 0; i < MOST + 4; i++) {
        struct mail_outcome out = mail_desk_receive(p, (struct test_mail){ .from = talloc_asprintf(p, "n%d@new.example", i) });
        assert_true(out.created && out.owner.v != 0); /* its problem is owned all the same */
    }
    mail_desk_receive(p, (struct test_mail){ .from = "rosa@escuela.example", .subject = "Another thing" });
    mail_desk_later(p, 2 * MINUTE_MS);
    assert_int_equal(count(p, "outbox") - before, MOST + 1); /* whom we know gets theirs */
    mail_desk_later(p, HOUR_MS);
    mail_desk_receive(p, (struct test_mail){ .from = "late@new.example" });
    mail_desk_later(p, 2 * MINUTE_MS);
    assert_int_equal(count(p, "outbox") - before, MOST + 2);
}

static void failing_dmarc_gets_no_receipt_A1(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome out = mail_desk_receive(p, (struct test_mail){ .headers = "Authentication-Results: mx.desk.example; dmarc=fail\r\n" });
    assert_int_equal(out.fate, FATE_TICKET);
    assert_int_equal(count(p, "receipt"), 0);
    assert_int_equal(count(p, "message WHERE verified = 'fail'"), 1);
}

static void failing_dmarc_names_nobody(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    mail_desk_receive(p, (struct test_mail){ .from = "bare@escuela.example" });
    mail_desk_receive(p, (struct test_mail){ .from = "\"The Director\" <bare@escuela.example>",
                                             .headers = "Authentication-Results: mx.desk.example; dmarc=fail\r\n" });
    mail_desk_receive(p, (struct test_mail){ .from = "\"The Bank\" <ceo@bank.example>",
                                             .headers = "Authentication-Results: mx.desk.example; dmarc=fail\r\n" });
    assert_int_equal(count(p, "person WHERE name IN ('The Director', 'The Bank')"), 0);
    mail_desk_receive(p, (struct test_mail){ .from = "Rosa <bare@escuela.example>", .subject = "Another thing" });
    assert_int_equal(count(p, "person WHERE name = 'Rosa'"), 1);
}

/* ---- which ticket ---- */

static void a_reply_by_its_token_joins(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ 0 });
    struct mail_outcome next = mail_desk_receive(p, (struct test_mail){ .to = mail_desk_reply_address(p, first.ticket, first.person) });
    assert_int_equal(next.fate, FATE_JOINED);
    assert_int_equal(next.ticket.v, first.ticket.v);
    assert_int_equal(count(p, "message WHERE stranger"), 0);
}

static void a_number_in_a_subject_joins_nothing_AC003(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ 0 });
    struct mail_outcome next = mail_desk_receive(p, (struct test_mail){ .from = "mallory@evil.example",
        .subject = talloc_asprintf(p, "[#%lld] C-%lld hi", (long long)first.number, (long long)first.number) });
    assert_int_equal(next.fate, FATE_TICKET);
    assert_int_not_equal(next.ticket.v, first.ticket.v);
}

static void a_token_that_was_changed_is_none_AC004(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ 0 });
    const char *good = mail_desk_reply_address(p, first.ticket, first.person);
    const size_t at = (size_t)(strchr(good, '@') - good), plus = (size_t)(strchr(good, '+') - good);
    char *changed = talloc_strdup(p, good), *upper = talloc_strdup(p, good);
    changed[at - 1] = changed[at - 1] == 'a' ? 'b' : 'a';
    for (size_t i = plus + 1; i < at; i++)
        upper[i] = (char)(upper[i] >= 'a' && upper[i] <= 'z' ? upper[i] - 'a' + 'A' : upper[i]);
    const char *const bad[] = {
        changed,
        upper,
        talloc_asprintf(p, "%.*s@desk.example", (int)at - 1, good),
        talloc_asprintf(p, "%.*sa@desk.example", (int)at, good),
        talloc_asprintf(p, "help+%lld@desk.example", (long long)first.ticket.v),
        "help+@desk.example",
        "help+%@desk.example",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct mail_outcome next = mail_desk_receive(p, (struct test_mail){ .to = bad[i] });
        if (next.fate != FATE_TICKET)
            fail_msg("%s joined", bad[i]);
    }
}

static void a_token_quoted_in_a_body_is_none_AC020(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ 0 });
    struct mail_outcome next = mail_desk_receive(p, (struct test_mail){ .from = "eve@night.example",
        .text = talloc_asprintf(p, "Write to %s please.", mail_desk_reply_address(p, first.ticket, first.person)) });
    assert_int_equal(next.fate, FATE_TICKET);
}

static void a_token_in_foreign_hands_shows_a_stranger_AC007_AC009(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ 0 });
    struct mail_outcome next = mail_desk_receive(p, (struct test_mail){ .from = "friend@forward.example", .text = "It is solved, thank you.",
        .to = mail_desk_reply_address(p, first.ticket, first.person) });
    struct ticket ticket = mail_desk_ticket(p, first.ticket);
    assert_int_equal(next.ticket.v, first.ticket.v);
    assert_int_equal(count(p, "message WHERE stranger AND from_address = 'friend@forward.example'"), 1);
    assert_int_equal(ticket.person_id.v, first.person.v);
    assert_int_equal(ticket.state, TICKET_OPEN);
}

static void a_forged_solved_ends_nothing_AC001(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ 0 });
    struct test_mail forged = { .text = "It is solved, thank you.", .to = mail_desk_reply_address(p, first.ticket, first.person),
                                .headers = "Authentication-Results: mx.desk.example; dmarc=fail\r\n" };
    assert_int_equal(mail_desk_receive(p, forged).fate, FATE_JOINED);
    assert_int_equal(mail_desk_ticket(p, first.ticket).state, TICKET_OPEN);
    assert_int_equal(count(p, "message WHERE verified = 'fail'"), 1);
    assert_int_equal(count(p, "resolution"), 0);
}

static void a_colleague_by_mail_is_no_agent_AC005(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ 0 });
    mail_desk_receive(p, (struct test_mail){ .from = "amara@desk.example", .to = mail_desk_reply_address(p, first.ticket, first.person) });
    assert_int_equal(count(p, "message WHERE direction = 'out' AND kind = 'email'"), 0);
    assert_int_equal(count(p, "message WHERE stranger AND direction = 'in'"), 1);
    assert_int_equal(mail_desk_ticket(p, first.ticket).acknowledged_ms, 0);
}

static const char *sent_id(struct app_people *p, const struct mail_outcome *first)
{
    bool have;
    mail_desk_answer(p, &p->amara, first->ticket, "Which size is the handlebar?");
    struct outgoing mail = take(p, &have);
    assert_true(have);
    return str_to_c(p, mail.message_id);
}

static void a_reply_by_references_joins_only_from_that_address_AC003(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ 0 });
    const char *headers = talloc_asprintf(p, "In-Reply-To: <%s>\r\nReferences: <a@b> <%s>\r\n", sent_id(p, &first), "x@y");
    struct mail_outcome next = mail_desk_receive(p, (struct test_mail){ .headers = headers });
    struct mail_outcome foreign = mail_desk_receive(p, (struct test_mail){ .from = "mallory@evil.example", .headers = headers });
    assert_int_equal(next.ticket.v, first.ticket.v);
    assert_int_equal(foreign.fate, FATE_TICKET);
}

static void a_reply_by_references_joins_however_the_domain_is_written_AC019(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ .from = "Rosa <Rosa@Escuela.Example>" });
    mail_desk_later(p, 2 * MINUTE_MS);
    const char *headers = talloc_asprintf(p, "In-Reply-To: <%s>\r\n", sent_id(p, &first));
    struct mail_outcome next = mail_desk_receive(p, (struct test_mail){ .from = "Rosa@escuela.example", .headers = headers });
    assert_int_equal(next.ticket.v, first.ticket.v);
    assert_false(next.created);
}

static void an_unclear_from_is_nobody_we_know_AC011(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ 0 });
    struct mail_outcome next = mail_desk_receive(p, (struct test_mail){ .headers = "From: mallory@evil.example\r\n" });
    assert_int_not_equal(next.person.v, first.person.v);
}

static void the_local_part_of_an_address_is_not_folded_AC019(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ .from = "A@x.example" });
    struct mail_outcome domain = mail_desk_receive(p, (struct test_mail){ .from = "A@X.Example" });
    struct mail_outcome local = mail_desk_receive(p, (struct test_mail){ .from = "a@x.example" });
    assert_int_equal(domain.person.v, first.person.v);
    assert_int_not_equal(local.person.v, first.person.v);
}

/* ---- what is nobody's problem ---- */

static void automatic_mail_is_kept_apart_O10(void **state)
{
    static const struct test_mail mails[] = {
        { .headers = "Auto-Submitted: auto-replied\r\n" },
        { .headers = "List-Id: <bikes.list.example>\r\nPrecedence: list\r\n" },
        { .from = "Cedar & Spoke <help@desk.example>" },
    };
    struct app_people *p = mail_desk_new(*state);
    for (size_t i = 0; i < sizeof mails / sizeof mails[0]; i++)
        assert_int_equal(mail_desk_receive(p, mails[i]).fate, FATE_QUARANTINE);
    assert_int_equal(count(p, "quarantine"), 3);
    assert_int_equal(count(p, "ticket"), 0);
    assert_int_equal(count(p, "receipt"), 0);
    assert_int_equal(count(p, "raw"), 3);
}

/* As many an answering machine writes: no header says what it is (F-63). */
static void a_mail_without_a_sender_gets_no_receipt_and_makes_no_ticket_AC128_AC129(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    bool have;
    struct mail_outcome out = mail_desk_receive(p, (struct test_mail){ .null_sender = true });
    assert_int_equal(out.fate, FATE_QUARANTINE);
    assert_int_equal(count(p, "ticket"), 0);
    mail_desk_later(p, HOUR_MS);
    take(p, &have);
    assert_false(have);

    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ .from = "eve@night.example" });
    struct ticket before = mail_desk_ticket(p, first.ticket);
    out = mail_desk_receive(p, (struct test_mail){ .from = "eve@night.example", .null_sender = true,
                                                   .to = mail_desk_reply_address(p, first.ticket, first.person) });
    assert_int_equal(out.fate, FATE_JOINED);
    assert_int_equal(mail_desk_ticket(p, first.ticket).version, before.version);
}

static void an_automatic_answer_on_a_ticket_changes_nothing_AC129(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ 0 });
    mail_desk_answer(p, &p->amara, first.ticket, "Which size is the handlebar?");
    struct ticket before = mail_desk_ticket(p, first.ticket);
    struct mail_outcome next = mail_desk_receive(p, (struct test_mail){ .headers = "Auto-Submitted: auto-replied\r\n",
        .text = "I am away until Monday.", .to = mail_desk_reply_address(p, first.ticket, first.person) });
    assert_int_equal(next.fate, FATE_JOINED);
    assert_int_equal(mail_desk_ticket(p, first.ticket).version, before.version);
    assert_int_equal(count(p, "message WHERE kind = 'automatic'"), 1);
}

static void a_bounce_is_noted_on_our_mail_AC128(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ 0 });
    const char *id = sent_id(p, &first);
    struct ticket before = mail_desk_ticket(p, first.ticket);
    const char *report = talloc_asprintf(p,
        "--b\r\nContent-Type: text/plain\r\n\r\nUser unknown.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.escuela.example\r\n\r\nFinal-Recipient: rfc822; rosa@escuela.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 user unknown\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <%s>\r\n--b--", id);
    struct mail_outcome out = mail_desk_receive(p, (struct test_mail){ .from = "MAILER-DAEMON@mx.escuela.example", .subject = "Undelivered",
        .headers = "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n", .text = report });
    assert_int_equal(out.fate, FATE_BOUNCE_NOTED);
    assert_int_equal(count(p, "message WHERE state = 'bounced'"), 1);
    assert_int_equal(count(p, "outbox WHERE state = 'bounced'"), 1);
    assert_int_equal(count(p, "person WHERE undeliverable_ms IS NOT NULL"), 1);
    assert_int_equal(mail_desk_ticket(p, first.ticket).version, before.version);
}

/* ---- what cannot be read ---- */

static void a_mail_that_breaks_the_reader_becomes_a_visible_ticket_G4_F19(void **state)
{
    setenv("BUCKSTOP_FAULT", "poisoned mails are honoured", 1);
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome out = mail_desk_receive(p, (struct test_mail){ .headers = "X-Buckstop-Test: crash\r\n" });
    struct mail_outcome next = mail_desk_receive(p, (struct test_mail){ .from = "eve@night.example" });
    unsetenv("BUCKSTOP_FAULT");
    assert_int_equal(out.fate, FATE_TICKET);
    assert_true(mail_desk_ticket(p, out.ticket).owner_id.v != 0);
    assert_int_equal(count(p, "message WHERE problems <> '' AND raw_id IS NOT NULL"), 1);
    assert_int_equal(next.fate, FATE_TICKET);
    assert_str(mail_desk_ticket(p, next.ticket).subject, "The bell is gone");
}

/* ---- the customer's word ---- */

static void thanks_changes_nothing_R2(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ 0 });
    mail_desk_answer(p, &p->amara, first.ticket, "A new bell is on its way.");
    struct ticket before = mail_desk_ticket(p, first.ticket);
    mail_desk_receive(p, (struct test_mail){ .text = "Thanks!", .to = mail_desk_reply_address(p, first.ticket, first.person) });
    struct ticket after = mail_desk_ticket(p, first.ticket);
    assert_int_equal(after.version, before.version);
    assert_int_equal(after.turn, TURN_CUSTOMER);
    assert_int_equal(count(p, "message WHERE thanks"), 1);
}

static void a_word_gives_us_the_turn_and_a_promise_P2(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ 0 });
    mail_desk_answer(p, &p->amara, first.ticket, "Which size is the handlebar?");
    assert_int_equal(mail_desk_ticket(p, first.ticket).turn, TURN_CUSTOMER);
    mail_desk_receive(p, (struct test_mail){ .text = "It is 31.8 mm wide.", .to = mail_desk_reply_address(p, first.ticket, first.person) });
    struct ticket ticket = mail_desk_ticket(p, first.ticket);
    assert_int_equal(ticket.turn, TURN_US);
    assert_str(ticket.next_kind, "next_word");
    assert_int_equal(ticket.owner_id.v, first.owner.v);
}

static void solved_by_mail_and_opened_again_R2_O8(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ 0 });
    const char *to = mail_desk_reply_address(p, first.ticket, first.person);
    mail_desk_answer(p, &p->amara, first.ticket, "The new bell is in your letter box.");
    mail_desk_receive(p, (struct test_mail){ .text = "It's solved.", .to = to });
    assert_int_equal(mail_desk_ticket(p, first.ticket).state, TICKET_RESOLVED);

    mail_desk_later(p, DAY_MS);
    mail_desk_receive(p, (struct test_mail){ .text = "It fell off again this morning, what now?", .to = to });
    struct ticket ticket = mail_desk_ticket(p, first.ticket);
    assert_int_equal(ticket.state, TICKET_OPEN);
    assert_int_equal(ticket.owner_id.v, first.owner.v);
    assert_int_equal(ticket.reopened, 1);
}

static void after_sixty_days_it_is_a_new_problem_R2(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ 0 });
    const char *to = mail_desk_reply_address(p, first.ticket, first.person);
    mail_desk_receive(p, (struct test_mail){ .text = "It's solved.", .to = to });
    mail_desk_later(p, 61 * DAY_MS);
    struct mail_outcome next = mail_desk_receive(p, (struct test_mail){ .text = "It fell off again this morning, what now?", .to = to });
    assert_int_equal(next.fate, FATE_TICKET);
    assert_int_equal(mail_desk_ticket(p, next.ticket).previous_id.v, first.ticket.v);
    assert_int_equal(mail_desk_ticket(p, first.ticket).state, TICKET_RESOLVED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_mail_has_an_owner_at_once_O1_O2),
        TEST(an_acknowledgement_is_promised_within_opening_hours_P2),
        TEST(the_next_problem_of_a_customer_goes_to_the_same_owner_O2),
        TEST(work_is_spread_over_those_on_duty_O2),
        TEST(the_same_mail_counts_once_G2),
        TEST(the_same_mail_by_another_way_counts_once_F26),
        TEST(two_mails_with_one_message_id_are_two_F25),
        TEST(an_address_that_is_not_ours_is_refused),
        TEST(a_receipt_names_owner_and_time_and_carries_no_word_of_the_sender_A1),
        TEST(no_receipt_is_written_when_a_human_was_faster_A1),
        TEST(a_receipt_that_could_not_leave_is_dropped_when_a_human_was_faster_A1),
        TEST(an_address_gets_one_receipt_an_hour_AC126),
        TEST(people_who_write_first_get_so_many_receipts_an_hour_together_AC126),
        TEST(failing_dmarc_gets_no_receipt_A1),
        TEST(failing_dmarc_names_nobody),
        TEST(a_reply_by_its_token_joins),
        TEST(a_number_in_a_subject_joins_nothing_AC003),
        TEST(a_token_that_was_changed_is_none_AC004),
        TEST(a_token_quoted_in_a_body_is_none_AC020),
        TEST(a_token_in_foreign_hands_shows_a_stranger_AC007_AC009),
        TEST(a_forged_solved_ends_nothing_AC001),
        TEST(a_colleague_by_mail_is_no_agent_AC005),
        TEST(a_reply_by_references_joins_only_from_that_address_AC003),
        TEST(a_reply_by_references_joins_however_the_domain_is_written_AC019),
        TEST(an_unclear_from_is_nobody_we_know_AC011),
        TEST(the_local_part_of_an_address_is_not_folded_AC019),
        TEST(automatic_mail_is_kept_apart_O10),
        TEST(a_mail_without_a_sender_gets_no_receipt_and_makes_no_ticket_AC128_AC129),
        TEST(an_automatic_answer_on_a_ticket_changes_nothing_AC129),
        TEST(a_bounce_is_noted_on_our_mail_AC128),
        TEST(a_mail_that_breaks_the_reader_becomes_a_visible_ticket_G4_F19),
        TEST(thanks_changes_nothing_R2),
        TEST(a_word_gives_us_the_turn_and_a_promise_P2),
        TEST(solved_by_mail_and_opened_again_R2_O8),
        TEST(after_sixty_days_it_is_a_new_problem_R2),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
