/* Whatever soup of tags comes, what is written of it is read back as the same (AC-023). */
#include "mail/html_clean.h"

#include "check.h"

#include "base/buf.h"
#include "base/mem.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const tags[] = {
    "a", "b", "i", "p", "div", "table", "tbody", "tr", "td", "th", "caption", "colgroup", "col", "li", "ul", "ol", "dl", "dd", "dt",
    "h1", "h2", "pre", "font", "span", "br", "hr", "img", "center", "blockquote", "form", "button", "nobr", "section", "option",
    "select", "svg", "math", "style", "title", "textarea", "thead", "tfoot", "big", "address", "object", "marquee", "body", "html",
    "head", "frameset", "ruby", "rt", "label", "template", "noscript", "xmp", "plaintext", "iframe", "script", "abbr", "listing",
};
static const char *const attributes[] = {
    "", " href=\"http://x.example/a?b=1&amp;c\"", " style=\"color:red;background:url(http://x.example/y)\"",
    " style=\"Color : RED ; width:10px!important\"", " class=gmail_quote", " title=\"a&#13;b\"", " align=left",
    " background=http://x.example/z", " href=\"HTTPS://X.example/%7e a\"", " style='font-family:\"A b\",serif'", " bgcolor=#fff text=red",
    " alt='x\"y'", " style=\"color:expression(1);display:none\"",
};
static const char *const words[] = {
    "x", " ", "\n", "&amp;", "&lt;b&gt;", "\t\n", " word word ", "&#13;", "&nbsp;", "&#0;", "\xef\xbb\xbf", "\r\n", "&#12;", "]]>",
    "&#x1;", "\xc3\xa9", "&#xFFFE;", "&#x80;",
};

/* A small generator of our own, so that a failure can be had again (Numerical Recipes' constants). */
static size_t chance(uint64_t *state, size_t below)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(*state >> 33) % below;
}

static struct str soup(TALLOC_CTX *mem, uint64_t *state)
{
    const char *open[40];
    size_t depth = 0, pieces = 2 + chance(state, 28);
    struct buf out;
    buf_init(&out, mem, 10000);
    for (size_t i = 0; i < pieces; i++) {
        size_t kind = chance(state, 10);
        if (kind < 5) {
            const char *tag = tags[chance(state, chance(state, 3) == 0 ? COUNT(tags) : 24)];
            buf_addf(&out, "<%s%s>", tag, attributes[chance(state, 3) == 0 ? chance(state, COUNT(attributes)) : 0]);
            if (depth < COUNT(open))
                open[depth++] = tag;
        } else if (kind < 8) {
            buf_add_c(&out, words[chance(state, 2) == 0 ? chance(state, COUNT(words)) : 0]);
        } else if (depth > 0) {
            size_t which = chance(state, 4) == 0 ? chance(state, depth) : depth - 1;
            buf_addf(&out, "</%s>", open[which]);
            depth -= which == depth - 1;
        }
    }
    return buf_str(&out);
}

static void what_is_written_is_a_fixed_point_AC023(void **state)
{
    enum { SOUPS = 20000 };
    uint64_t seed = 1;
    int cleaned = 0;
    for (int i = 0; i < SOUPS; i++) {
        TALLOC_CTX *mem = talloc_new(*state);
        struct str html = soup(mem, &seed), once, twice;
        struct err err;
        bool clean = html_clean(mem, html, &once, &err) == STATUS_OK;
        cleaned += clean;
        if (clean && (html_clean(mem, once, &twice, &err) != STATUS_OK || !str_equal(once, twice)))
            fail_msg("\n" STR_FMT "\nbecame\n" STR_FMT "\nthen\n" STR_FMT, STR_ARG(html), STR_ARG(once), STR_ARG(twice));
        talloc_free(mem);
    }
    assert_in_range(cleaned, SOUPS * 9 / 10, SOUPS); /* what is refused proves nothing */
}

int main(void)
{
    const struct CMUnitTest tests[] = { TEST(what_is_written_is_a_fixed_point_AC023) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
