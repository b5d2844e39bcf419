/* Whose mail it is: own addresses, forwards, languages, two people, and what may not be believed. */
#include "app/alarm.h"
#include "app/mail_send.h"
#include "mail_desk.h"

static int64_t count(struct app_people *p, const char *what)
{
    return desk_ask(p->desk, talloc_asprintf(p, "SELECT count(*) FROM %s", what));
}

#define PASS "Authentication-Results: mx.desk.example; spf=pass; dkim=pass; dmarc=pass\r\n"
#define FAIL_ "Authentication-Results: mx.desk.example; spf=fail; dmarc=fail\r\n"

/* ---- a colleague's own address (O2) ---- */

static void who_was_written_to_owns_it_O2(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct err err;
    static const char *const addresses[] = { "dao@desk.example", "Dao@Desk.Example", "dao+bikes@desk.example" };
    for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++) {
        struct mail_outcome out = mail_desk_receive(p, (struct test_mail){ .from = talloc_asprintf(p, "c%zu@x.example", i), .to = addresses[i] });
        assert_ok(mail_recipient_check(p->app, str_from(addresses[i]), &err));
        assert_int_equal(out.owner.v, p->dao.colleague.v);
        assert_int_equal(mail_desk_ticket(p, out.ticket).team_id.v, p->team.v);
    }
    assert_int_equal(count(p, "ownership WHERE reason = 'addressed'"), 3);
}

static void an_alias_that_brings_it_to_the_mailbox_names_its_owner_O2(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome out = mail_desk_receive(p, (struct test_mail){ .to = "dao@desk.example", .envelope_to = "help@desk.example" });
    assert_int_equal(out.owner.v, p->dao.colleague.v);
}

static void who_is_only_in_copy_owns_nothing_by_it_O2(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    for (int i = 0; i < 4; i++)
        mail_desk_receive(p, (struct test_mail){ .from = talloc_asprintf(p, "c%d@x.example", i), .headers = "Cc: dao@desk.example\r\n" });
    assert_int_equal(count(p, "ownership WHERE reason = 'addressed'"), 0);
}

static void the_envelope_names_the_mailbox_whatever_the_header_says_AC021(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome out = mail_desk_receive(p, (struct test_mail){ .to = "sales@desk.example", .envelope_to = "help@desk.example",
                                                                      .headers = "Delivered-To: other@desk.example\r\n" });
    assert_int_equal(out.fate, FATE_TICKET);
    assert_int_equal(mail_desk_ticket(p, out.ticket).team_id.v, p->team.v);
}

/* ---- what a colleague passes on ---- */

static const char forwarded_text[] = "For us?\r\n\r\n---------- Forwarded message ---------\r\nFrom: Tomas Vidal <tomas@cliente.example>\r\n"
                                     "Date: Fri, 20 Nov 2026 at 09:00\r\nSubject: Broken spoke\r\nTo: <amara@desk.example>\r\n\r\nA spoke broke.\r\n";

static struct mail_outcome pass_on(struct app_people *p, const char *from, const char *subject, const char *headers, const char *text)
{
    return mail_desk_receive(p, (struct test_mail){ .from = from, .subject = subject, .headers = headers, .text = text });
}

static void a_forward_of_a_colleague_is_the_customers_ticket(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome out = pass_on(p, "Amara <amara@desk.example>", "Fwd: Broken spoke", PASS, forwarded_text);
    struct ticket ticket = mail_desk_ticket(p, out.ticket);
    assert_str(ticket.person_name, "Tomas Vidal");
    assert_str(ticket.subject, "Broken spoke");
    assert_int_equal(ticket.owner_id.v, p->amara.colleague.v);
    assert_int_equal(count(p, "identity WHERE address = 'tomas@cliente.example'"), 1);
    assert_int_equal(count(p, "message WHERE from_address = 'tomas@cliente.example' AND problems LIKE 'Passed on by Amara%'"), 1);
    mail_desk_later(p, HOUR_MS);
    assert_int_equal(count(p, "message WHERE kind = 'receipt'"), 1);
}

