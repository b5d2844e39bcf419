#include "web/form.h"

#include "check.h"

struct form {
    struct str text;
    int64_t count;
    bool yes;
    int word;
};
static const char *const words[] = { "red", "green" };
static const struct field form_fields[] = {
    FIELD(struct form, text, TEXT, REQUIRED, 20),
    FIELD(struct form, count, INT, OPTIONAL, 100),
    FIELD(struct form, yes, BOOL, OPTIONAL, 0),
    FIELD_OF_WORDS(struct form, word, OPTIONAL, words, 2),
};
static const struct shape form_shape = SHAPE("Form", struct form, form_fields);

static void a_form_is_read_into_its_struct(void **state)
{
    struct form form;
    assert_ok(form_read(*state, STR("text=a+b%26c%C3%A9&count=42&yes=1&word=green"), &form_shape, &form, NULL));
    assert_str(form.text, "a b&c\xc3\xa9");
    assert_int_equal(form.count, 42);
    assert_true(form.yes);
    assert_int_equal(form.word, 1);
}

static void line_ends_become_line_feeds(void **state)
{
    struct form form;
    assert_ok(form_read(*state, STR("text=a%0D%0Ab%0Dc"), &form_shape, &form, NULL));
    assert_str(form.text, "a\nb\rc");
}

static void empty_pairs_are_nothing(void **state)
{
    struct form form;
    assert_ok(form_read(*state, STR("&&text=a&"), &form_shape, &form, NULL));
    assert_str(form.text, "a");
}

static void what_does_not_fit_is_refused_by_its_field(void **state) /* AC-077 */
{
    static const struct { const char *text, *key, *field; } cases[] = {
        { "", "form.missing", "text" },
        { "text=", "form.missing", "text" },
        { "text=%20+", "form.missing", "text" },
        { "text=a&text=b", "form.duplicate", "text" },
        { "text=a&role=admin", "form.unknown", NULL },
        { "text=aaaaaaaaaaaaaaaaaaaaa", "form.value", "text" },
        { "text=a&count=101", "form.value", "count" },
        { "text=a&count=-1", "form.value", "count" },
        { "text=a&count=1x", "form.value", "count" },
        { "text=a&yes=maybe", "form.value", "yes" },
        { "text=a&word=blue", "form.value", "word" },
        { "text=%", "form.syntax", NULL },
        { "text=%4", "form.syntax", NULL },
        { "text=%GG", "form.syntax", NULL },
        { "text=a%00b", "form.syntax", NULL },
        { "text=%ff", "form.syntax", NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct form form;
        struct err err = { .key = NULL };
        assert_int_equal(form_read(*state, str_from(cases[i].text), &form_shape, &form, &err), STATUS_INVALID);
        assert_string_equal(err.key, cases[i].key);
        if (cases[i].field != NULL)
            assert_string_equal(err.field, cases[i].field);
    }
}

static void one_value_is_found_among_others(void **state)
{
    assert_str(form_value(*state, STR("utm=x&done=sent&done=late"), STR("done")), "sent");
    assert_str(form_value(*state, STR("utm=x"), STR("done")), "");
    assert_str(form_value(*state, STR("done=%ff"), STR("done")), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_form_is_read_into_its_struct),
        TEST(line_ends_become_line_feeds),
        TEST(empty_pairs_are_nothing),
        TEST(what_does_not_fit_is_refused_by_its_field),
        TEST(one_value_is_found_among_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
