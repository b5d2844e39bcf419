/* The rules of the Mustache specification 1.x (comments, delimiters, interpolation, inverted, partials, sections),
 * each as a case of our own words over one set of data. */
#include "base/limits.h"
#include "base/template.h"
#include "check.h"

/* { name, n, quote, yes, no, none: "", list: [a, b, c], empty: [], person: { name, bike: { colour } },
 *   people: [{ name }, { name }], tree: { content, nodes: [{ content, nodes: [] }] } } */
static struct value *data_new(TALLOC_CTX *mem)
{
    struct value *data = value_object(mem);
    value_set_text(data, "name", STR("Ada"));
    value_set_text(data, "n", STR("1.21"));
    value_set_text(data, "quote", STR("& \" < > '"));
    value_set_text(data, "none", STR(""));
    value_set_text(data, "tag", STR("{{name}}"));
    value_set_text(data, "lines", STR("<\n->"));
    value_set_bool(data, "yes", true);
    value_set_bool(data, "no", false);

    struct value *list = value_list(data);
    static const char *const letters[] = { "a", "b", "c" };
    for (size_t i = 0; i < 3; i++)
        value_append(list, value_text(list, str_from(letters[i])));
    value_set(data, "list", list);
    value_set(data, "empty", value_list(data));

    struct value *person = value_object(data);
    struct value *bike = value_object(person);
    value_set_text(bike, "colour", STR("green"));
    value_set_text(person, "name", STR("Grace"));
    value_set(person, "bike", bike);
    value_set(data, "person", person);

    struct value *people = value_list(data);
    static const char *const names[] = { "Linus", "Barbara" };
    for (size_t i = 0; i < 2; i++) {
        struct value *one = value_object(people);
        value_set_text(one, "name", str_from(names[i]));
        value_append(people, one);
    }
    value_set(data, "people", people);

    struct value *tree = value_object(data), *leaf = value_object(data), *nodes = value_list(data);
    value_set_text(leaf, "content", STR("Y"));
    value_set(leaf, "nodes", value_list(leaf));
    value_append(nodes, leaf);
    value_set_text(tree, "content", STR("X"));
    value_set(tree, "nodes", nodes);
    value_set(data, "tree", tree);
    return data;
}

static bool find_partial(const struct template_source *source, struct str name, struct str *text)
{
    (void)source;
    static const char *const partials[][2] = {
        { "text", "from partial" },
        { "name", "*{{name}}*" },
        { "node", "{{content}}<{{#nodes}}{{>node}}{{/nodes}}>" },
        { "lines", "|\n{{{lines}}}\n|\n" },
        { "two", ">\n>" },
        { "angle", ">" },
        { "delimiters", ".{{n}}. .|n|." },
        { "forever", "{{>forever}}" },
    };
    for (size_t i = 0; i < sizeof(partials) / sizeof(partials[0]); i++) {
        if (str_equal(name, str_from(partials[i][0]))) {
            *text = str_from(partials[i][1]);
            return true;
        }
    }
    return false;
}
static const struct template_source partials = { .find = find_partial };

