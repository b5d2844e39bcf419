/* The texts of templates/: complete in every language, with the same names filled in, and free of words that no customer
 * should read. */
#include "base/embed.h"
#include "base/template_internal.h"
#include "base/words.h"
#include "check.h"

extern const struct embedded_folder embedded_templates;

static struct str file_of(void *mem, const char *language, const char *name)
{
    struct str text = STR_NONE;
    return template_embedded(str_format(mem, "%s/%s", language, name), &text) ? text : STR_NONE;
}

static bool tells(struct str text, struct str name)
{
    return str_find(text, name, 0) != SIZE_MAX;
}

/* Each name that one text fills in is filled in by the other, too. A greeting may leave the name out. */
static void assert_same_names(void *mem, const char *where, struct str one, struct str other)
{
    struct tokens tokens;
    assert_ok(template_tokens(mem, one, &tokens, NULL));
    for (size_t i = 0; i < tokens.count; i++) {
        const struct token *token = &tokens.items[i];
        bool names = token->kind == TOKEN_VARIABLE || token->kind == TOKEN_RAW;
        if (names && !str_equal(token->text, STR("person_name")) && !tells(other, token->text))
            fail_msg("%s: " STR_FMT " is missing in " STR_FMT, where, STR_ARG(token->text), STR_ARG(other));
    }
}

static void every_text_of_the_catalogue_is_there_in_every_language(void **state)
{
    struct str catalogue = file_of(*state, "en", "catalogue.txt"), line;
    while (str_next(&catalogue, '\n', &line)) {
        struct str text = line, key;
        if (line.len == 0 || str_starts(line, STR("#")) || str_starts(line, STR("fill.")) || str_starts(line, STR("date.")))
            continue;
        assert_true(str_next(&text, '=', &key));
        key = str_trim(key);
        for (size_t i = 1; i < words_language_count; i++) {
            const char *language = words_languages[i].code;
            struct str theirs = file_of(*state, language, "catalogue.txt"), found = STR_NONE, row;
            while (found.ptr == NULL && str_next(&theirs, '\n', &row))
                if (str_starts(row, key) && str_starts(str_trim(str_slice(row, key.len, row.len)), STR("=")))
                    found = row;
            if (found.ptr == NULL)
                fail_msg("%s lacks " STR_FMT, language, STR_ARG(key));
            assert_same_names(*state, language, text, found);
        }
    }
}

static void every_mail_is_there_in_every_language_and_tells_the_same(void **state)
{
    for (size_t i = 0; i < embedded_templates.count; i++) {
        struct str path = str_from(embedded_templates.files[i].path), text;
        if (!str_starts(path, STR("en/mail_")) || str_equal(path, STR("en/mail_body.html")) || str_equal(path, STR("en/mail_footer.txt")))
            continue;
        assert_true(template_embedded(path, &text));
        for (size_t k = 1; k < words_language_count; k++) {
            const char *name = str_to_c(*state, str_slice(path, 3, path.len));
            struct str theirs = file_of(*state, words_languages[k].code, name);
            if (theirs.ptr == NULL)
                fail_msg("%s lacks %s", words_languages[k].code, name);
            assert_same_names(*state, name, text, theirs);
        }
    }
}

static void no_text_says_what_a_customer_should_not_read(void **state)
{
    static const char *const refused[] = {
        " ticket", " queue", " case ", "no problem", "unfortunately", "Warteschlange", "Vorgang", "kein Problem", "leider",
        " dossier", "pas de problème", "malheureusement", " caso ", "no hay problema", "lamentablemente", "desgraciadamente",
    };
    (void)state;
    for (size_t i = 0; i < embedded_templates.count; i++) {
        struct str path = str_from(embedded_templates.files[i].path), text, line;
        if (str_starts(path, STR("public/")) || str_starts(path, STR("page/")) || !template_embedded(path, &text))
            continue;
        while (str_next(&text, '\n', &line))
            for (size_t k = 0; k < sizeof refused / sizeof refused[0] && !str_starts(line, STR("#")); k++)
                if (tells(line, str_from(refused[k])))
                    fail_msg("%s says \"%s\": " STR_FMT, embedded_templates.files[i].path, refused[k], STR_ARG(line));
    }
}

/* A space before a colon that may break leaves the colon alone in a line. */
static void french_marks_stay_with_their_word(void **state)
{
    static const char *const alone[] = { " :", " ?", " !", " ;", "« ", " »" };
    (void)state;
    for (size_t i = 0; i < embedded_templates.count; i++) {
        struct str path = str_from(embedded_templates.files[i].path), text, line;
        if (!str_starts(path, STR("fr/")) || !template_embedded(path, &text))
            continue;
        while (str_next(&text, '\n', &line))
            for (size_t k = 0; k < sizeof alone / sizeof alone[0] && !str_starts(line, STR("#")); k++)
                if (tells(line, str_from(alone[k])))
                    fail_msg("%s: " STR_FMT, embedded_templates.files[i].path, STR_ARG(line));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_text_of_the_catalogue_is_there_in_every_language),
        TEST(every_mail_is_there_in_every_language_and_tells_the_same),
        TEST(no_text_says_what_a_customer_should_not_read),
        TEST(french_marks_stay_with_their_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