static void a_forward_as_a_message_inside_is_the_customers_too(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome out = pass_on(p, "amara@desk.example", "for us", PASS "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n",
        "--b\r\n\r\nSee\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: Tomas Vidal <tomas@cliente.example>\r\nSubject: Broken spoke\r\n\r\nA spoke broke.\r\n--b--\r\n");
    assert_str(mail_desk_ticket(p, out.ticket).person_name, "Tomas Vidal");
}

static void a_forward_in_other_languages_is_read(void **state)
{
    static const struct { const char *subject, *text; } mails[] = {
        { "WG: Speiche", "Von: Tomas Vidal [mailto:tomas@cliente.example]\r\nGesendet: Freitag, 20. November 2026 09:00\r\nAn: Amara\r\nBetreff: Speiche\r\n\r\nKaputt.\r\n" },
        { "TR: Rayon", "De : Tomas Vidal <tomas@cliente.example>\r\nEnvoy=C3=A9 : vendredi\r\nObjet : Rayon\r\n\r\nCass=C3=A9.\r\n" },
        { "RV: Radio", "*De:* Tomas Vidal <tomas@cliente.example>\r\n*Enviado:* viernes\r\n*Asunto:* Radio\r\n\r\nRoto.\r\n" },
        { "Fwd: Spoke", "Begin forwarded message:\r\n\r\n> From: Tomas Vidal <tomas@cliente.example>\r\n> Subject: Spoke\r\n> Date: 20 November 2026\r\n>\r\n> Broken.\r\n" },
    };
    struct app_people *p = mail_desk_new(*state);
    for (size_t i = 0; i < sizeof mails / sizeof mails[0]; i++) {
        struct mail_outcome out = pass_on(p, "amara@desk.example", mails[i].subject, PASS "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n", mails[i].text);
        if (!str_equal(mail_desk_ticket(p, out.ticket).person_name, STR("Tomas Vidal")))
            fail_msg("%s is not the customer's", mails[i].subject);
    }
}

static void a_forged_forward_names_nobody_G9(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome out = pass_on(p, "amara@desk.example", "Fwd: Broken spoke", FAIL_, forwarded_text);
    assert_int_equal(count(p, "identity WHERE address = 'tomas@cliente.example'"), 0);
    assert_int_not_equal(out.fate, FATE_QUARANTINE);
}

static void where_nothing_was_checked_no_receipt_goes_to_who_is_named_AC126(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome out = pass_on(p, "amara@desk.example", "Fwd: Broken spoke", "", forwarded_text);
    assert_str(mail_desk_ticket(p, out.ticket).person_name, "Tomas Vidal");
    mail_desk_later(p, HOUR_MS);
    assert_int_equal(count(p, "message WHERE kind = 'receipt'"), 0);
}

static void a_customers_forward_stays_the_customers(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome out = pass_on(p, "Rosa Delgado <rosa@escuela.example>", "Fwd: Broken spoke", PASS, forwarded_text);
    assert_str(mail_desk_ticket(p, out.ticket).person_name, "Rosa Delgado");
}

static void a_colleague_with_a_problem_is_a_customer(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome out = pass_on(p, "Mateusz <mateusz@desk.example>", "My screen is dark", PASS, "Nothing is shown since this morning.");
    assert_str(mail_desk_ticket(p, out.ticket).person_name, "Mateusz");
}

/* ---- who takes part ---- */

static void whom_an_unproven_mail_names_in_cc_takes_no_part_AC001(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ 0 });
    static const char *const headers[] = { "Cc: mallory@evil.example\r\n" FAIL_, "Cc: mallory@evil.example\r\n" };
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++)
        mail_desk_receive(p, (struct test_mail){ .headers = headers[i], .to = mail_desk_reply_address(p, first.ticket, first.person),
                                                 .text = talloc_asprintf(p, "One more thing, number %zu.", i) });
    mail_desk_answer(p, &p->amara, first.ticket, "The bell is on its way.");
    assert_int_equal(count(p, "outbox_recipient WHERE address <> 'rosa@escuela.example'"), 0);
    assert_int_equal(count(p, "page WHERE person_id NOT IN (SELECT person_id FROM ticket)"), 0);
    assert_int_equal(count(p, "ticket_copy"), 0);
    assert_int_equal(count(p, "message WHERE verified = 'fail'"), 1);
}

