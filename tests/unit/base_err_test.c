#include "check.h"

static enum status refuse(struct err *err)
{
    return FAIL_FIELD(err, STATUS_CONFLICT, "ticket.closed", "state", "closed on %s", "Monday");
}

static enum status pass_on(struct err *err)
{
    TRY(refuse(err));
    return STATUS_OK;
}

static void try_passes_a_failure_on_unchanged(void **state)
{
    (void)state;
    struct err err;
    assert_int_equal(pass_on(&err), STATUS_CONFLICT);
    assert_string_equal(err.key, "ticket.closed");
    assert_string_equal(err.field, "state");
    assert_string_equal(err.message, "closed on Monday");
    assert_int_equal(pass_on(NULL), STATUS_CONFLICT);
}

static void the_status_row_says_what_the_edges_do(void **state)
{
    (void)state;
    assert_int_equal(status_http(STATUS_CONFLICT), 409);
    assert_int_equal(status_exit(STATUS_BUSY), 75);
    assert_true(status_retry(STATUS_BUSY));
    assert_false(status_retry(STATUS_INVALID));
    assert_string_equal(status_name(STATUS_NOT_FOUND), "NOT_FOUND");
}

static void context_stands_before_the_detail(void **state)
{
    (void)state;
    struct err err;
    enum status status = refuse(&err);
    assert_int_equal(status, STATUS_CONFLICT);
    err_detail(&err, "SQLSTATE %d", 23505);
    err_context(&err, "importing message %d", 7);
    assert_string_equal(err.detail, "while importing message 7: SQLSTATE 23505");
    err_context(&err, "restoring");
    assert_string_equal(err.detail, "while restoring: while importing message 7: SQLSTATE 23505");
}

static void a_long_context_does_not_push_the_detail_out(void **state)
{
    (void)state;
    struct err err;
    enum status status = refuse(&err);
    assert_int_equal(status, STATUS_CONFLICT);
    err_detail(&err, "disk on fire");
    err_context(&err, "%0*d", 2 * ERR_DETAIL_BYTES, 0);
    assert_true(str_ends(str_from(err.detail), STR(": disk on fire")));
}

static void a_message_stays_one_line_of_utf8(void **state)
{
    (void)state;
    struct err err;
    char text[ERR_MESSAGE_BYTES * 2];
    for (size_t i = 0; i + 3 < sizeof(text); i += 3)
        memcpy(text + i, "\xe2\x82\xac", 4);
    enum status status = FAIL(&err, STATUS_INVALID, "x.y", "%s", text);
    assert_int_equal(status, STATUS_INVALID);
    assert_true(utf8_valid(str_from(err.message)));
    status = FAIL(&err, STATUS_INVALID, "x.y", "%s", "two\nlines and \xff a \x1b[31m");
    assert_int_equal(status, STATUS_INVALID);
    assert_string_equal(err.message, "two?lines and ? a ?[31m");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(try_passes_a_failure_on_unchanged),
        TEST(the_status_row_says_what_the_edges_do),
        TEST(context_stands_before_the_detail),
        TEST(a_long_context_does_not_push_the_detail_out),
        TEST(a_message_stays_one_line_of_utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
