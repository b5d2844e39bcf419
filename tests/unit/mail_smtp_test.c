#include "mail/smtp_send.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "check.h"
#include "smtp_fake.h"

#define BODY STR("Subject: bell\r\n\r\n.starts with a dot\r\n..\r\n.\r\nit rings\r\n")

struct attempt {
    struct smtp_fake *fake;
    struct smtp_result results[3];
};

enum { SECURE = 0, PLAIN = 1, TRUSTED = 2, IMPLICIT_TLS = 4, WITH_PASSWORD = 8 };

static struct attempt try_body(TALLOC_CTX *mem, const struct smtp_fake_script *script, unsigned how, size_t count, struct str body)
{
    struct attempt attempt = { .fake = smtp_fake_new(mem, script) };
    const struct smtp_route route = {
        .url = str_format(mem, "smtp%s://%s127.0.0.1:%d", (how & IMPLICIT_TLS) != 0 ? "s" : "",
                          (how & WITH_PASSWORD) != 0 ? "desk:secret@" : "", smtp_fake_port(attempt.fake)),
        .plain = (how & PLAIN) != 0,
        .ca_file = (how & TRUSTED) != 0 ? str_from(smtp_fake_ca_file(attempt.fake)) : STR(""),
        .host = STR("cedar.example"),
        .patience = 2000,
    };
    const struct str three[] = { STR("one@example.org"), STR("two@example.org"), STR("three@example.org") };
    const struct smtp_mail mail = {
        .from = STR("help@cedar.example"), .recipients = three, .recipient_count = count, .message_id = STR("1@cedar"), .bytes = body,
    };
    smtp_send(mem, NULL, &route, &mail, attempt.results);
    return attempt;
}

/* One mail to COUNT recipients through a fake of this SCRIPT. */
static struct attempt try_once(TALLOC_CTX *mem, const struct smtp_fake_script *script, unsigned how, size_t count)
{
    return try_body(mem, script, how, count, BODY);
}

static void assert_reply(const struct smtp_result *result, const char *part)
{
    if (str_find(result->reply, str_from(part), 0) == SIZE_MAX)
        fail_msg("wanted \"%s\", got \"%.*s\"", part, STR_ARG(result->reply));
}

static void a_taken_mail_arrives_byte_for_byte_AC106(void **state)
{
    struct attempt attempt = try_once(*state, &(struct smtp_fake_script){ 0 }, PLAIN, 2);
    assert_int_equal(attempt.results[0].verdict, SMTP_TAKEN);
    assert_int_equal(attempt.results[1].verdict, SMTP_TAKEN);
    assert_reply(&attempt.results[0], "250 2.0.0 queued as 1");
    const char *said = smtp_fake_said(attempt.fake);
    assert_non_null(strstr(said, "EHLO cedar.example\nMAIL FROM:<help@cedar.example>"));
    assert_non_null(strstr(said, "RCPT TO:<one@example.org>\nRCPT TO:<two@example.org>\nDATA\n"));
    struct smtp_fake_mail mails[SMTP_FAKE_MAILS];
    assert_int_equal(smtp_fake_mails(attempt.fake, mails), 1);
    assert_int_equal(mails[0].len, BODY.len);
    assert_memory_equal(mails[0].bytes, BODY.ptr, BODY.len);
}

static void a_mail_without_anything_to_stuff_is_taken_as_well(void **state)
{
    static const char *const bodies[] = { "Subject: x\r\n\r\nhi\r\n", "Subject: x\r\n\r\nno line end", "x" };
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        struct attempt attempt = try_body(*state, &(struct smtp_fake_script){ 0 }, PLAIN, 1, str_from(bodies[i]));
        assert_reply(&attempt.results[0], "250 2.0.0 queued as 1");
        assert_int_equal(attempt.results[0].verdict, SMTP_TAKEN);
    }
}

