#include "core/tokens.h"

#include "check.h"

/* The plain forms with a bar between them; a line's end is "/". */
static const char *cut(void *mem, const char *text)
{
    struct tokens tokens = tokens_of(mem, str_from(text));
    char *out = talloc_strdup(mem, "");
    for (size_t i = 0; i < tokens.count; i++)
        out = talloc_asprintf_append(out, "%s" STR_FMT, i == 0 ? "" : "|",
                                     STR_ARG(tokens.items[i].kind == TOKEN_LINE ? STR("/") : tokens.items[i].text));
    return out;
}

static void text_is_cut_into_plain_words_numbers_and_marks(void **state)
{
    static const struct { const char *text, *cut; } cases[] = {
        { "", "" },
        { "  \t ", "" },
        { "Löst GRÖSSE ß", "lost|grosse|ss" },
        { "I’ll call", "i'll|call" },
        { "'quoted'", "'|quoted|'" },
        { "2pm", "2|pm" },
        { "14:30", "14|:|30" },
        { "après-demain", "apres|demain" },
        { "2026-11-24", "2026|-|11|-|24" },
        { "end.\n\n\nnew", "end|.|/|new" },
        { "soft\u00adhyphen", "softhyphen" },
        { "a\u00a0b", "a|b" },
        { "\U0001F44D", "\U0001F44D" },
        { "Œuvre Łódź İ", "oeuvre|lodz|i" },
        { "привет", "привет" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(cut(*state, cases[i].text), cases[i].cut);
}

static void tokens_know_where_they_stood(void **state)
{
    const char *text = "Hé, Größe 24!";
    struct tokens tokens = tokens_of(*state, str_from(text));
    assert_int_equal(tokens.count, 5);
    const struct token *size = &tokens.items[2];
    assert_string_equal(talloc_strndup(*state, text + size->start, size->end - size->start), "Größe");
    assert_true(size->capital);
    assert_true(tokens.items[1].glued);
    assert_false(size->glued);
}

static void phrases_match_with_open_ends(void **state)
{
    struct tokens tokens = tokens_of(*state, STR("we are sending 3 labels"));
    assert_int_equal(tokens_match(&tokens, 0, "we are"), 2);
    assert_int_equal(tokens_match(&tokens, 0, "we are *ing"), 3);
    assert_int_equal(tokens_match(&tokens, 0, "we * sending"), 3);
    assert_int_equal(tokens_match(&tokens, 3, "# label*"), 2);
    assert_int_equal(tokens_match(&tokens, 0, "we were"), 0);
    assert_int_equal(tokens_match(&tokens, 4, "labels now"), 0);
    assert_int_equal(tokens_match(&tokens, 5, "labels"), 0);
}

static void a_sentence_ends_where_people_end_it(void **state)
{
    static const struct { const char *text; size_t at, words; } cases[] = {
        { "One two. Three four five.", 0, 3 },
        { "One two. Three four five.", 4, 4 },
        { "Am 24. November um 14.30 Uhr", 0, 9 },  /* an ordinal and a time */
        { "It is 14:00. Then we go", 0, 6 },
        { "See desk.example for more", 0, 6 },
        { "one\ntwo", 0, 2 },
        { "really? yes", 0, 2 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct tokens tokens = tokens_of(*state, str_from(cases[i].text));
        size_t first, after;
        tokens_sentence(&tokens, cases[i].at, &first, &after);
        assert_int_equal(after - first, cases[i].words);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(text_is_cut_into_plain_words_numbers_and_marks),
        TEST(tokens_know_where_they_stood),
        TEST(phrases_match_with_open_ends),
        TEST(a_sentence_ends_where_people_end_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
