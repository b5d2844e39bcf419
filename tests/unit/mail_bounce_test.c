#include "mail/mime_read.h"

#include "check.h"
#include "mail_check.h"

#include "base/digest.h"
#include "mail/bounce_reason.h"

static struct mail read_mail(void *mem, const char *raw)
{
    struct err err = { 0 };
    struct mime_reader *reader;
    struct mail mail;
    assert_ok(digest_start(&err));
    assert_ok(mime_reader_new(mem, STR(""), &reader, &err));
    mime_read(reader, mem, str_from(raw), &mail);
    return mail;
}

static const struct {
    const char *name, *headers;
    enum mail_automatic want;
} cases[] = {
    { "a person", "From: a@x.example\nSubject: Help\n", MAIL_HUMAN },
    { "Auto-Submitted: no", "From: a@x.example\nAuto-Submitted: no\n", MAIL_HUMAN },
    { "Auto-Submitted", "From: a@x.example\nAuto-Submitted: auto-replied (vacation)\n", MAIL_AUTO_REPLY },
    { "Precedence: bulk", "From: a@x.example\nPrecedence: bulk\n", MAIL_LIST },
    { "List-Id", "From: a@x.example\nList-Id: <l.x.example>\n", MAIL_LIST },
    { "X-Auto-Response-Suppress", "From: a@x.example\nX-Auto-Response-Suppress: DR, OOF, AutoReply\n", MAIL_AUTO_REPLY },
    { "X-Auto-Response-Suppress for receipts only", "From: a@x.example\nX-Auto-Response-Suppress: RN\n", MAIL_HUMAN },
    { "X-Loop", "From: a@x.example\nX-Loop: desk\n", MAIL_AUTO_REPLY },
    { "the null sender", "Return-Path: <>\nFrom: a@x.example\n", MAIL_AUTO_REPLY },
    { "a notice without any mark", "From: a@x.example\nSubject: Out of Office: Help\n", MAIL_AUTO_REPLY },
    { "a notice in German", "From: a@x.example\nSubject: Automatische Antwort: Hilfe\n", MAIL_AUTO_REPLY },
    { "an answer to a notice", "From: a@x.example\nSubject: Re: Out of Office\n", MAIL_HUMAN },
    { "nobody reads it", "From: no-reply@x.example\nSubject: Code\n", MAIL_AUTO_REPLY },
    { "a form that names the customer", "From: no-reply@x.example\nReply-To: a@y.example\n", MAIL_HUMAN },
    { "a receipt", "From: a@x.example\nContent-Type: message/disposition-notification\n", MAIL_REPORT },
};

static void machines_are_told_from_people_AC129(void **state)
{
    static const char *const words[] = { "human", "auto-reply", "list", "bounce", "report" };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct mail mail = read_mail(*state, str_format(*state, "%s\nx\n", cases[i].headers).ptr);
        assert_same(cases[i].name, str_from(words[mail.automatic]), words[cases[i].want]);
    }
}

static void a_report_with_a_form_is_read_RFC3464(void **state)
{
    struct mail mail = read_mail(
        *state, "From: MAILER-DAEMON@mx.example\nTo: help@example.com\nSubject: Undelivered\n"
                "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
                "--b\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
                "Final-Recipient: rfc822; ada@x.example\nAction: failed\nStatus: 5.1.1\n"
                "Diagnostic-Code: smtp; 550 5.1.1 User unknown\n\n"
                "Final-Recipient: rfc822; bo@x.example\nAction: delayed\nStatus: 4.4.1\n\n"
                "--b\nContent-Type: message/rfc822\n\nMessage-ID: <out-1@example.com>\nFrom: help@example.com\n\nHello\n--b--\n");
    const struct mail_bounced *items = mail.bounced.items;
    assert_int_equal(mail.automatic, MAIL_BOUNCE);
    assert_true(mail.has_bounce);
    assert_int_equal(mail.bounced.count, 2);
    assert_str(items[0].address, "ada@x.example");
    assert_str(items[0].status, "5.1.1");
    assert_str(items[0].kind, "hard");
    assert_str(items[0].reason, "unknown_user");
    assert_str(items[1].action, "delayed");
    assert_str(items[1].kind, "soft");
    assert_str(mail.bounced_message_id, "out-1@example.com");
}

static void a_shapeless_report_is_read_AC128(void **state)
{
    struct mail mail = read_mail(
        *state, "From: MAILER-DAEMON@mx.example\nTo: help@example.com\nSubject: failure notice\n\n"
                "Hi. This is the mail program at mx.example.\nI'm afraid I wasn't able to deliver your message.\n\n"
                "<ada@x.example>:\n550 sorry, no mailbox here by that name. (#5.1.1)\n\n"
                "--- Below this line is a copy of the message.\n\n"
                "Message-ID: <out-2@example.com>\nTo: <other@x.example>\n\nHello\n");
    const struct mail_bounced *items = mail.bounced.items;
    assert_int_equal(mail.automatic, MAIL_BOUNCE);
    assert_int_equal(mail.bounced.count, 1);
    assert_str(items[0].address, "ada@x.example");
    assert_str(items[0].status, "5.1.1");
    assert_str(items[0].kind, "hard");
    assert_str(mail.bounced_message_id, "out-2@example.com");
}

static void a_report_may_give_its_reason_first_AC128(void **state)
{
    struct mail mail = read_mail(*state, "From: Postmaster@mx.example\nSubject: Undeliverable: Hello\n\n"
                                         "The mailbox is full:\n\n    ada@x.example\n");
    const struct mail_bounced *items = mail.bounced.items;
    assert_int_equal(mail.bounced.count, 1);
    assert_str(items[0].address, "ada@x.example");
    assert_str(items[0].reason, "mailbox_full");
}

static void a_customer_who_quotes_a_bounce_is_a_person_AC020(void **state)
{
    struct mail mail = read_mail(*state, "From: ada@x.example\nSubject: your mail\n\nI got this:\n\n"
                                         "<bo@x.example>: could not be delivered, User unknown\n");
    assert_int_equal(mail.automatic, MAIL_HUMAN);
    assert_false(mail.has_bounce);
}

static const struct {
    const char *text, *status, *kind;
} reasons[] = {
    { "550 5.1.1 User unknown", "5.1.1", "hard" },
    { "552 5.2.2 mailbox full", "5.2.2", "soft" },
    { "550 5.1.1 over quota", "5.1.1", "soft" },
    { "Host or domain name not found", "5.4.4", "hard" },
    { "550 blocked using Spamhaus", "5.7.1", "soft" },
    { "", "5.1.1", "hard" },
    { "", "4.1.1", "soft" },
    { "", "5.7.26", "soft" },
    { "", "", "unknown" },
};

static void dead_addresses_are_told_from_busy_ones(void **state)
{
    for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
        struct bounce_reason reason = bounce_reason_of(*state, str_from(reasons[i].text), str_from(reasons[i].status),
                                                       STR("failed"), BOUNCE_STAGE_UNKNOWN);
        assert_same(reasons[i].text, str_from(reason.kind), reasons[i].kind);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(machines_are_told_from_people_AC129),
        TEST(a_report_with_a_form_is_read_RFC3464),
        TEST(a_shapeless_report_is_read_AC128),
        TEST(a_report_may_give_its_reason_first_AC128),
        TEST(a_customer_who_quotes_a_bounce_is_a_person_AC020),
        TEST(dead_addresses_are_told_from_busy_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
