#include "mail_check.h"
#include "mail_read.h"

#include "mail/bounce_reason.h"

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
    { "X-Postfix; Name service error for name=x.example type=MX: Host not found, try again", "4.4.3", "soft" },
    { "all relevant MX records point to non-existent hosts", "5.0.0", "hard" },
    { "an MX or SRV record indicated no SMTP service", "5.0.0", "hard" },
    { "550-Requested action not taken: mailbox unavailable 550 invalid DNS MX or A/AAAA resource record", "5.0.0", "soft" },
    { "553 5.3.0 <ada@x.example>... Addressee unknown", "5.3.0", "hard" },
    { "551 not our user; please try forwarding", "", "hard" },
    { "550 #5.1.0 Address rejected.", "5.1.0", "hard" },
    { "550 Mailbox has been deleted", "", "hard" },
    { "550 Too many invalid recipients", "5.0.0", "soft" },
    { "550 5.1.1 the address is on the suppression list", "5.1.1", "soft" },
    { "550 Mailbox nicht vorhanden", "", "hard" },
    { "550 Conta de e-mail inexistente", "5.0.0", "hard" },
    { "550 Utilisateur inexistant", "5.0.0", "hard" },
    { "550 Gebruiker onbekend", "5.0.0", "hard" },
    { "550 Address not present in directory", "5.0.0", "hard" },
    { "550 Domain x.example not found", "5.0.0", "hard" },
    { "550 Address of sender not present", "5.0.0", "soft" },
    { "550 That user does not have an email account here", "", "hard" },
    { "550 sorry, the user you are sending to is not valid", "", "hard" },
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

static void who_still_tries_does_not_know_that_an_address_is_dead_RFC3464(void **state)
{
    struct bounce_reason reason =
        bounce_reason_of(*state, STR("450 4.1.1 User unknown"), STR("4.1.1"), STR("delayed"), BOUNCE_STAGE_UNKNOWN);
    assert_string_equal(reason.reason, "unknown_user");
    assert_string_equal(reason.kind, "soft");
}

#define STATUS "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n" \
               "Final-Recipient: rfc822; ada@x.example\nAction: failed\nStatus: 5.1.1\n"
#define REPORT(text, original) \
    "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\nTo: help@example.com\nSubject: Undelivered\n" \
    "In-Reply-To: <answered@example.com>\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n" \
    "--b\n\n" text "\n--b\n" STATUS "\n--b\n" original "\n--b--\n"

static const struct {
    const char *name, *raw, *id;
} originals[] = {
    { "the mail", REPORT("Sorry.", "Content-Type: message/rfc822\n\nMessage-ID: <out@example.com>\n\nHello"), "out@example.com" },
    { "its headers", REPORT("Sorry.", "Content-Type: text/rfc822-headers\n\nMessage-ID: <out@example.com>\n"), "out@example.com" },
    { "its headers, folded before the id", REPORT("Sorry.", "Content-Type: text/rfc822-headers\n\nMessage-ID:\n <out@example.com>\n"), "out@example.com" },
    { "the text of the report", REPORT("Original message headers:\n\nMessage-ID: <out@example.com>\n", ""), "out@example.com" },
    { "what it answers", REPORT("Sorry.", ""), "answered@example.com" },
};

static void the_mail_that_a_report_is_about_is_found_in(void **state)
{
    for (size_t i = 0; i < sizeof(originals) / sizeof(originals[0]); i++)
        assert_same(originals[i].name, read_mail(*state, originals[i].raw).bounced_message_id, originals[i].id);
}

static void each_recipient_of_a_report_has_its_own_fate_RFC3464(void **state)
{
    struct mail mail = read_mail(
        *state, "From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; boundary=b\n\n--b\n\nSome.\n--b\n"
                "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
                "Final-Recipient: rfc822; a@x.example\nAction: delivered\nStatus: 2.0.0\n\n"
                "Final-Recipient: rfc822; b@x.example\nAction: failed\nStatus: 5.2.2\n\n"
                "Final-Recipient: rfc822; c@x.example\nAction: relayed\nStatus: 2.0.0\n\n"
                "Final-Recipient: rfc822; d@x.example\nAction: failed\nStatus: 5.1.1\n--b--\n");
    static const char *const kinds[] = { "soft", "soft", "soft", "hard" };
    const struct mail_bounced *items = mail.bounced.items;
    assert_int_equal(mail.bounced.count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_same("a recipient", items[i].kind, kinds[i]);
    assert_str(items[2].action, "relayed");
}

/* RFC 5429: a filter refuses by a notification. A reader's program uses the same word for what nobody read. */
#define NOTIFICATION(from, text) \
    "Return-Path: <>\nFrom: " from "\nSubject: s\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n" \
    "--b\n\n" text "\n--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; ada@x.example\n" \
    "Disposition: automatic-action/MDN-sent-automatically; deleted\n--b--\n"

static void a_rejection_may_look_like_a_receipt_RFC5429(void **state)
{
    struct mail mail = read_mail(*state, NOTIFICATION("Mail Delivery Subsystem <postmaster@x.example>",
                                                      "Your message to <ada@x.example> was automatically rejected:\nQuota exceeded"));
    const struct mail_bounced *items = mail.bounced.items;
    assert_int_equal(mail.automatic, MAIL_BOUNCE);
    assert_int_equal(mail.bounced.count, 1);
    assert_str(items[0].address, "ada@x.example");
    assert_str(items[0].reason, "mailbox_full");
    mail = read_mail(*state, NOTIFICATION("Ada <ada@x.example>", "Your message was deleted without being read."));
    assert_int_equal(mail.automatic, MAIL_REPORT);
    assert_false(mail.has_bounce);
}

static const char *const people[] = {
    "Return-Path: <ada@x.example>\nFrom: ada@x.example\nSubject: Undelivered Mail Returned to Sender\n\n"
    "I got \"Undelivered Mail Returned to Sender\". <bo@x.example>: User unknown. What is wrong?\n",
    "Return-Path: <ada@x.example>\nFrom: ada@x.example\nSubject: Fwd: failure\nContent-Type: multipart/mixed; boundary=c\n\n"
    "--c\n\nWhat does this mean?\n--c\nContent-Type: message/rfc822\n\nFrom: MAILER-DAEMON@mx.example\n"
    "Content-Type: multipart/report; boundary=b\n\n--b\n" STATUS "\n--b--\n--c--\n",
    "Return-Path: <postmaster@x.example>\nFrom: postmaster@x.example\nSubject: delivery failed yesterday\n\n"
    "The parcel delivery failed. My colleague ada@x.example waited all day.\n",
    "Return-Path: <bo@x.example>\nFrom: Mail Delivery Bo <bo@x.example>\nSubject: returned mail\n\n"
    "The letter could not be delivered.\n",
};

static void people_who_write_of_failed_deliveries_are_people_AC020(void **state)
{
    for (size_t i = 0; i < sizeof(people) / sizeof(people[0]); i++) {
        struct mail mail = read_mail(*state, people[i]);
        if (mail.automatic != MAIL_HUMAN || mail.has_bounce)
            fail_msg("taken for a report: %s", people[i]);
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
        TEST(who_still_tries_does_not_know_that_an_address_is_dead_RFC3464),
        TEST(the_mail_that_a_report_is_about_is_found_in),
        TEST(each_recipient_of_a_report_has_its_own_fate_RFC3464),
        TEST(a_rejection_may_look_like_a_receipt_RFC5429),
        TEST(people_who_write_of_failed_deliveries_are_people_AC020),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
