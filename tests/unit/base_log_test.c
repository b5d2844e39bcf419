#include "base/log.h"

#include <fcntl.h>

#include "check.h"

/* What WORK writes to standard error. */
static char *written_by(TALLOC_CTX *mem, void (*work)(void))
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    int before = dup(STDERR_FILENO);
    assert_true(dup2(ends[1], STDERR_FILENO) >= 0);
    work();
    assert_true(dup2(before, STDERR_FILENO) >= 0);
    close(before);
    close(ends[1]);
    char *text = talloc_zero_array(mem, char, 65536);
    ssize_t len = read(ends[0], text, 65535);
    assert_true(len >= 0);
    close(ends[0]);
    return text;
}

static void log_evil(void)
{
    log_line(LOG_INFO, "mail.in", "from", "a@b.example", "subject", "x\nlevel=error \x1b[2J\xe2\x80\xae \"q\"", "none", "",
             NULL);
}

static void a_value_cannot_begin_a_second_line(void **state)
{
    log_setup(LOG_INFO, false, "web");
    char *text = written_by(*state, log_evil);
    assert_non_null(strstr(text, " level=info process=web event=mail.in from=a@b.example subject=\"x\\u000alevel=error "
                                 "\\u001b[2J\\u202e \\\"q\\\"\" none=\"\"\n"));
    assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
}

static void json_lines_are_json(void **state)
{
    log_setup(LOG_INFO, true, "web");
    char *text = written_by(*state, log_evil);
    assert_true(str_starts(str_from(text), STR("{\"time\":\"20")));
    assert_non_null(strstr(text, "\"event\":\"mail.in\",\"from\":\"a@b.example\",\"subject\":\"x\\u000alevel=error "));
    assert_true(str_ends(str_from(text), STR("\"none\":\"\"}\n")));
}

static void log_little(void)
{
    log_line(LOG_DEBUG, "detail", NULL);
}

static void what_is_below_the_level_is_not_written(void **state)
{
    log_setup(LOG_INFO, false, "web");
    assert_string_equal(written_by(*state, log_little), "");
}

static void a_reader_that_does_not_read_stops_nobody_F61(void **state)
{
    enum { LINES = 20000 }; /* far more than a pipe holds */
    int ends[2];
    char *text = talloc_zero_array(*state, char, 1024 * 1024);
    log_setup(LOG_INFO, false, "web");
    assert_int_equal(pipe(ends), 0);
    int before = dup(STDERR_FILENO);
    assert_true(dup2(ends[1], STDERR_FILENO) >= 0);
    for (int i = 0; i < LINES; i++)
        log_line(LOG_INFO, "flood", NULL);
    ssize_t held = read(ends[0], text, 1024 * 1024 - 1);
    log_line(LOG_INFO, "after", NULL);
    assert_true(held > 0 && read(ends[0], text + held, 1024 * 1024 - 1 - (size_t)held) > 0);
    assert_true(dup2(before, STDERR_FILENO) >= 0);
    close(before);
    close(ends[0]);
    close(ends[1]);
    int taken = 0;
    for (const char *at = text; (at = strstr(at, "event=flood")) != NULL; at++)
        taken++;
    assert_in_range(taken, 1, LINES - 1);
    assert_non_null(strstr(text, talloc_asprintf(*state, "event=log.lost lines=%d\n", LINES - taken)));
    assert_non_null(strstr(text, "event=after\n"));
}

static void log_long(void)
{
    static char value[100000];
    memset(value, 'x', sizeof(value) - 1);
    log_line(LOG_INFO, "long", "value", value, "after", "1", NULL);
}

static void a_long_value_is_cut_and_the_rest_is_there(void **state)
{
    log_setup(LOG_INFO, false, "web");
    char *text = written_by(*state, log_long);
    assert_true(strlen(text) < 2000);
    assert_true(str_ends(str_from(text), STR("x after=1\n")));
}

static void log_failure(void)
{
    struct err err;
    enum status status = FAIL_FIELD(&err, STATUS_CONFLICT, "ticket.closed", "state", "closed on Monday");
    err_detail(&err, "row 7");
    log_err(LOG_WARN, "job.failed", status, &err);
}

static void a_failure_is_one_line_with_its_place(void **state)
{
    log_setup(LOG_INFO, false, "post");
    char *text = written_by(*state, log_failure);
    assert_non_null(strstr(text, "level=warn process=post event=job.failed status=CONFLICT key=ticket.closed field=state "
                                 "message=\"closed on Monday\" detail=\"row 7\" at="));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_value_cannot_begin_a_second_line),
        TEST(json_lines_are_json),
        TEST(a_reader_that_does_not_read_stops_nobody_F61),
        TEST(what_is_below_the_level_is_not_written),
        TEST(a_long_value_is_cut_and_the_rest_is_there),
        TEST(a_failure_is_one_line_with_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
