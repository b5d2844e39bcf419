#include "check.h"

static void the_ends_are_compared_whatever_the_length(void **state)
{
    (void)state;
    assert_true(str_starts(STR("Re: hello"), STR("Re:")));
    assert_false(str_starts(STR("Re"), STR("Re:")));
    assert_true(str_ends(STR("a.eml"), STR(".eml")));
    assert_false(str_ends(STR("eml"), STR(".eml")));
    assert_true(str_starts_nocase(STR("RE: hello"), STR("re:")));
    assert_true(str_ends_nocase(STR("A.EML"), STR(".eml")));
    assert_true(str_ends(STR("x"), STR("")));
    assert_true(str_equal(STR_NONE, STR("")));
}

static void nocase_folds_ascii_and_nothing_else(void **state)
{
    (void)state;
    assert_true(str_equal_nocase(STR("Message-ID"), STR("message-id")));
    assert_false(str_equal_nocase(STR("\xc3\x84"), STR("\xc3\xa4")));
    assert_false(str_equal_nocase(STR("@"), STR("`")));
}

static void a_shorter_text_comes_first(void **state)
{
    (void)state;
    assert_true(str_compare(STR("ab"), STR("abc")) < 0);
    assert_true(str_compare(STR("b"), STR("abc")) > 0);
    assert_int_equal(str_compare(STR(""), STR_NONE), 0);
    assert_true(str_compare(STR("\x7f"), STR("\x80")) < 0);
}

static void finding_begins_where_it_is_told(void **state)
{
    (void)state;
    assert_int_equal(str_find(STR("abcabc"), STR("bc"), 0), 1);
    assert_int_equal(str_find(STR("abcabc"), STR("bc"), 2), 4);
    assert_true(str_find(STR("abcabc"), STR("bc"), 5) == SIZE_MAX);
    assert_true(str_find(STR("abc"), STR("x"), 9) == SIZE_MAX);
    assert_int_equal(str_find_nocase(STR("On Tue, Anna WROTE:"), STR("wrote:"), 0), 13);
    assert_true(str_find_nocase(STR("ab"), STR("abc"), 0) == SIZE_MAX);
}

static void a_slice_is_clipped_to_its_text(void **state)
{
    (void)state;
    assert_str(str_slice(STR("abcdef"), 2, 3), "cde");
    assert_str(str_slice(STR("abcdef"), 4, SIZE_MAX), "ef");
    assert_str(str_slice(STR("abc"), 7, 1), "");
    assert_str(str_trim(STR(" \t a b \r\n")), "a b");
    assert_str(str_trim(STR(" \n ")), "");
}

static void parts_come_one_after_the_other(void **state)
{
    (void)state;
    struct str rest = STR("a,,b"), part;
    assert_true(str_next(&rest, ',', &part));
    assert_str(part, "a");
    assert_true(str_next(&rest, ',', &part));
    assert_str(part, "");
    assert_true(str_next(&rest, ',', &part));
    assert_str(part, "b");
    assert_false(str_next(&rest, ',', &part));
}

static void a_copy_ends_with_nul_and_may_hold_one(void **state)
{
    struct str copy = str_copy(*state, STR("a\0b"));
    assert_int_equal(copy.len, 3);
    assert_memory_equal(copy.ptr, "a\0b\0", 4);
    assert_string_equal(str_to_c(*state, STR_NONE), "");
    assert_str(str_lower(*state, STR("ÄBC")), "Äbc");
    assert_str(str_format(*state, "%d of " STR_FMT, 3, STR_ARG(STR("ten"))), "3 of ten");
}

