#include "mail/parse_client.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>

#include "program.h"

#include "base/buf.h"
#include "base/digest.h"
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
    assert_ok(parse_pool_new(mem, workers, program_path(), STR("mx.example.com"), &pool, &err));
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

static void no_process_to_start_is_no_fault_of_the_mail_F21(void **state)
{
    struct err err = { 0 };
    struct mail mail;
    CLEANUP(done_pool) struct parse_pool *pool = NULL;
    assert_ok(parse_pool_new(*state, 1, "/nonexistent/buckstop", STR(""), &pool, &err));
    assert_int_equal(parse_mail(pool, *state, str_from(plain_mail), &mail, &err), STATUS_UNAVAILABLE);
    assert_string_equal(err.key, "parse.start");
}

/* ---- what the process knows of its parent ---- */

/* The one child of this process. */
static pid_t child_of_this(void *mem)
{
    long child = 0;
    FILE *file = fopen(talloc_asprintf(mem, "/proc/self/task/%d/children", (int)getpid()), "re");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%ld", &child), 1);
    fclose(file);
    return (pid_t)child;
}

/* Whether BYTES stand anywhere in the memory that PID may write; *LOOKED counts the bytes that were looked at. */
static bool has_in_memory(void *mem, pid_t pid, struct str bytes, size_t *looked)
{
    unsigned long begin, end;
    char rights[5], rest[500];
    bool found = false;
    FILE *maps = fopen(talloc_asprintf(mem, "/proc/%d/maps", (int)pid), "re");
    int memory = open(talloc_asprintf(mem, "/proc/%d/mem", (int)pid), O_RDONLY | O_CLOEXEC);
    assert_non_null(maps);
    assert_true(memory >= 0);
    *looked = 0;
    while (!found && fscanf(maps, "%lx-%lx %4s %499[^\n]", &begin, &end, rights, rest) == 4) {
        if (rights[1] != 'w' || end - begin > LIMIT_MAIL_BYTES / 2)
            continue;
        char *copy = talloc_size(mem, end - begin);
        ssize_t got = pread(memory, copy, end - begin, (off_t)begin);
        if (got > 0) {
            found = str_find((struct str){ copy, (size_t)got }, bytes, 0) != SIZE_MAX;
            *looked += (size_t)got;
        }
        talloc_free(copy);
    }
    fclose(maps);
    close(memory);
    return found;
}

static void nothing_of_its_parent_is_in_it_G19(void **state)
{
    struct err err = { 0 };
    struct mail mail;
    size_t looked;
    struct random *random = random_system(*state);
    struct str secret = token_new(*state, random);
    setenv("BUCKSTOP_SMTP", str_format(*state, "smtp://u:" STR_FMT "@relay.example", STR_ARG(secret)).ptr, 1);
    CLEANUP(done_pool) struct parse_pool *pool = new_pool(*state, 1);
    struct str raw = str_format(*state, "%sMARKED %s\r\n", plain_mail, "42-is-in-the-mail");
    assert_ok(parse_mail(pool, *state, raw, &mail, &err));
    if (geteuid() != 0)
        return; /* its memory is closed to all but root */
    pid_t worker = child_of_this(*state);
    assert_true(has_in_memory(*state, getpid(), secret, &looked)); /* the search finds what is there */
    assert_false(has_in_memory(*state, worker, secret, &looked));
    assert_in_range(looked, 100 * 1000, SIZE_MAX);
    assert_false(has_in_memory(*state, worker, STR("relay.example"), &looked));
    unsetenv("BUCKSTOP_SMTP");
}

static void it_has_no_file_but_its_socket_and_the_log_G19(void **state)
{
    struct err err = { 0 };
    struct mail mail;
    int others[] = { open("/dev/zero", O_RDONLY), dup(STDERR_FILENO) }; /* not closed by exec */
    CLEANUP(done_pool) struct parse_pool *pool = new_pool(*state, 1);
    assert_ok(parse_mail(pool, *state, str_from(plain_mail), &mail, &err));
    DIR *files = opendir(talloc_asprintf(*state, "/proc/%d/fd", (int)child_of_this(*state)));
    for (const struct dirent *file = files == NULL ? NULL : readdir(files); file != NULL; file = readdir(files))
        assert_non_null(strstr(". .. 0 1 2", file->d_name));
    if (files != NULL)
        closedir(files);
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        close(others[i]);
}

static void a_process_with_nothing_to_do_ends_and_the_next_mail_has_another(void **state)
{
    struct err err = { 0 };
    struct mail mail;
    CLEANUP(done_pool) struct parse_pool *pool = new_pool(*state, 1);
    assert_ok(parse_mail(pool, *state, str_from(plain_mail), &mail, &err));
    pid_t worker = child_of_this(*state);
    parse_pool_rest(pool);
    assert_int_equal(kill(worker, 0), 0); /* it had something to do until now */
    parse_pool_rest(pool);
    assert_int_equal(kill(worker, 0), -1);
    assert_ok(parse_mail(pool, *state, str_from(plain_mail), &mail, &err));
    assert_str(mail.subject, "Brakes");
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
        TEST(a_process_with_nothing_to_do_ends_and_the_next_mail_has_another),
        TEST(no_process_to_start_is_no_fault_of_the_mail_F21),
        TEST(nothing_of_its_parent_is_in_it_G19),
        TEST(it_has_no_file_but_its_socket_and_the_log_G19),
        TEST(the_largest_mail_fits_into_its_memory_G12),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
