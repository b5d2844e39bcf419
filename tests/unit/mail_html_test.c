#include "mail/html_clean.h"

#include "check.h"
#include "mail_check.h"

#define BLANK " rel=\"noopener noreferrer\" target=\"_blank\""

static const struct {
    const char *name, *in, *want;
} cases[] = {
    { "script and its words go (AC-022)", "a<script>b()</script>c", "ac" },
    { "handlers go (AC-022)", "<b onclick=x() onmouseover='y()'>z</b>", "<b>z</b>" },
    { "forms and frames go (AC-022)", "<form action=/x><p>t</p><input name=a></form><iframe src=//x></iframe><object>o</object>",
      "<div><p>t</p></div>" },
    { "base, meta and link go (AC-022)", "<base href=//x><meta http-equiv=refresh content=0><link rel=stylesheet href=//x>a", "a" },
    { "what is left of a removed tag is no tag (AC-023)", "<scr<script>ipt>alert(1)</script>", "ipt&gt;alert(1)" },
    { "svg and math go whole (AC-024)", "a<svg><p>x</p><style><img src=x onerror=y></style></svg><math><mi>m</mi></math>b",
      "a<p>x</p>b" },
    { "only web, mail and phone links stay (AC-025)", "<a href='JaVa\tScript:x()'>a</a><a href=data:text/html,x>b</a>",
      "<a>a</a><a>b</a>" },
    { "links open apart (AC-036)", "<a href=\"https://x.example/?a=1&amp;b\">x</a>",
      "<a href=\"https://x.example/?a=1&amp;b\"" BLANK ">x</a>" },
    { "mail links stay", "<a href='mailto:a@x.example?subject=b'>m</a><a href=tel:+441>t</a>",
      "<a href=\"mailto:a@x.example?subject=b\"" BLANK ">m</a><a href=\"tel:+441\"" BLANK ">t</a>" },
    { "remote pictures wait (AC-026)", "<img src=https://x.example/p.png alt=P>",
      "<img alt=\"P\" data-src=\"https://x.example/p.png\">" },
    { "crooked addresses wait, and are straight (AC-026)",
      "<img src=http:x.example/p><img src=//x.example><img src='\\\\x'><img src=https:///x>",
      "<img data-src=\"http://x.example/p\"><img data-src=\"https://x.example\"><img data-src=\"https://x\">"
      "<img data-src=\"https://x\">" },
    { "own paths are none (AC-028)", "<img src=/api/v1/logout><img src=data:image/png;base64,AA>", "<img><img>" },
    { "pictures in the mail stay", "<img src=cid:a@b width=10>", "<img width=\"10\" src=\"cid:a@b\">" },
    { "srcset and poster go (AC-027)", "<img srcset='https://x 2x'><video poster=https://x></video>", "<img>" },
    { "a background waits too (AC-027)", "<td background=http://x.example/b.png>c</td>", "c" },
    { "a table's background waits too (AC-027)", "<table background=http://x.example/b.png><tr><td>c</table>",
      "<table data-background=\"http://x.example/b.png\"><tbody><tr><td>c</td></tr></tbody></table>" },
    { "style elements go (AC-029)", "<style>a{color:red}</style>b", "b" },
    { "styles keep what is harmless (AC-029)", "<p style='color:red;position:fixed;z-index:9;margin:0 auto'>a</p>",
      "<p style=\"color:red;margin:0 auto\">a</p>" },
    { "styles load nothing (AC-027)", "<p style='background:#fff url(https://x.example/a.png) no-repeat'>a</p>",
      "<p data-background=\"https://x.example/a.png\" style=\"background:#fff  no-repeat\">a</p>" },
    { "escapes in styles go", "<p style='color:\\72 ed;width:expression(x)'>a</p>", "<p>a</p>" },
    { "attributes cannot be left (AC-037)", "<img alt='\"onmouseover=x'>", "<img alt=\"&quot;onmouseover=x\">" },
    { "a body's look becomes a box", "<body bgcolor=red onload=x>a</body>", 
      "<div bgcolor=\"red\" class=\"mail-body\" style=\"background-color:red\">a</div>" },
    { "marks of quotes stay under one name", "<blockquote class='gmail_quote x' id=q>a</blockquote><div id=divRplyFwdMsg>b</div>",
      "<blockquote class=\"mail-quote\">a</blockquote><div class=\"mail-history\">b</div>" },
    { "a sheet is told to its elements", "<style>p.x > b{color:red}@media print{p{color:blue}}#i{margin:0}</style>"
      "<p class=x><b>a</b><i id=i>b</i>", "<p><b style=\"color:red\">a</b><i style=\"margin:0\">b</i></p>" },
    { "a break at the start of <pre> is nobody's (AC-023)", "<pre>\n\n<b>a</b>\nb</pre><pre><x>\n</x>\nc</pre>",
      "<pre><b>a</b>\nb</pre><pre>c</pre>" },
    { "unknown elements leave their words", "<o:p>a</o:p><blink>b</blink>", "ab" },
};

static void unsafe_html_becomes_harmless(void **state)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct err err = { 0 };
        struct str clean;
        assert_ok(html_clean(*state, str_from(cases[i].in), &clean, &err));
        assert_same(cases[i].name, clean, cases[i].want);
    }
}

static void clean_html_cleaned_again_is_the_same_AC023(void **state)
{
    static const char *const hard[] = {
        "<a href=http://x.example>a<table><tr><td><a href=http://y.example>b</a></td></tr></table></a>",
        "<p><object><div>a</div></object></p>", "<table><b><tr><td>x</table>", "<pre>\n\nx</pre>", "<b><p><b></p>x",
        "<h1><table><h1>x</h1></table></h1>", "<ul><li><p>a<li>b", "<font color=a><p><font color=b><p>x",
    };
    for (size_t i = 0; i < sizeof(hard) / sizeof(hard[0]); i++) {
        struct err err = { 0 };
        struct str once, twice;
        assert_ok(html_clean(*state, str_from(hard[i]), &once, &err));
        assert_ok(html_clean(*state, once, &twice, &err));
        assert_same(hard[i], twice, str_to_c(*state, once));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(unsafe_html_becomes_harmless),
        TEST(clean_html_cleaned_again_is_the_same_AC023),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
