/* HTML that was made to be dear: each piece is read, cleaned and told as text within LIMIT_PARSE_CPU_MS and
 * LIMIT_PARSE_MEMORY_BYTES (AC-054, G12), and what cleaned HTML costs is not more. */
#include "mail/html_clean.h"

#include <time.h>

#include "check.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "mail/html_text.h"

/* BEFORE, then so many times PIECE, in which %zu is the number of the time, then AFTER. */
static const struct {
    const char *before, *piece, *after;
    size_t times;
} costly[] = {
    { "", "<div>", "x", 800000 },
    { "", "<table><tr><td>", "x", 200000 },
    { "<p>", "<b x=%zu>", "", 4900 },
    { "<b><i><u><p>", "<b x=%1$zu>x<p>", "", 60000 },
    { "", "<b x=%1$zu><div>", "</b></b></b></b>", 2400 },
    { "<table>", "<b x=%zu>x", "", 100000 },
    { "<a ", "x%zu=1 ", ">x</a>", 300000 },
    { "<a ", "x%zu='>' ", ">x</a>", 200000 },
    { "<a ", "x=1 ", ">x</a>", 1000000 },
    { "<p class='", "y%zu ", "'>x</p><style>.a.b,.c .d,p.e>q{color:red}</style>", 300000 },
    { "<p style='", "color:red;", "'>x", 400000 },
    { "<p style='", "background:url(", "'>x", 250000 },
    { "<p style='", "font:calc((", "'>x", 350000 },
    { "<style>", "a{b:c}", "</style>x", 600000 },
    { "<style>", "@media screen{", "</style>x", 280000 },
    { "<style>", ".a .b .c .d .e .f,", "{color:red}</style><p>x", 200000 },
    { "<style>", "/*", "</style>x", 1900000 },
    { "<style>", "p:nth-child(2n+%zu){color:red}", "</style><ul><li>x<li>x</ul>", 100000 },
    { "", "<style>p.c%1$zu b i u{color:red}</style><p class=c%1$zu>", "", 4000 },
    { "", "<!--", "-->x", 1000000 },
    { "", "<svg><desc>", "x", 300000 },
    { "", "<math><annotation-xml encoding=text/html><p>", "x", 80000 },
    { "", "<select><option>", "x", 200000 },
    { "", "<template><tr><td>", "x", 200000 },
    { "", "<ol>", "", 4900 },
    { "<ol><ol><ol><ol>", "<li>x", "", 140000 },
    { "", "<blockquote>x<br>", "", 4900 },
    { "", "<a href=http://x.example/%zu><div>", "x", 100000 },
    { "", "<a href='h\tttp:\\x.example\\%zu'>y</a>", "", 50000 },
    { "", "<p style='background:url(http://x.example/%zu)'>x", "", 50000 },
    { "", "&notit;&#x10ffff;&lt", "", 200000 },
    { "", "&", "", 4000000 },
    { "", "x", "", 4000000 },
    { "", "&zwnj;&nbsp;", "x", 300000 },
    { "<pre>", "\n", "x", 2000000 },
    { "", "<p><object>", "x", 200000 },
    { "<p><table><tr><td>", "<p><table><tr><td>x", "", 50000 },
};

static struct str costly_html(TALLOC_CTX *mem, size_t at)
{
    struct buf out;
    buf_init(&out, mem, LIMIT_MAIL_HTML_BYTES);
    buf_add_c(&out, costly[at].before);
    struct str piece = str_from(costly[at].piece), number = STR("%zu"), again = STR("%1$zu");
    for (size_t i = 0; i < costly[at].times && !out.over; i++) {
        struct str rest = piece;
        while (rest.len > 0) {
            bool is_number = str_starts(rest, number), is_again = str_starts(rest, again);
            if (is_number || is_again)
                buf_add_i64(&out, (int64_t)i);
            else
                buf_add_char(&out, rest.ptr[0]);
            rest = str_slice(rest, is_number ? number.len : is_again ? again.len : 1, rest.len);
        }
    }
    buf_add_c(&out, costly[at].after);
    return buf_str(&out);
}

/* What a sanitizer costs. */
#if defined(__SANITIZE_ADDRESS__)
enum { SLOWER = 4 };
#else
enum { SLOWER = 1 };
#endif

static int64_t cpu_ms(void)
{
    struct timespec at;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return (int64_t)at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

static void costly_html_is_read_within_its_bounds_AC054(void **state)
{
    for (size_t i = 0; i < sizeof(costly) / sizeof(costly[0]); i++) {
        TALLOC_CTX *mem = talloc_new(*state);
        struct str html = costly_html(mem, i), clean;
        struct err err;
        mem_limit(mem, LIMIT_PARSE_MEMORY_BYTES);
        int64_t start = cpu_ms();
        struct html_tree tree = { 0 };
        html_tree_read(mem, html, &tree); /* once for both, as for a mail */
        enum status status = html_clean_tree(mem, &tree, &clean, &err);
        assert_true(status == STATUS_OK || status == STATUS_TOO_LARGE);
        (void)html_tree_text(mem, &tree);
        int64_t used = cpu_ms() - start;
        if (used > (int64_t)LIMIT_PARSE_CPU_MS * SLOWER)
            fail_msg("%s… took %lld ms", costly[i].piece, (long long)used);
        html_tree_done(&tree);
        talloc_free(mem);
    }
}

static void a_tag_with_too_many_attributes_keeps_its_words_AC054(void **state)
{
    struct buf html;
    buf_init(&html, *state, LIMIT_MAIL_HTML_BYTES);
    buf_add(&html, STR("<p>before</p><a title='>' "));
    for (size_t i = 0; i < 100000; i++)
        buf_addf(&html, "x%zu=\">\" ", i);
    buf_add(&html, STR(" onclick=alert(1)>link</a><p>after</p>"));
    struct str clean;
    struct err err;
    assert_ok(html_clean(*state, buf_str(&html), &clean, &err));
    assert_string_equal(str_to_c(*state, clean), "<p>before</p><a>link</a><p>after</p>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(costly_html_is_read_within_its_bounds_AC054),
        TEST(a_tag_with_too_many_attributes_keeps_its_words_AC054),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
