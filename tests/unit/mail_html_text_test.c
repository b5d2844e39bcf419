/* HTML as text that is read without it: what stands where, and what nobody was meant to see. */
#include "mail/html_text.h"

#include "check.h"
#include "mail_check.h"

struct text_case {
    const char *in, *want;
};

static void all_are_read(void **state, const struct text_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_same(cases[i].in, html_text(*state, str_from(cases[i].in)), cases[i].want);
}
#define ALL_ARE_READ(state, cases) all_are_read(state, cases, sizeof(cases) / sizeof((cases)[0]))

static void blocks_are_lines_and_paragraphs_have_room(void **state)
{
    static const struct text_case cases[] = {
        { "<p>One</p><p>Two</p>", "One\n\nTwo\n" },
        { "<div>a</div><div><br></div><div>b</div>", "a\n\nb\n" },
        { "a<br>b&nbsp;&amp; c", "a\nb & c\n" },
        { "a<br><br><br><br><br><br><br>b", "a\n\n\nb\n" },
        { "<p class=MsoNormal>a</p><p class=MsoNormal>b</p>", "a\nb\n" },
        { "<p class=MsoNormal>a</p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>b</p>", "a\n\nb\n" },
        { "<section>a</section><footer>b</footer><h2>c</h2>d", "a\nb\n\nc\n\nd\n" },
        { "<div>a<br></div><div>b</div>", "a\nb\n" },
        { "a<hr>b", "a\n________________________________\nb\n" },
        { "x<blockquote>y<blockquote>z</blockquote></blockquote>", "x\n> y\n>> z\n" },
        { "<p></p><div><span></span></div>", "" },
    };
    ALL_ARE_READ(state, cases);
}

static void white_space_counts_where_it_is_shown(void **state)
{
    static const struct text_case cases[] = {
        { "<pre>a\n  b</pre>", "a\n  b\n" },
        { "a \n\t  b", "a b\n" },
        { "<div style='white-space: pre-wrap'>a\n  b</div>c", "a\n  b\nc\n" },
        { "<style>.note{white-space:pre-line}</style><p class=note>a\nb</p>", "a\nb\n" },
        { "<pre>a<span style='white-space:normal'> b\n c</span></pre>", "a b c\n" },
    };
    ALL_ARE_READ(state, cases);
}

static void lists_keep_their_marks_and_numbers(void **state)
{
    static const struct text_case cases[] = {
        { "<ul><li>a</li><li>b</li></ul>", "- a\n- b\n" },
        { "<ol><li>a<li>b</ol>c", "1. a\n2. b\n\nc\n" },
        { "<ol start=4><li>a<li>b</ol>", "4. a\n5. b\n" },
        { "<ul><li>a<ul><li>b<li>c</ul><li>d</ul>", "- a\n  - b\n  - c\n- d\n" },
        { "<ol><li>a<ul><li>b</ul><li>c</ol>", "1. a\n  - b\n2. c\n" },
        { "<ul><li>a<br>b<li><li>c</ul>", "- a\n  b\n- c\n" },
        { "<blockquote><ul><li>a</ul></blockquote>b", "> - a\n>\nb\n" },
        { "<li>a", "- a\n" },
        { "<dl><dt>a<dd>b</dl>", "a\nb\n" },
    };
    ALL_ARE_READ(state, cases);
}

static void cells_of_a_row_stand_apart(void **state)
{
    static const struct text_case cases[] = {
        { "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a | b\nc\n" },
        { "<table><tr><th>Order:<td>88-1204<tr><th>Name:<td>Per</table>", "Order: 88-1204\nName: Per\n" },
        { "<table><tr><td><td>a<td>&nbsp;<td>b</table>", "a | b\n" },
        { "<table><tr><td><p>a</p></td><td><p>b</p></td></tr></table>", "a\n\nb\n" },
        { "<table><tr><td><table><tr><td>a<td>b</table><td>c</table>", "a | b\nc\n" },
        { "x<table><caption>t<tr><td>a</table>y", "x\nt\na\ny\n" },
    };
    ALL_ARE_READ(state, cases);
}