static const struct {
    const char *name, *text, *want;
} cases[] = {
    { "text without tags stays", "Hello { there } }}\n", "Hello { there } }}\n" },

    { "interpolation: a variable", "Hi, {{name}}!", "Hi, Ada!" },
    { "interpolation: escapes HTML", "{{quote}}", "&amp; &quot; &lt; &gt; &#39;" },
    { "interpolation: triple mustache does not", "{{{quote}}}", "& \" < > '" },
    { "interpolation: ampersand does not", "{{&quote}}", "& \" < > '" },
    { "interpolation: is not repeated on the result", "{{tag}}", "{{name}}" },
    { "interpolation: number as text", "{{n}} {{{n}}} {{&n}}", "1.21 1.21 1.21" },
    { "interpolation: unknown is empty", "({{what}}) ({{{what}}}) ({{&what}})", "() () ()" },
    { "interpolation: dotted names", "{{person.name}} {{{person.bike.colour}}} {{&person.name}}", "Grace green Grace" },
    { "interpolation: broken chain", "({{person.what.colour}}) ({{what.bike}})", "() ()" },
    { "interpolation: the first name decides", "{{#people}}{{name.what}}{{/people}}.", "." },
    { "interpolation: keeps white space around", "| {{name}} |", "| Ada |" },
    { "interpolation: is never alone in a line", "  {{name}}\n", "  Ada\n" },
    { "interpolation: white space within", "|{{ name }}|{{{ name }}}|{{& name }}|", "|Ada|Ada|Ada|" },
    { "interpolation: line end within", "|{{\nname\n}}|", "|Ada|" },

    { "sections: true", "\"{{#yes}}shown{{/yes}}\"", "\"shown\"" },
    { "sections: false", "\"{{#no}}shown{{/no}}\"", "\"\"" },
    { "sections: unknown", "[{{#what}}shown{{/what}}]", "[]" },
    { "sections: empty text", "[{{#none}}shown{{/none}}]", "[]" },
    { "sections: an object is the context", "{{#person}}{{name}} {{bike.colour}} {{n}}{{/person}}", "Grace green 1.21" },
    { "sections: a text is the context", "{{#name}}{{.}}{{/name}}", "Ada" },
    { "sections: deep", "{{#person}}{{#bike}}{{colour}} {{name}}{{/bike}} {{name}}{{/person}} {{name}}", "green Grace Grace Ada" },
    { "sections: a list", "{{#people}}{{name}};{{/people}}", "Linus;Barbara;" },
    { "sections: an empty list", "[{{#empty}}x{{/empty}}]", "[]" },
    { "sections: the item itself", "{{#list}}({{.}}){{/list}}", "(a)(b)(c)" },
    { "sections: the item itself, raw", "{{#list}}({{{.}}}{{&.}}){{/list}}", "(aa)(bb)(cc)" },
    { "sections: a list in a list", "{{#people}}{{#list}}{{.}}{{/list}}{{name}} {{/people}}", "abcLinus abcBarbara " },
    { "sections: dotted names", "[{{#person.bike.colour}}{{.}}{{/person.bike.colour}}]", "[green]" },
    { "sections: dotted, unknown", "[{{#person.what.colour}}x{{/person.what.colour}}]", "[]" },
    { "sections: twice", "{{#yes}}1{{/yes}} 2 {{#yes}}3{{/yes}}", "1 2 3" },
    { "sections: nested and closed", "| A {{#yes}}B {{#yes}}C{{/yes}} D{{/yes}} E |", "| A B C D E |" },
    { "sections: nested and not shown", "| A {{#no}}B {{#no}}C{{/no}} D{{/no}} E |", "| A  E |" },
    { "sections: inline keep white space", " | {{#yes}}\t|\t{{/yes}} | \n", " | \t|\t | \n" },
    { "sections: line ends inside", " | {{#yes}} {{! note }}\n {{/yes}} | \n", " |  \n  | \n" },
    { "sections: two in a line", " {{#yes}}YES{{/yes}}\n {{#yes}}GOOD{{/yes}}\n", " YES\n GOOD\n" },
    { "sections: lines of their own vanish", "| This\n{{#yes}}\n|\n{{/yes}}\n| Line\n", "| This\n|\n| Line\n" },
    { "sections: so do indented ones", "| This\n  {{#yes}}\n|\n  {{/yes}}\n| Line\n", "| This\n|\n| Line\n" },
    { "sections: with CRLF", "|\r\n{{#yes}}\r\n{{/yes}}\r\n|", "|\r\n|" },
    { "sections: without a line before", "  {{#yes}}\n#{{/yes}}\n/", "#\n/" },
    { "sections: without a line behind", "#{{#yes}}\n/\n  {{/yes}}", "#\n/\n" },
    { "sections: white space within the tag", "|{{# yes }}={{/ yes }}|", "|=|" },

    { "inverted: false", "\"{{^no}}shown{{/no}}\"", "\"shown\"" },
    { "inverted: true", "\"{{^yes}}shown{{/yes}}\"", "\"\"" },
    { "inverted: unknown", "[{{^what}}none{{/what}}]", "[none]" },
    { "inverted: an object", "[{{^person}}x{{/person}}]", "[]" },
    { "inverted: a list", "[{{^list}}x{{/list}}]", "[]" },
    { "inverted: an empty list", "[{{^empty}}none{{/empty}}]", "[none]" },
    { "inverted: dotted, broken", "[{{^person.what.colour}}none{{/person.what.colour}}]", "[none]" },
    { "inverted: lines of their own vanish", "| This\n{{^no}}\n|\n{{/no}}\n| Line\n", "| This\n|\n| Line\n" },
    { "inverted: keeps the context", "{{#person}}{{^no}}{{name}}{{/no}}{{/person}}", "Grace" },

    { "comments: are removed", "12345{{! Note }}67890", "1234567890" },
    { "comments: over lines", "12345{{!\n  two\n  lines\n}}67890", "1234567890" },
    { "comments: a line of its own vanishes", "Begin.\n  {{! Note }}\nEnd.\n", "Begin.\nEnd.\n" },
    { "comments: with CRLF", "|\r\n{{! Note }}\r\n|", "|\r\n|" },
    { "comments: over lines, alone", "Begin.\n  {{!\n  Note\n  }}\nEnd.\n", "Begin.\nEnd.\n" },
    { "comments: inline keep white space", "  12 {{! 34 }}\n", "  12 \n" },
    { "comments: a name in it means nothing", "{{! name }}{{!name}}.", "." },

    { "delimiters: another pair", "{{=<% %>=}}(<%name%>) {{name}}", "(Ada) {{name}}" },
    { "delimiters: with a meaning elsewhere", "({{=[ ]=}}[name])", "(Ada)" },
    { "delimiters: in sections", "[\n{{#yes}}\n  {{n}}\n{{/yes}}\n{{= | | =}}\n|#yes|\n  |n|\n|/yes|\n]", "[\n  1.21\n  1.21\n]" },
    { "delimiters: do not reach into partials", "{{= | | =}}[ |>name| ]", "[ *Ada* ]" },
    { "delimiters: do not come out of partials", "[ {{>delimiters}} ] .{{n}}.", "[ .1.21. .|n|. ] .1.21." },
    { "delimiters: white space around stays", "| {{=@ @=}} |", "|  |" },
    { "delimiters: lines of their own vanish", "Begin.\n  {{=@ @=}}\nEnd.\n", "Begin.\nEnd.\n" },
    { "delimiters: white space within", "|{{=   @    @   =}}|", "||" },

    { "partials: a text", "\"{{>text}}\"", "\"from partial\"" },
    { "partials: an unknown one is empty", "\"{{>what}}\"", "\"\"" },
    { "partials: see the context", "{{#person}}{{>name}}{{/person}}", "*Grace*" },
    { "partials: may contain themselves", "{{#tree}}{{>node}}{{/tree}}", "X<Y<>>" },
    { "partials: inline keep white space", "| {{>angle}} |", "| > |" },
    { "partials: an inline one is not indented", "  {{name}}  {{> two}}\n", "  Ada  >\n>\n" },
    { "partials: alone with CRLF", "|\r\n{{>angle}}\r\n|", "|\r\n>|" },
    { "partials: alone, first", "  {{>two}}\n>", "  >\n  >>" },
    { "partials: alone, last", ">\n  {{>two}}", ">\n  >\n  >" },
    { "partials: the indent is not that of values", "\\\n {{>lines}}\n/\n", "\\\n |\n <\n->\n |\n/\n" },
    { "partials: white space within the tag", "|{{> angle }}|", "|>|" },
};

