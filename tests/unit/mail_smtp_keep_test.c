#include "mail/smtp_keep.h"

#include <signal.h>

#include "base/mem.h"
#include "check.h"
#include "smtp_fake.h"

enum { MAILS = 3 };

struct sent {
    struct smtp_fake *fake;
    struct smtp_result results[MAILS];
};

static void send_one(TALLOC_CTX *mem, struct smtp_keep *keep, const struct smtp_fake *fake, const char *host, struct smtp_result *result)
{
    const struct smtp_route route = {
        .url = str_format(mem, "smtp://127.0.0.1:%d", smtp_fake_port(fake)), .plain = true, .host = str_from(host), .patience = 2000,
    };
    const struct str to = STR("one@example.org");
    const struct smtp_mail mail = { .from = STR("help@cedar.example"), .recipients = &to, .recipient_count = 1,
                                    .message_id = STR("1@cedar"), .bytes = STR("Subject: bell\r\n\r\nit rings\r\n") };
    smtp_send(mem, keep, &route, &mail, result);
}

/* Three mails in a row. */
static struct sent send_all(TALLOC_CTX *mem, const struct smtp_fake_script *script)
{
    struct sent sent = { .fake = smtp_fake_new(mem, script) };
    struct smtp_keep *keep = smtp_keep_new(mem);
    for (size_t i = 0; i < MAILS; i++)
        send_one(mem, keep, sent.fake, "cedar.example", &sent.results[i]);
    talloc_free(keep);
    return sent;
}

static size_t times(const char *said, const char *word)
{
    size_t count = 0;
    for (const char *at = strstr(said, word); at != NULL; at = strstr(at + 1, word))
        count++;
    return count;
}

static void assert_verdicts(const struct sent *sent, enum smtp_verdict first, enum smtp_verdict second, enum smtp_verdict third)
{
    const enum smtp_verdict want[MAILS] = { first, second, third };
    for (size_t i = 0; i < MAILS; i++) {
        if (sent->results[i].verdict != want[i])
            fail_msg("mail %zu: verdict %d, \"%.*s\"", i + 1, (int)sent->results[i].verdict, STR_ARG(sent->results[i].reply));
    }
}

static void mails_to_one_server_share_a_connection(void **state)
{
    struct sent sent = send_all(*state, &(struct smtp_fake_script){ 0 });
    const char *said = smtp_fake_said(sent.fake);
    assert_verdicts(&sent, SMTP_TAKEN, SMTP_TAKEN, SMTP_TAKEN);
    assert_int_equal(times(said, "EHLO"), 1);
    assert_int_equal(times(said, "RSET\nMAIL FROM"), 2);
    assert_int_equal(times(said, "QUIT"), 1);
    struct smtp_fake_mail mails[SMTP_FAKE_MAILS];
    assert_int_equal(smtp_fake_mails(sent.fake, mails), MAILS);
}

static void a_refusal_is_of_one_mail_alone_F07(void **state)
{
    struct sent sent = send_all(*state, &(struct smtp_fake_script){ .rcpt = { NULL, "550 5.1.1 who?", NULL } });
    assert_verdicts(&sent, SMTP_TAKEN, SMTP_REFUSED, SMTP_TAKEN);
    assert_true(str_starts(sent.results[1].reply, STR("550 5.1.1 who?")));
    assert_true(str_starts(sent.results[2].reply, STR("250 2.0.0 queued")));
    assert_int_equal(times(smtp_fake_said(sent.fake), "EHLO"), 1);
}

static void a_server_that_ends_after_a_mail_gets_the_next_by_a_new_connection_F07(void **state)
{
    static const struct { const char *name; struct smtp_fake_script script; } cases[] = {
        { "hangs up", { .mails_most = 1 } },
        { "421 to RSET", { .rset = "421 4.7.0 enough" } },
        { "no RSET", { .rset = "502 5.5.1 no such command" } },
        { "421 to MAIL", { .mail = "421 4.7.0 enough", .mails_before_mail = 1 } },
        { "hangs up at MAIL", { .mail = SMTP_FAKE_HANG_UP, .mails_before_mail = 1 } },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sent sent = send_all(*state, &cases[i].script);
        assert_verdicts(&sent, SMTP_TAKEN, SMTP_TAKEN, SMTP_TAKEN);
        assert_int_equal(times(smtp_fake_said(sent.fake), "EHLO"), MAILS);
        struct smtp_fake_mail mails[SMTP_FAKE_MAILS];
        if (smtp_fake_mails(sent.fake, mails) != MAILS)
            fail_msg("%s: a mail was given twice, or not at all", cases[i].name);
    }
}

static void a_mail_that_was_handed_over_is_never_given_again_F05(void **state)
{
    struct sent sent = send_all(*state, &(struct smtp_fake_script){ .dot = SMTP_FAKE_HANG_UP });
    assert_verdicts(&sent, SMTP_UNKNOWN, SMTP_UNKNOWN, SMTP_UNKNOWN);
    struct smtp_fake_mail mails[SMTP_FAKE_MAILS];
    assert_int_equal(smtp_fake_mails(sent.fake, mails), MAILS);
}

static void a_server_that_is_busy_is_asked_once_F07(void **state)
{
    struct sent sent = send_all(*state, &(struct smtp_fake_script){ .mail = "421 4.3.2 going down" });
    assert_verdicts(&sent, SMTP_LATER, SMTP_LATER, SMTP_LATER);
    assert_int_equal(times(smtp_fake_said(sent.fake), "EHLO"), MAILS);
}

static void another_route_has_another_connection(void **state)
{
    struct smtp_fake *fake = smtp_fake_new(*state, &(struct smtp_fake_script){ 0 });
    struct smtp_keep *keep = smtp_keep_new(*state);
    static const char *const hosts[] = { "cedar.example", "spoke.example", "cedar.example" };
    for (size_t i = 0; i < MAILS; i++) {
        struct smtp_result result;
        send_one(*state, keep, fake, hosts[i], &result);
        assert_int_equal(result.verdict, SMTP_TAKEN);
    }
    talloc_free(keep);
    const char *said = smtp_fake_said(fake);
    assert_int_equal(times(said, "EHLO cedar.example"), 2);
    assert_int_equal(times(said, "EHLO spoke.example"), 1);
    assert_int_equal(times(said, "RSET"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(mails_to_one_server_share_a_connection),
        TEST(a_refusal_is_of_one_mail_alone_F07),
        TEST(a_server_that_ends_after_a_mail_gets_the_next_by_a_new_connection_F07),
        TEST(a_mail_that_was_handed_over_is_never_given_again_F05),
        TEST(a_server_that_is_busy_is_asked_once_F07),
        TEST(another_route_has_another_connection),
    };
    signal(SIGPIPE, SIG_IGN); /* as serve does */
    return smtp_start(NULL) == STATUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
