#include "mail/parse_client.h"

#include "check.h"

#include "base/buf.h"
#include "base/limits.h"

static const char plain_mail[] = "From: Ada <ada@example.org>\r\nTo: help@example.com\r\nSubject: Brakes\r\n"
                                 "Message-ID: <1@example.org>\r\n\r\nThey squeak.\r\n";

static void done_pool(struct parse_pool **pool)
{
    parse_pool_free(*pool);
}

static struct parse_pool *new_pool(void *mem, int workers)
{
    struct parse_pool *pool;
    struct err err = { 0 };
    assert_ok(parse_pool_new(mem, workers, STR("mx.example.com"), &pool, &err));
    return pool;
}

/* What a mail with this header does to its reader; the words are in mail/parse_poison.c. */
static enum status read_poison(struct parse_pool *pool, void *mem, const char *word, struct err *err)
{
    struct mail mail;
    struct str raw = str_format(mem, "From: a@example.org\nX-Buckstop-Test: %s\n\nx\n", word);
    return parse_mail(pool, mem, raw, &mail, err);
}

static void a_mail_is_read_behind_the_walls(void **state)
{
    struct err err = { 0 };
    struct mail mail;
    CLEANUP(done_pool) struct parse_pool *pool = new_pool(*state, 1);
    assert_ok(parse_mail(pool, *state, str_from(plain_mail), &mail, &err));
    assert_str(mail.from.address, "ada@example.org");
    assert_str(mail.from.name, "Ada");
    assert_str(mail.subject, "Brakes");
    assert_str(mail.message_id, "1@example.org");
    assert_str(mail.visible, "They squeak.\n");
    assert_true(mail.from_is_sure);
    assert_int_equal(mail.attachments.count, 0);
    assert_null(mail.html.ptr);
}

static void one_worker_reads_many_mails(void **state)
{
    struct err err = { 0 };
    CLEANUP(done_pool) struct parse_pool *pool = new_pool(*state, 1);
    for (int i = 0; i < 50; i++) {
        struct mail mail;
        assert_ok(parse_mail(pool, *state, str_from(plain_mail), &mail, &err));
        assert_str(mail.subject, "Brakes");
    }
}

static void a_part_comes_back_byte_for_byte(void **state)
{
    struct err err = { 0 };
    struct mail mail;
    struct str bytes;
    CLEANUP(done_pool) struct parse_pool *pool = new_pool(*state, 1);
    struct str raw = STR("From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nHello\n--b\n"
                         "Content-Type: application/pdf; name=bill.pdf\nContent-Transfer-Encoding: base64\n\n"
                         "JVBERi0xLjQKAAEC/w==\n--b--\n");
    assert_ok(parse_mail(pool, *state, raw, &mail, &err));
    assert_int_equal(mail.attachments.count, 1);
    const struct mail_attachment *attachment = mail.attachments.items;
    assert_str(attachment->name, "bill.pdf");
    assert_str(attachment->type, "application/pdf");
    assert_int_equal(attachment->size, 13);
    assert_ok(parse_part(pool, *state, raw, attachment->part, &bytes, &err));
    assert_str(bytes, "%PDF-1.4\n\0\1\2\xff");
    assert_int_equal(parse_part(pool, *state, raw, 99, &bytes, &err), STATUS_NOT_FOUND);
}

static void pasted_html_is_cleaned(void **state)
{
    struct err err = { 0 };
    struct str clean;
    CLEANUP(done_pool) struct parse_pool *pool = new_pool(*state, 1);
    assert_ok(parse_html(pool, *state, STR("<p onclick=x()>Hi<script>y()</script>"), &clean, &err));
    assert_str(clean, "<p>Hi</p>");
}

static void a_crash_costs_one_message_F19(void **state)
{
    struct err err = { 0 };
    struct mail mail;
    CLEANUP(done_pool) struct parse_pool *pool = new_pool(*state, 1);
    assert_int_equal(read_poison(pool, *state, "crash", &err), STATUS_BROKEN);
    assert_string_equal(err.key, "parse.crashed");
    assert_ok(parse_mail(pool, *state, str_from(plain_mail), &mail, &err));
    assert_str(mail.subject, "Brakes");
}

static void a_hang_is_ended_F20(void **state)
{
    struct err err = { 0 };
    struct mail mail;
    CLEANUP(done_pool) struct parse_pool *pool = new_pool(*state, 1);
    assert_int_equal(read_poison(pool, *state, "hang", &err), STATUS_BROKEN);
    assert_ok(parse_mail(pool, *state, str_from(plain_mail), &mail, &err));
}

static void forbidden_calls_end_the_process_AC156(void **state)
{
    static const char *const acts[] = { "open", "connect", "exec", "fork" };
    CLEANUP(done_pool) struct parse_pool *pool = new_pool(*state, 1);
    for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
        struct err err = { 0 };
        assert_int_equal(read_poison(pool, *state, acts[i], &err), STATUS_BROKEN);
        assert_string_equal(err.key, "parse.crashed");
    }
}

static void the_largest_mail_fits_into_its_memory_G12(void **state)
{
    struct err err = { 0 };
    struct mail mail;
    CLEANUP(done_pool) struct parse_pool *pool = new_pool(*state, 1);
    struct buf raw;
    buf_init(&raw, *state, LIMIT_MAIL_BYTES);
    buf_add_c(&raw, "From: a@example.org\nContent-Type: application/zip\nContent-Transfer-Encoding: base64\n\n");
    while (raw.len + 80 < LIMIT_MAIL_BYTES)
        buf_add_c(&raw, "QUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJD\n");
    assert_ok(parse_mail(pool, *state, buf_str(&raw), &mail, &err));
    assert_int_equal(mail.attachments.count, 1);
}

int main(void)
{
    setenv("BUCKSTOP_FAULT", "parse.none:fail:1", 1);
    const struct CMUnitTest tests[] = {
        TEST(a_mail_is_read_behind_the_walls),
        TEST(one_worker_reads_many_mails),
        TEST(a_part_comes_back_byte_for_byte),
        TEST(pasted_html_is_cleaned),
        TEST(a_crash_costs_one_message_F19),
        TEST(a_hang_is_ended_F20),
        TEST(forbidden_calls_end_the_process_AC156),
        TEST(the_largest_mail_fits_into_its_memory_G12),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