static void it_renders_as_the_specification_says(void **state)
{
    struct value *data = data_new(*state);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct buf out;
        struct err err = { 0 };
        buf_init(&out, *state, 10000);
        enum status status = template_render(&out, str_from(cases[i].text), data, ESCAPE_HTML, &partials, &err);
        if (status != STATUS_OK || !str_equal(buf_str(&out), str_from(cases[i].want)))
            fail_msg("%s: \"%s\" gives \"%s\" %s", cases[i].name, cases[i].text, out.ptr, err.message);
    }
}

static void without_escaping_a_value_stays_as_it_is(void **state)
{
    struct buf out;
    buf_init(&out, *state, 100);
    assert_ok(template_render(&out, STR("{{quote}}"), data_new(*state), ESCAPE_NONE, NULL, NULL));
    assert_str(buf_str(&out), "& \" < > '");
}

static void a_broken_template_names_its_line(void **state)
{
    static const struct {
        const char *text, *message;
    } broken[] = {
        { "one\n{{name", "the tag in line 2 has no end" },
        { "{{#yes}}", "the section \"yes\" is not closed" },
        { "a\nb\n{{/yes}}", "line 3 closes \"yes\", which is not open there" },
        { "{{#a}}{{#b}}{{/a}}{{/b}}", "line 1 closes \"a\", which is not open there" },
        { "{{=x=}}", "line 1 must name two delimiters" },
    };
    for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
        struct buf out;
        struct err err;
        buf_init(&out, *state, 100);
        assert_int_equal(template_render(&out, str_from(broken[i].text), NULL, ESCAPE_HTML, NULL, &err), STATUS_INVALID);
        assert_string_equal(err.key, "template.syntax");
        assert_string_equal(err.message, broken[i].message);
    }
}