static void numbers_are_whole_and_in_range(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool fine;
        int64_t number;
    } cases[] = {
        { "0", true, 0 },
        { "007", true, 7 },
        { "-12", true, -12 },
        { "9223372036854775807", true, INT64_MAX },
        { "-9223372036854775808", true, INT64_MIN },
        { "9223372036854775808", false, 0 },
        { "-9223372036854775809", false, 0 },
        { "99999999999999999999999", false, 0 },
        { "", false, 0 },
        { "-", false, 0 },
        { "+1", false, 0 },
        { " 1", false, 0 },
        { "1 ", false, 0 },
        { "1x", false, 0 },
        { "0x10", false, 0 },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int64_t number = 0;
        bool fine = parse_i64(str_from(cases[i].text), INT64_MIN, INT64_MAX, &number);
        if (fine != cases[i].fine || number != cases[i].number)
            fail_msg("\"%s\" gives %lld", cases[i].text, (long long)number);
    }
    int64_t port;
    assert_true(parse_i64(STR("65535"), 0, 65535, &port));
    assert_false(parse_i64(STR("65536"), 0, 65535, &port));
    assert_false(parse_i64(STR("-1"), 0, 65535, &port));
}

static void only_utf8_of_rfc_3629_is_valid(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text;
        bool valid;
    } cases[] = {
        { "ascii", "hello", true },
        { "two bytes", "\xc3\xa9", true },
        { "three bytes", "\xe2\x82\xac", true },
        { "four bytes", "\xf0\x9f\x98\x80", true },
        { "the last character", "\xf4\x8f\xbf\xbf", true },
        { "beyond the last", "\xf4\x90\x80\x80", false },
        { "overlong slash", "\xc0\xaf", false },
        { "overlong in three", "\xe0\x80\xaf", false },
        { "overlong in four", "\xf0\x80\x80\xaf", false },
        { "a surrogate", "\xed\xa0\x80", false },
        { "a lone follower", "\x80", false },
        { "cut off", "\xe2\x82", false },
        { "latin 1", "caf\xe9 au lait", false },
        { "never a byte", "\xff", false },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        if (utf8_valid(str_from(cases[i].text)) != cases[i].valid)
            fail_msg("%s", cases[i].name);
}

static void cleaning_keeps_what_is_valid(void **state)
{
    assert_str(utf8_clean(*state, STR("caf\xe9!")), "caf\xef\xbf\xbd!");
    assert_str(utf8_clean(*state, STR("a\0b")), "ab");
    assert_str(utf8_clean(*state, STR("\xe2\x82")), "\xef\xbf\xbd\xef\xbf\xbd");
    assert_str(utf8_clean(*state, STR_NONE), "");
    assert_true(utf8_valid(utf8_clean(*state, STR("\xf0\x9f\x98\xf0\x9f\x98\x80\xc3"))));
}

static void clipping_never_cuts_a_character(void **state)
{
    (void)state;
    assert_str(utf8_clip(STR("a\xe2\x82\xac"), 3), "a");
    assert_str(utf8_clip(STR("a\xe2\x82\xac"), 4), "a\xe2\x82\xac");
    assert_str(utf8_clip(STR("\xf0\x9f\x98\x80"), 3), "");
    assert_str(utf8_clip(STR("abc"), 2), "ab");
    assert_str(utf8_clip(STR("abc"), 0), "");
}

static void characters_come_one_after_the_other(void **state)
{
    (void)state;
    struct str rest = STR("a\xe2\x82\xac\xf0\x9f\x98\x80");
    uint32_t c;
    assert_true(utf8_next(&rest, &c));
    assert_int_equal(c, 'a');
    assert_true(utf8_next(&rest, &c));
    assert_int_equal(c, 0x20ac);
    assert_true(utf8_next(&rest, &c));
    assert_int_equal(c, 0x1f600);
    assert_false(utf8_next(&rest, &c));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_ends_are_compared_whatever_the_length),
        TEST(nocase_folds_ascii_and_nothing_else),
        TEST(a_shorter_text_comes_first),
        TEST(finding_begins_where_it_is_told),
        TEST(a_slice_is_clipped_to_its_text),
        TEST(parts_come_one_after_the_other),
        TEST(a_copy_ends_with_nul_and_may_hold_one),
        TEST(numbers_are_whole_and_in_range),
        TEST(only_utf8_of_rfc_3629_is_valid),
        TEST(cleaning_keeps_what_is_valid),
        TEST(clipping_never_cuts_a_character),
        TEST(characters_come_one_after_the_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
