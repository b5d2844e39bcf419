#include "mail/imap_literal.h"

#include "check.h"

enum { MOST = 100 };

/* The same whether the bytes come at once or one by one. */
static bool passes(const char *text)
{
    struct imap_literal whole = { .seen = 0 }, single = { .seen = 0 };
    struct str bytes = str_from(text);
    bool at_once = imap_literal_watch(&whole, bytes, MOST), one_by_one = true;
    for (size_t i = 0; i < bytes.len && one_by_one; i++)
        one_by_one = imap_literal_watch(&single, str_slice(bytes, i, 1), MOST);
    assert_int_equal(at_once, one_by_one);
    return at_once;
}

static void a_literal_up_to_the_limit_passes(void **state)
{
    (void)state;
    assert_true(passes("* 1 FETCH (BODY[] {5}\r\nhello)\r\n"));
    assert_true(passes("* 1 FETCH (BODY[] {100}\r\n"));
    assert_false(passes("* 1 FETCH (BODY[] {101}\r\n"));
    assert_false(passes("* 1 FETCH (BODY[] {101+}\r\n"));
    assert_false(passes("{4294967295}\n"));
    assert_false(passes("{99999999999999999999999999999999999}\r\n"));
}

static void what_a_mail_says_is_no_literal(void **state)
{
    (void)state;
    assert_true(passes("* 1 FETCH (BODY[] {12}\r\n{9999999}\r\nx)\r\n* 2 FETCH ()\r\n"));
    assert_false(passes("* 1 FETCH (BODY[] {12}\r\n{9999999}\r\nx {9999999}\r\n"));
}

static void only_braces_at_the_end_of_a_line_begin_one(void **state)
{
    (void)state;
    static const char *const texts[] = { "{9999999} \r\n", "{}\r\n", "{+}\r\n", "{a9999999}\r\n", "9999999}\r\n", "{9999999\r\n", "{9999999}\rx" };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_true(passes(texts[i]));
    assert_false(passes("{{9999999}\r\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_literal_up_to_the_limit_passes),
        TEST(what_a_mail_says_is_no_literal),
        TEST(only_braces_at_the_end_of_a_line_begin_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
