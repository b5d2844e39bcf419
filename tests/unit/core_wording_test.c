#include "core/wording.h"

#include "at.h"

static void phrases_of_the_guide_are_found_with_a_better_wording(void **state) /* W1 */
{
    static const struct { const char *text, *phrase; } cases[] = {
        { "No problem, glad to help.", "No problem" },
        { "Unfortunately the rim is gone.", "Unfortunately" },
        { "As I already said, it is here.", "As I already said" },
        { "That's not my department.", "not my department" },
        { "We'll do it as soon as possible", "as soon as possible" },
        { "You must send it back.", "You must" },
        { "Leider geht das nicht.", "Leider" },
        { "Sie müssen es einschicken.", "Sie müssen" },
        { "Dès que possible, merci.", "Dès que possible" },
        { "Lo antes posible.", "Lo antes posible" },
        { "I'll send the label by Tuesday.", NULL },
        { "Thank you for the photos, they showed us the cause.", NULL },
        { "> no problem", NULL },
        { "no\nproblem here", NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct list list = wording_find(*state, str_from(cases[i].text));
        const struct wording_hint *hint = list.items;
        assert_int_equal(list.count, cases[i].phrase == NULL ? 0 : 1);
        if (cases[i].phrase != NULL)
            assert_string_equal(talloc_strndup(*state, cases[i].text + hint->start, hint->len), cases[i].phrase);
    }
}

static void the_guide_has_plain_phrases_and_reasons(void **state) /* W1 */
{
    (void)state;
    for (size_t i = 0; i < wording_phrase_count; i++) {
        const struct wording_phrase *p = &wording_phrases[i];
        assert_int_equal(strlen(p->language), 2);
        assert_true(p->reason[0] != '\0');
        for (const char *c = p->phrase; *c != '\0'; c++)
            assert_true((*c >= 'a' && *c <= 'z') || *c == ' ' || *c == '\'');
    }
}

static void an_answer_is_looked_at_for_its_five_parts(void **state) /* A2 */
{
    struct zone zone = zone_named(*state, "Europe/Madrid");
    time_ms now = at(&zone, "2026-11-16 10:42");
    struct wording_checks whole = wording_check(*state,
                                                STR("Hi Tomás, I'm sorry that your hub cracked. I'll send you a label "
                                                    "by Tuesday 14:00, then Mateusz rebuilds it. Thank you!"),
                                                STR("en"), &zone, now);
    assert_true(whole.acknowledges && whole.says_what && whole.says_when && whole.explains && whole.thanks);
    struct wording_checks bare = wording_check(*state, STR("Which size is it?"), STR("en"), &zone, now);
    assert_false(bare.acknowledges || bare.says_what || bare.says_when || bare.explains || bare.thanks);
    struct wording_checks german = wording_check(
        *state, STR("Das tut mir leid. Ich schicke Ihnen bis Dienstag ein Etikett."), STR("de"), &zone, now);
    assert_true(german.acknowledges && german.says_what && german.says_when);
    assert_false(german.thanks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(phrases_of_the_guide_are_found_with_a_better_wording),
        TEST(the_guide_has_plain_phrases_and_reasons),
        TEST(an_answer_is_looked_at_for_its_five_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