static void a_link_says_where_it_goes_once(void **state)
{
    static const struct text_case cases[] = {
        { "<a href='https://shop.example/a?b=1'>Read on</a>.", "Read on <https://shop.example/a?b=1>.\n" },
        { "<a href='https://shop.example/'>shop.example</a>", "shop.example\n" },
        { "<a href='http://www.shop.example/'>https://shop.example</a>", "https://shop.example\n" },
        { "<a href='https://evil.example/'>https://shop.example</a>", "https://shop.example <https://evil.example/>\n" },
        { "<a href='mailto:a@b.example?subject=x'>a@b.example</a>", "a@b.example\n" },
        { "<a href='mailto:a@b.example'>Write to us</a>", "Write to us <a@b.example>\n" },
        { "<a href='tel:+441632960001'>01632 960 001</a>", "01632 960 001\n" },
        { "<a href='tel:+441632960001'>Call</a>", "Call <+441632960001>\n" },
        { "<a href='javascript:x()'>a</a><a href='#top'>b</a><a name=c>c</a>", "abc\n" },
        { "<a href='https://shop.example/'><img src=x alt='Our shop'></a>", "[Our shop] <https://shop.example/>\n" },
        { "<a href='https://shop.example/'><img src=x></a>", "<https://shop.example/>\n" },
        { "a<a href='https://shop.example/'></a>b", "ab\n" },
        { "<a href='https://shop.example/'><div>a</div><div>b</div></a>", "a\nb\n<https://shop.example/>\n" },
    };
    ALL_ARE_READ(state, cases);
}

static void a_picture_is_what_stands_in_for_it(void **state)
{
    static const struct text_case cases[] = {
        { "<img alt='A bicycle'>", "[A bicycle]\n" },
        { "Thank you <img alt='\xf0\x9f\x98\x80'>", "Thank you \xf0\x9f\x98\x80\n" },
        { "<img alt=image001.png><img alt=''><img>", "" },
    };
    ALL_ARE_READ(state, cases);
}

static void what_is_hidden_is_not_read(void **state)
{
    static const struct text_case cases[] = {
        { "<span style='display: none'>preview</span><style>p{}</style>seen", "seen\n" },
        { "<style>.pre{display:none !important}</style><div class=pre style='display:block'>a</div>b", "b\n" },
        { "<div style='max-height:0;overflow:hidden'>a</div><div style='opacity:0'>b</div>c", "c\n" },
        { "<div style='visibility:hidden'>a</div><div hidden>b</div><p style='font-size:1px'>c</p>d", "d\n" },
        { "<table><td style='font-size:0px'>a<div style='font-size:13px'>b</div></table>", "b\n" },
        { "<style>@media (max-width:480px){.wide{display:none}}</style><p class=wide>a</p>", "a\n" },
        { "<style media=print>p{display:none}</style><p>a</p>", "a\n" },
        { "<!--[if mso]><p>for Outlook</p><![endif]--><a style='mso-hide:all'>Order</a>", "Order\n" },
        { "<![if !mso]>a<![endif]><!--[if !mso]><!-->b<!--<![endif]-->", "ab\n" },
        { "<div style='max-height:0'>a</div>", "a\n" },
        { "<script>x()</script><title>t</title><template>u</template><svg><text>v</text></svg>a", "a\n" },
    };
    ALL_ARE_READ(state, cases);
}

static void characters_without_a_shape_are_left_out_and_joining_ones_are_not(void **state)
{
    static const struct text_case cases[] = {
        { "&zwnj;&nbsp;&zwnj;&nbsp;&#847;&nbsp;&#8203;a", "a\n" },
        { "Donau&shy;dampf&shy;schiff", "Donaudampfschiff\n" },
        { "a&#8203;b &#65279;c", "ab c\n" },
        { "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae", "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae\n" },
        { "\xf0\x9f\x91\xa9&zwj;\xf0\x9f\x91\xa7", "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7\n" },
        { "<p dir=rtl>\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d&nbsp;!</p>", "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d !\n" },
        { "&lt;b&gt; &quot;&euro;&#x20AC;&copy &hellip;", "<b> \"\xe2\x82\xac\xe2\x82\xac\xc2\xa9 \xe2\x80\xa6\n" },
    };
    ALL_ARE_READ(state, cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(blocks_are_lines_and_paragraphs_have_room),
        TEST(white_space_counts_where_it_is_shown),
        TEST(lists_keep_their_marks_and_numbers),
        TEST(cells_of_a_row_stand_apart),
        TEST(a_link_says_where_it_goes_once),
        TEST(a_picture_is_what_stands_in_for_it),
        TEST(what_is_hidden_is_not_read),
        TEST(characters_without_a_shape_are_left_out_and_joining_ones_are_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
