#include "mail/imap_answer.h"

#include "check.h"

static struct imap_fetched fetched(const char *answer)
{
    struct imap_fetched out;
    if (!imap_fetched_read(str_from(answer), &out))
        fail_msg("not read: %s", answer);
    return out;
}

static void a_mail_is_read_by_its_size_whatever_stands_in_it(void **state)
{
    (void)state;
    struct imap_fetched one = fetched("FETCH (UID 7 BODY[] {12}\r\n) UID 9 (\"{x BODY[HEADER] NIL)");
    assert_int_equal(one.uid, 7);
    one = fetched("FETCH (BODY[HEADER] {5+}\r\nA: b\n UID 7 RFC822.SIZE 5)");
    assert_int_equal(one.uid, 7);
    assert_int_equal(one.size, 5);
    assert_str(one.body, "A: b\n");
    one = fetched("fetch (body[] \"a \\\" (b\" uid 3)");
    assert_int_equal(one.uid, 3);
    assert_str(one.body, "a \\\" (b");
}

static void what_was_not_asked_for_is_passed_over(void **state)
{
    (void)state;
    struct imap_fetched one = fetched("FETCH (FLAGS (\\Seen (a (b \"c)\"))) INTERNALDATE \"1-Jan-2026 00:00:00 +0000\" "
                                      "BODY[HEADER.FIELDS (DATE FROM)] {3}\r\n)) X-GM-LABELS ({2}\r\n() y) MODSEQ (12) UID 4)");
    assert_int_equal(one.uid, 4);
    assert_int_equal(one.size, -1);
}

static void nil_is_no_mail(void **state)
{
    (void)state;
    assert_null(fetched("FETCH (UID 4 BODY[] NIL)").body.ptr);
    assert_non_null(fetched("FETCH (UID 4 BODY[] {0}\r\n)").body.ptr);
    assert_int_equal(fetched("FETCH (UID 4)").size, -1);
}

static void a_broken_answer_is_none_F28(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "", "EXPUNGE", "FETCH", "FETCH (", "FETCH (UID", "FETCH (UID 1", "FETCH (UID x)", "FETCH (UID 0)", "FETCH (UID 4294967296)",
        "FETCH (BODY[] {5}\r\nabc)", "FETCH (BODY[] {5\r\nabcde)", "FETCH (BODY[] {x}\r\nabc)", "FETCH (BODY[] \"abc)",
        "FETCH (FLAGS (\\Seen UID 1)", "FETCH (BODY[ UID 1)", "FETCH (RFC822.SIZE -1)", "FETCH ( )x UID",
    };
    struct imap_fetched out;
    for (size_t i = 0; i + 1 < sizeof wrong / sizeof wrong[0]; i++)
        if (imap_fetched_read(str_from(wrong[i]), &out))
            fail_msg("read: %s", wrong[i]);
    struct str deep = str_format(*state, "FETCH (X %0*d", 1000, 0);
    char *opened = str_to_c(*state, deep);
    memset(opened + 9, '(', 1000);
    assert_false(imap_fetched_read(str_from(opened), &out));
}

static void a_status_tells_numbers_in_brackets(void **state)
{
    (void)state;
    int64_t number = 0;
    assert_true(imap_code_number(STR("OK [UIDVALIDITY 12] fine"), STR("UIDVALIDITY "), &number));
    assert_int_equal(number, 12);
    assert_true(imap_code_number(STR("ok [uidnext 4294967295]"), STR("UIDNEXT "), &number));
    assert_false(imap_code_number(STR("OK UIDNEXT 4"), STR("UIDNEXT "), &number));
    assert_false(imap_code_number(STR("OK [UIDNEXT x]"), STR("UIDNEXT "), &number));
    assert_false(imap_code_number(STR("UIDNEXT 4"), STR("UIDNEXT "), &number));
}

static void what_is_said_is_quoted_AC107(void **state)
{
    assert_str(imap_quoted(*state, STR("a\"b\\c d")), "\"a\\\"b\\\\c d\"");
    assert_str(imap_quoted(*state, STR("")), "\"\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_mail_is_read_by_its_size_whatever_stands_in_it),
        TEST(what_was_not_asked_for_is_passed_over),
        TEST(nil_is_no_mail),
        TEST(a_broken_answer_is_none_F28),
        TEST(a_status_tells_numbers_in_brackets),
        TEST(what_is_said_is_quoted_AC107),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