static void each_answer_has_its_meaning_F07(void **state)
{
    static const struct { const char *name; struct smtp_fake_script script; enum smtp_verdict want; const char *reply; } cases[] = {
        { "greeting 4xx", { .greeting = "421 4.3.2 not now" }, SMTP_LATER, "421 4.3.2 not now" },
        { "greeting 5xx", { .greeting = "554 5.3.2 closed" }, SMTP_LATER, "554 5.3.2 closed" },
        { "hello 4xx", { .ehlo = "450 4.3.2 slow down" }, SMTP_LATER, "" },
        { "sender 4xx", { .mail = "451 4.3.0 greylisted" }, SMTP_LATER, "451 4.3.0 greylisted" },
        { "sender 5xx", { .mail = "550 5.7.1 not from you" }, SMTP_REFUSED, "550 5.7.1 not from you" },
        { "recipient 4xx", { .rcpt = { "450 4.2.1 full" } }, SMTP_LATER, "450 4.2.1 full" },
        { "recipient 5xx", { .rcpt = { "550 5.1.1 who?" } }, SMTP_REFUSED, "550 5.1.1 who?" },
        { "recipient 5xx in lines", { .rcpt = { "550-5.1.1 who\r\n550 5.1.1 is that" } }, SMTP_REFUSED, "550-5.1.1 who 5.1.1 is that" },
        { "data 4xx", { .data = "451 4.3.0 later" }, SMTP_LATER, "451 4.3.0 later" },
        { "data 5xx", { .data = "554 5.6.0 no" }, SMTP_REFUSED, "554 5.6.0 no" },
        { "dot 4xx", { .dot = "452 4.3.1 full" }, SMTP_LATER, "452 4.3.1 full" },
        { "dot 5xx", { .dot = "554 5.7.1 spam" }, SMTP_REFUSED, "554 5.7.1 spam" },
        { "421 in the middle", { .rcpt = { "421 4.3.2 going down" } }, SMTP_LATER, "421 4.3.2 going down" },
        { "hangs up at once", { .greeting = SMTP_FAKE_HANG_UP }, SMTP_LATER, "" },
        { "hangs up at data", { .data = SMTP_FAKE_HANG_UP }, SMTP_LATER, "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct attempt attempt = try_once(*state, &cases[i].script, PLAIN, 1);
        if (attempt.results[0].verdict != cases[i].want)
            fail_msg("%s: got verdict %d, \"%.*s\"", cases[i].name, (int)attempt.results[0].verdict, STR_ARG(attempt.results[0].reply));
        assert_reply(&attempt.results[0], cases[i].reply);
        assert_true(attempt.results[0].reply.len > 0);
    }
}

static void recipients_do_not_share_a_fate_F07(void **state)
{
    const struct smtp_fake_script script = { .rcpt = { "550 5.1.1 who?", NULL, "450 4.2.1 full" } };
    struct attempt attempt = try_once(*state, &script, PLAIN, 3);
    assert_int_equal(attempt.results[0].verdict, SMTP_REFUSED);
    assert_int_equal(attempt.results[1].verdict, SMTP_TAKEN);
    assert_int_equal(attempt.results[2].verdict, SMTP_LATER);
    assert_reply(&attempt.results[0], "550 5.1.1 who?");
    assert_reply(&attempt.results[2], "450 4.2.1 full");
}

static void a_lost_answer_to_the_dot_is_unknown_F05(void **state)
{
    static const char *const losses[] = { SMTP_FAKE_HANG_UP, SMTP_FAKE_SILENCE };
    for (size_t i = 0; i < 2; i++) {
        struct attempt attempt = try_once(*state, &(struct smtp_fake_script){ .dot = losses[i] }, PLAIN, 1);
        assert_int_equal(attempt.results[0].verdict, SMTP_UNKNOWN);
        assert_true(attempt.results[0].reply.len > 0);
        struct smtp_fake_mail mails[SMTP_FAKE_MAILS];
        assert_int_equal(smtp_fake_mails(attempt.fake, mails), 1);
    }
}

static void without_tls_nothing_leaves_F08(void **state)
{
    struct attempt attempt = try_once(*state, &(struct smtp_fake_script){ .sign_in = true }, SECURE | WITH_PASSWORD, 1);
    assert_int_equal(attempt.results[0].verdict, SMTP_LATER);
    const char *said = smtp_fake_said(attempt.fake);
    assert_null(strstr(said, "AUTH"));
    assert_null(strstr(said, "MAIL"));
}

static void a_certificate_that_nobody_vouches_for_gets_nothing_F08(void **state)
{
    static const unsigned ways[] = { SECURE, IMPLICIT_TLS };
    for (size_t i = 0; i < 2; i++) {
        const struct smtp_fake_script script = { .starttls = ways[i] == SECURE, .implicit_tls = ways[i] == IMPLICIT_TLS };
        struct attempt attempt = try_once(*state, &script, ways[i], 1);
        assert_int_equal(attempt.results[0].verdict, SMTP_LATER);
        assert_null(strstr(smtp_fake_said(attempt.fake), "MAIL"));
    }
}

static void over_tls_the_mail_leaves_and_the_password_before_it(void **state)
{
    static const unsigned ways[] = { SECURE, IMPLICIT_TLS };
    for (size_t i = 0; i < 2; i++) {
        const struct smtp_fake_script script = {
            .starttls = ways[i] == SECURE, .implicit_tls = ways[i] == IMPLICIT_TLS, .sign_in = true,
        };
        struct attempt attempt = try_once(*state, &script, ways[i] | TRUSTED | WITH_PASSWORD, 1);
        assert_reply(&attempt.results[0], "250 2.0.0 queued");
        assert_int_equal(attempt.results[0].verdict, SMTP_TAKEN);
        struct smtp_fake_mail mails[SMTP_FAKE_MAILS];
        assert_int_equal(smtp_fake_mails(attempt.fake, mails), 1);
        assert_true(mails[0].over_tls);
        assert_non_null(strstr(smtp_fake_said(attempt.fake), "AUTH PLAIN"));
    }
}

static void a_refused_password_is_no_refusal_of_the_mail_F29(void **state)
{
    const struct smtp_fake_script script = { .starttls = true, .sign_in = true, .auth = "535 5.7.8 wrong" };
    struct attempt attempt = try_once(*state, &script, TRUSTED | WITH_PASSWORD, 1);
    assert_int_equal(attempt.results[0].verdict, SMTP_LATER);
    assert_reply(&attempt.results[0], "535 5.7.8 wrong");
}

static void a_recipient_that_is_no_address_is_never_said(void **state)
{
    struct smtp_fake *fake = smtp_fake_new(*state, &(struct smtp_fake_script){ 0 });
    const struct str evil = STR("a@b>\r\nRCPT TO:<c@d");
    const struct smtp_route route = { .url = str_format(*state, "smtp://127.0.0.1:%d", smtp_fake_port(fake)), .plain = true, .patience = 2000 };
    const struct smtp_mail mail = { .from = STR(""), .recipients = &evil, .recipient_count = 1, .bytes = BODY };
    struct smtp_result result;
    smtp_send(*state, NULL, &route, &mail, &result);
    assert_int_equal(result.verdict, SMTP_REFUSED);
    assert_string_equal(smtp_fake_said(fake), "");
}

static struct attempt try_confirmed(TALLOC_CTX *mem, const char *ehlo, const char *recipient, bool confirm)
{
    const struct smtp_fake_script script = { .ehlo = ehlo };
    struct attempt attempt = { .fake = smtp_fake_new(mem, &script) };
    const struct smtp_route route = {
        .url = str_format(mem, "smtp://127.0.0.1:%d", smtp_fake_port(attempt.fake)), .plain = true,
        .host = STR("cedar.example"), .patience = 2000,
    };
    const struct str to = str_from(recipient);
    const struct smtp_mail mail = { .from = STR("help+t@cedar.example"), .recipients = &to, .recipient_count = 1,
                                    .message_id = STR("a=1+b@cedar"), .bytes = BODY, .confirm = confirm };
    smtp_send(mem, NULL, &route, &mail, attempt.results);
    return attempt;
}

static void reports_are_asked_for_where_they_are_offered_rfc_3461(void **state)
{
    struct attempt asked = try_confirmed(*state, "250-cedar\r\n250-DSN\r\n250 SIZE 1000000", "o+1@example.org", true);
    const char *said = smtp_fake_said(asked.fake);
    assert_int_equal(asked.results[0].verdict, SMTP_TAKEN);
    struct str mail = str_format(*state, "MAIL FROM:<help+t@cedar.example> SIZE=%zu RET=HDRS ENVID=a+3D1+2Bb@cedar\n", BODY.len);
    assert_non_null(strstr(said, mail.ptr));
    assert_non_null(strstr(said, "RCPT TO:<o+1@example.org> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;o+2B1@example.org\n"));

    struct attempt failures = try_confirmed(*state, "250-cedar\r\n250 DSN", "one@example.org", false);
    assert_non_null(strstr(smtp_fake_said(failures.fake), " NOTIFY=FAILURE,DELAY ORCPT"));

    struct attempt none = try_confirmed(*state, "250-cedar\r\n250 8BITMIME", "one@example.org", true);
    assert_non_null(strstr(smtp_fake_said(none.fake), "MAIL FROM:<help+t@cedar.example>\nRCPT TO:<one@example.org>\n"));
}

static void letters_beyond_ascii_go_only_where_they_are_taken_rfc_6531(void **state)
{
    struct attempt taken = try_confirmed(*state, "250-cedar\r\n250-DSN\r\n250 SMTPUTF8", "j\xc3\xb6rg@example.org", true);
    const char *said = smtp_fake_said(taken.fake);
    assert_int_equal(taken.results[0].verdict, SMTP_TAKEN);
    assert_non_null(strstr(said, "> SMTPUTF8 RET=HDRS"));
    assert_null(strstr(said, "ORCPT"));

    struct attempt refused = try_confirmed(*state, "250-cedar\r\n250 DSN", "j\xc3\xb6rg@example.org", true);
    assert_int_equal(refused.results[0].verdict, SMTP_REFUSED);
    assert_null(strstr(smtp_fake_said(refused.fake), "MAIL"));
}

static void a_folder_gets_each_mail_as_a_file(void **state)
{
    char *folder = talloc_strdup(*state, "/tmp/mail-folder-XXXXXX");
    assert_non_null(mkdtemp(folder));
    const struct smtp_route route = { .url = str_format(*state, "file:%s/outbox", folder) };
    const struct str recipient = STR("one@example.org");
    struct smtp_mail mail = { .recipients = &recipient, .recipient_count = 1, .message_id = STR("../1@cedar"), .bytes = BODY };
    struct smtp_result result;
    for (int i = 1; i <= 2; i++) {
        smtp_send(*state, NULL, &route, &mail, &result);
        assert_int_equal(result.verdict, SMTP_TAKEN);
        struct str path = str_format(*state, "%s/outbox/%03d-.._1@cedar.eml", folder, i);
        struct stat file;
        assert_int_equal(stat(path.ptr, &file), 0);
        assert_int_equal(file.st_size, BODY.len);
        unlink(path.ptr);
        if (i == 1)
            assert_int_equal(close(creat(path.ptr, 0600)), 0); /* its number stays taken */
    }
    unlink(str_format(*state, "%s/outbox/001-.._1@cedar.eml", folder).ptr);
    assert_int_equal(rmdir(str_format(*state, "%s/outbox", folder).ptr), 0); /* and nothing else was left */
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_taken_mail_arrives_byte_for_byte_AC106),
        TEST(a_mail_without_anything_to_stuff_is_taken_as_well),
        TEST(each_answer_has_its_meaning_F07),
        TEST(recipients_do_not_share_a_fate_F07),
        TEST(a_lost_answer_to_the_dot_is_unknown_F05),
        TEST(without_tls_nothing_leaves_F08),
        TEST(a_certificate_that_nobody_vouches_for_gets_nothing_F08),
        TEST(over_tls_the_mail_leaves_and_the_password_before_it),
        TEST(a_refused_password_is_no_refusal_of_the_mail_F29),
        TEST(a_recipient_that_is_no_address_is_never_said),
        TEST(reports_are_asked_for_where_they_are_offered_rfc_3461),
        TEST(letters_beyond_ascii_go_only_where_they_are_taken_rfc_6531),
        TEST(a_folder_gets_each_mail_as_a_file),
    };
    signal(SIGPIPE, SIG_IGN); /* as serve does */
    return smtp_start(NULL) == STATUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