/* ---- mails that answer one of others ---- */

static struct mail_outcome answer_all(struct app_people *p, const char *from, const char *id, const char *headers)
{
    return mail_desk_receive(p, (struct test_mail){ .from = from, .subject = "Re: The bell is gone", .text = "It has 28 inches.",
                                                    .headers = talloc_asprintf(p, "%sIn-Reply-To: <%s>\r\n", headers, id) });
}

static void who_is_on_the_ticket_joins_it_by_a_mail_to_all_where_the_sender_is_proven(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ .id = "first@escuela.example", .headers = PASS "Cc: boss@escuela.example\r\n" });
    assert_int_equal(answer_all(p, "boss@escuela.example", "first@escuela.example", PASS).ticket.v, first.ticket.v);
    assert_int_equal(answer_all(p, "Rosa Delgado <rosa@escuela.example>", "first@escuela.example", PASS).ticket.v, first.ticket.v);
    assert_int_equal(count(p, "message WHERE stranger"), 0);
}

static void who_is_not_on_it_or_not_proven_joins_nothing_by_it_AC003_G9(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ .id = "first@escuela.example", .headers = PASS "Cc: boss@escuela.example\r\n" });
    assert_int_not_equal(answer_all(p, "mallory@evil.example", "first@escuela.example", PASS).ticket.v, first.ticket.v);
    assert_int_not_equal(answer_all(p, "boss@escuela.example", "first@escuela.example", "").ticket.v, first.ticket.v);
    assert_int_not_equal(answer_all(p, "boss@escuela.example", "first@escuela.example", FAIL_).ticket.v, first.ticket.v);
    assert_int_not_equal(answer_all(p, "boss@escuela.example", "other@escuela.example", PASS).ticket.v, first.ticket.v);
    assert_int_equal(count(p, "message WHERE ticket_id = (SELECT min(id) FROM ticket) AND direction = 'in'"), 1);
}

/* ---- a colleague answers a notice by mail ---- */

static struct outgoing take_notice(struct app_people *p)
{
    struct outgoing mail = { .attempts = 0 };
    struct err err;
    bool have = false;
    time_ms next;
    do
        assert_done(mail_send_take(p->app, p, &mail, &have, &next, &err), &err);
    while (have && !str_equal(((const struct out_recipient *)mail.recipients.items)->address, STR("amara@desk.example")));
    assert_true(have);
    return mail;
}

static void tell_amara(struct app_people *p, ticket_id id)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct ticket ticket = mail_desk_ticket(p, id);
    struct err err;
    assert_done(tx_begin_write(&tx, p->app->db, &err), &err);
    assert_done(desk_facts_get(p->app, &tx, &facts, &err), &err);
    assert_done(alarm_send(p->app, &tx, p, facts, &ticket, p->amara.colleague, "alarm_second_hop", alarm_data(p->app, p, facts, &ticket), &err), &err);
    assert_done(tx_commit(&tx, &err), &err);
}

static struct mail_outcome answer_notice(struct app_people *p, const struct outgoing *notice, const char *headers)
{
    return mail_desk_receive(p, (struct test_mail){ .from = "Amara <amara@desk.example>", .text = "I call her.",
        .headers = talloc_asprintf(p, "%sIn-Reply-To: <" STR_FMT ">\r\n", headers, STR_ARG(notice->message_id)) });
}