static void no_depth_ends_the_process(void **state)
{
    struct buf out, text;
    struct err err;
    buf_init(&out, *state, 100000);
    assert_int_equal(template_render(&out, STR("{{>forever}}"), data_new(*state), ESCAPE_HTML, &partials, &err),
                     STATUS_INVALID);
    assert_string_equal(err.key, "template.depth");
    buf_init(&text, *state, 1000000);
    for (int i = 0; i < 10000; i++)
        buf_add_c(&text, "{{#yes}}");
    assert_int_equal(template_render(&out, buf_str(&text), data_new(*state), ESCAPE_HTML, NULL, &err), STATUS_INVALID);
    assert_string_equal(err.key, "template.depth");
}

static void more_than_fits_is_told(void **state)
{
    struct buf out;
    struct err err;
    buf_init(&out, *state, 3);
    assert_int_equal(template_render(&out, STR("{{name}}!"), data_new(*state), ESCAPE_HTML, NULL, &err), STATUS_TOO_LARGE);
    assert_string_equal(err.key, "template.long");
}

/* Lists within lists double with each level, and write nothing that a maximum of bytes could stop. */
static void lists_within_lists_come_to_an_end(void **state)
{
    struct buf out, text;
    struct err err;
    buf_init(&out, *state, 100);
    buf_init(&text, *state, 10000);
    for (int i = 0; i < LIMIT_TEMPLATE_DEPTH - 2; i++)
        buf_add_c(&text, "{{#people}}");
    for (int i = 0; i < LIMIT_TEMPLATE_DEPTH - 2; i++)
        buf_add_c(&text, "{{/people}}");
    assert_int_equal(template_render(&out, buf_str(&text), data_new(*state), ESCAPE_HTML, NULL, &err), STATUS_TOO_LARGE);
    assert_string_equal(err.key, "template.long");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(it_renders_as_the_specification_says),
        TEST(without_escaping_a_value_stays_as_it_is),
        TEST(a_broken_template_names_its_line),
        TEST(no_depth_ends_the_process),
        TEST(more_than_fits_is_told),
        TEST(lists_within_lists_come_to_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
