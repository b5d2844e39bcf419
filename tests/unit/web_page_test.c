#include "web/page.h"

#include "check.h"

static void a_browser_is_answered_in_the_language_it_asks_for_first(void **state)
{
    static const struct {
        const char *accept, *want;
    } cases[] = {
        { "", "" },
        { "fr", "fr" },
        { "de-CH,de;q=0.9,en;q=0.8", "de" },
        { "FR-ca", "fr" },
        { "it,es;q=0.5", "es" },
        { "en;q=0.3, fr ; q=0.7 ,es;q=0.71", "es" },
        { "en;q=0,de;q=0.001", "de" },
        { "de;q=1.000,en;q=1", "de" },
        { "*", "" },
        { "it,pt;q=0.9", "" },
        { "de;q=,fr;q=x,es;q=0.1", "es" },
        { ",;q=1,,", "" },
        { "deutsch", "" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str best = page_language_best(str_from(cases[i].accept));
        if (!str_equal(best, str_from(cases[i].want)))
            fail_msg("\"%s\" gives \"" STR_FMT "\"", cases[i].accept, STR_ARG(best));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_browser_is_answered_in_the_language_it_asks_for_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