static void what_a_colleague_answers_to_a_notice_becomes_no_message_and_they_are_told_AC006(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ .headers = PASS });
    tell_amara(p, first.ticket);
    struct outgoing notice = take_notice(p);
    const char *const leaves[] = { talloc_asprintf(p, "DELETE FROM team_member WHERE colleague_id = %lld", (long long)p->amara.colleague.v), NULL };
    assert_int_equal(desk_try(p->desk, leaves, NULL), STATUS_OK);

    assert_int_equal(answer_notice(p, &notice, PASS).fate, FATE_QUARANTINE);
    assert_int_equal(count(p, "message WHERE direction = 'in'"), 1);
    assert_int_equal(count(p, "ticket"), 1);
    struct outgoing told = take_notice(p);
    struct mail_bodies bodies = mail_desk_bodies(p, &told);
    assert_true(told.automatic);
    assert_true(str_find(bodies.text, STR("Your answer was added nowhere"), 0) != SIZE_MAX);
    assert_true(str_find(bodies.text, STR("Rosa"), 0) == SIZE_MAX && str_find(told.subject, STR("bell"), 0) == SIZE_MAX);
    assert_int_equal(answer_notice(p, &told, "").fate, FATE_QUARANTINE);
    assert_int_equal(count(p, "automatic_sent WHERE kind = 'not_taken'"), 1);
}

static void who_only_says_to_be_a_colleague_is_told_nothing_AC005_G13(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ .headers = PASS });
    tell_amara(p, first.ticket);
    struct outgoing notice = take_notice(p);
    assert_int_equal(answer_notice(p, &notice, FAIL_).fate, FATE_QUARANTINE);
    assert_int_equal(count(p, "automatic_sent WHERE kind = 'not_taken'"), 0);
}

static void an_answer_goes_to_the_customer_not_to_reply_to_AC008(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ .headers = "Reply-To: victim@elsewhere.example\r\n" });
    mail_desk_answer(p, &p->amara, first.ticket, "The bell is on its way.");
    assert_int_equal(count(p, "identity WHERE address = 'victim@elsewhere.example'"), 0);
    assert_int_equal(count(p, "outbox_recipient WHERE address = 'victim@elsewhere.example'"), 0);
}

static void a_name_that_looks_like_an_address_is_only_a_name_AC010(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ .from = "alice@corp.example" });
    struct mail_outcome next = mail_desk_receive(p, (struct test_mail){ .from = "\"alice@corp.example\" <m@evil.example>" });
    assert_int_not_equal(first.person.v, next.person.v);
    assert_int_equal(count(p, "message WHERE from_address = 'm@evil.example'"), 1);
}

static void headers_of_other_desks_are_words_AC013(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome out = mail_desk_receive(p, (struct test_mail){ .headers =
        "X-RT-Queue: secret\r\nX-Desk-Owner: dao\r\nX-Priority: 1\r\nX-Zammad-Ticket-State: closed\r\nImportance: high\r\n" });
    struct ticket ticket = mail_desk_ticket(p, out.ticket);
    assert_int_equal(ticket.state, TICKET_OPEN);
    assert_int_equal(ticket.urgency, URGENCY_NORMAL);
}

static void a_code_mailed_to_a_reply_address_is_for_colleagues_only_AC016_AC017(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ 0 });
    struct mail_outcome code = mail_desk_receive(p, (struct test_mail){ .from = "no-reply@service.example", .text = "Your code is 123456.",
        .to = mail_desk_reply_address(p, first.ticket, first.person) });
    assert_int_equal(code.fate, FATE_JOINED);
    assert_int_equal(count(p, "message WHERE kind = 'automatic' AND stranger"), 1);
    assert_int_equal(count(p, "page WHERE person_id NOT IN (SELECT person_id FROM ticket)"), 0);
}

static void a_domain_in_other_letters_is_the_same_and_a_lookalike_is_not_AC019(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ .from = "a@xn--bcher-kva.example" });
    struct mail_outcome same = mail_desk_receive(p, (struct test_mail){ .from = "a@B\xc3\xbc" "cher.example" });
    struct mail_outcome other = mail_desk_receive(p, (struct test_mail){ .from = "a@b\xd1\x83" "cher.example" });
    assert_int_equal(first.person.v, same.person.v);
    assert_int_not_equal(first.person.v, other.person.v);
}

/* ---- what our server found ---- */

