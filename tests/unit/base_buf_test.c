#include "base/buf.h"
#include "base/mem.h"
#include "check.h"

static void it_grows_and_always_ends_with_nul(void **state)
{
    struct buf buf;
    buf_init(&buf, *state, 100000);
    assert_string_equal(buf.ptr, "");
    for (int i = 0; i < 10000; i++)
        buf_add(&buf, STR("0123456789"));
    assert_int_equal(buf.len, 100000);
    assert_int_equal(buf.ptr[100000], '\0');
    assert_false(buf.over);
}

static void what_does_not_fit_is_remembered_and_told(void **state)
{
    struct buf buf;
    struct str text;
    struct err err;
    buf_init(&buf, *state, 5);
    buf_add(&buf, STR("1234"));
    buf_add(&buf, STR("56"));
    buf_add(&buf, STR("7"));
    assert_str(buf_str(&buf), "1234");
    assert_int_equal(buf_end(&buf, "reply.long", &text, &err), STATUS_TOO_LARGE);
    assert_string_equal(err.key, "reply.long");

    buf_clear(&buf);
    buf_add(&buf, STR("12345"));
    assert_ok(buf_end(&buf, "reply.long", &text, &err));
    assert_str(text, "12345");
}

static void what_is_reserved_is_filled_in_place(void **state)
{
    struct buf buf;
    buf_init(&buf, *state, 5);
    buf_add(&buf, STR("12"));
    memcpy(buf_reserve(&buf, 3), "34", 2);
    buf_used(&buf, 2);
    assert_string_equal(buf.ptr, "1234");
    assert_null(buf_reserve(&buf, 2));
    assert_true(buf.over);
}

static void a_ceiling_of_the_context_is_an_ordinary_error(void **state)
{
    TALLOC_CTX *mem = talloc_new(*state);
    mem_limit(mem, 10000);
    struct buf buf;
    struct str text;
    buf_init(&buf, mem, 1000000);
    for (int i = 0; i < 10000; i++)
        buf_add(&buf, STR("0123456789"));
    assert_int_equal(buf_end(&buf, "x.long", &text, NULL), STATUS_TOO_LARGE);
}

static void numbers_are_written_in_full(void **state)
{
    struct buf buf;
    buf_init(&buf, *state, 1000);
    buf_add_i64(&buf, INT64_MIN);
    buf_add_char(&buf, ' ');
    buf_add_i64(&buf, 0);
    buf_add_char(&buf, ' ');
    buf_add_i64(&buf, INT64_MAX);
    buf_addf(&buf, " %s/%d", "x", 7);
    assert_str(buf_str(&buf), "-9223372036854775808 0 9223372036854775807 x/7");
}

static void each_escape_is_that_of_its_standard(void **state)
{
    struct buf buf;
    buf_init(&buf, *state, 1000);
    buf_add_html(&buf, STR("<a href=\"x\">'&amp;"));
    assert_str(buf_str(&buf), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;amp;");
    buf_clear(&buf);
    buf_add_url(&buf, STR("a b/\xc3\xa9~._-?"));
    assert_str(buf_str(&buf), "a%20b%2F%C3%A9~._-%3F");
    buf_clear(&buf);
    buf_add_hex(&buf, STR("\x00\xff\x1b"));
    assert_str(buf_str(&buf), "00ff1b");
}

/* The test vectors of RFC 4648, section 10. */
static void base64_is_that_of_rfc_4648(void **state)
{
    static const char *const cases[][2] = {
        { "", "" },         { "f", "Zg==" },         { "fo", "Zm8=" },         { "foo", "Zm9v" },
        { "foob", "Zm9vYg==" }, { "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct buf buf;
        buf_init(&buf, *state, 100);
        buf_add_base64(&buf, str_from(cases[i][0]));
        assert_string_equal(buf.ptr, cases[i][1]);
    }
}

static void characters_are_written_as_utf8(void **state)
{
    struct buf buf;
    buf_init(&buf, *state, 100);
    buf_add_utf8(&buf, 'a');
    buf_add_utf8(&buf, 0xe9);
    buf_add_utf8(&buf, 0x20ac);
    buf_add_utf8(&buf, 0x1f600);
    buf_add_utf8(&buf, 0xd800);
    buf_add_utf8(&buf, 0x110000);
    assert_str(buf_str(&buf), "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xef\xbf\xbd\xef\xbf\xbd");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(it_grows_and_always_ends_with_nul),
        TEST(what_does_not_fit_is_remembered_and_told),
        TEST(what_is_reserved_is_filled_in_place),
        TEST(a_ceiling_of_the_context_is_an_ordinary_error),
        TEST(numbers_are_written_in_full),
        TEST(each_escape_is_that_of_its_standard),
        TEST(base64_is_that_of_rfc_4648),
        TEST(characters_are_written_as_utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