static void what_our_server_found_is_told_in_plain_words_RFC8601(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    mail_desk_receive(p, (struct test_mail){ .headers = PASS });
    mail_desk_receive(p, (struct test_mail){ .headers = FAIL_ });
    mail_desk_receive(p, (struct test_mail){ .headers = "" });
    assert_int_equal(count(p, "message WHERE auth_text LIKE 'DMARC: the sender''s address is genuine.%SPF: %DKIM: it is signed%'"), 1);
    assert_int_equal(count(p, "message WHERE auth_text LIKE 'DMARC: the sender''s address may be forged.%'"), 1);
    assert_int_equal(count(p, "message WHERE auth_text = ''"), 1);
}

/* ---- the customer's language ---- */

static void a_receipt_speaks_the_customers_language_A1(void **state)
{
    static const struct { const char *from, *text, *language; } mails[] = {
        { "a@x.example", "Guten Tag, die Klingel ist von meinem Rad gefallen. Kann ich bitte eine neue haben?", "de" },
        { "b@x.example", "Bonjour, la sonnette est tombée de mon vélo. Est-ce que je peux avoir une nouvelle ?", "fr" },
        { "c@x.example", "Hola, el timbre se ha caído de mi bicicleta. ¿Puedo tener uno nuevo por favor?", "es" },
        { "d@x.example", "Dzień dobry, dzwonek spadł z mojego roweru. Czy mogę dostać nowy?", "en" },
    };
    struct app_people *p = mail_desk_new(*state);
    for (size_t i = 0; i < sizeof mails / sizeof mails[0]; i++) {
        struct mail_outcome out = mail_desk_receive(p, (struct test_mail){ .from = mails[i].from, .text = mails[i].text,
            .headers = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n" });
        if (!str_equal(mail_desk_ticket(p, out.ticket).language, str_from(mails[i].language)))
            fail_msg("%s: not %s", mails[i].text, mails[i].language);
    }
}

static void a_known_customer_who_writes_little_keeps_the_language(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    mail_desk_receive(p, (struct test_mail){ .text = "Guten Tag, die Klingel ist von meinem Rad gefallen. Kann ich bitte eine neue haben?" });
    struct mail_outcome next = mail_desk_receive(p, (struct test_mail){ .subject = "SN 4711", .text = "SN 4711" });
    assert_str(mail_desk_ticket(p, next.ticket).language, "de");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_was_written_to_owns_it_O2),
        TEST(an_alias_that_brings_it_to_the_mailbox_names_its_owner_O2),
        TEST(who_is_only_in_copy_owns_nothing_by_it_O2),
        TEST(the_envelope_names_the_mailbox_whatever_the_header_says_AC021),
        TEST(a_forward_of_a_colleague_is_the_customers_ticket),
        TEST(a_forward_as_a_message_inside_is_the_customers_too),
        TEST(a_forward_in_other_languages_is_read),
        TEST(a_forged_forward_names_nobody_G9),
        TEST(where_nothing_was_checked_no_receipt_goes_to_who_is_named_AC126),
        TEST(a_customers_forward_stays_the_customers),
        TEST(a_colleague_with_a_problem_is_a_customer),
        TEST(whom_an_unproven_mail_names_in_cc_takes_no_part_AC001),
        TEST(who_is_on_the_ticket_joins_it_by_a_mail_to_all_where_the_sender_is_proven),
        TEST(who_is_not_on_it_or_not_proven_joins_nothing_by_it_AC003_G9),
        TEST(what_a_colleague_answers_to_a_notice_becomes_no_message_and_they_are_told_AC006),
        TEST(who_only_says_to_be_a_colleague_is_told_nothing_AC005_G13),
        TEST(an_answer_goes_to_the_customer_not_to_reply_to_AC008),
        TEST(a_name_that_looks_like_an_address_is_only_a_name_AC010),
        TEST(headers_of_other_desks_are_words_AC013),
        TEST(a_code_mailed_to_a_reply_address_is_for_colleagues_only_AC016_AC017),
        TEST(a_domain_in_other_letters_is_the_same_and_a_lookalike_is_not_AC019),
        TEST(what_our_server_found_is_told_in_plain_words_RFC8601),
        TEST(a_receipt_speaks_the_customers_language_A1),
        TEST(a_known_customer_who_writes_little_keeps_the_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
