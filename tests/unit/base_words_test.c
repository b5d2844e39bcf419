#include "at.h"
#include "base/words.h"

static void a_time_is_told_as_people_say_it(void **state)
{
    static const struct {
        const char *language, *at, *want;
    } cases[] = {
        { "en", "2026-11-22 16:00", "today 16:00" },
        { "en", "2026-11-22 00:00", "today 00:00" },
        { "en", "2026-11-23 09:30", "tomorrow 09:30" },
        { "en", "2026-11-21 23:59", "yesterday 23:59" },
        { "en", "2026-11-24 14:00", "Tuesday 14:00" },
        { "en", "2026-11-28 14:00", "Saturday 14:00" },
        { "en", "2026-11-29 14:00", "Sunday 29 November, 14:00" },
        { "en", "2026-11-19 14:00", "Thursday 19 November, 14:00" },
        { "de", "2026-11-24 14:00", "Dienstag 14:00 Uhr" },
        { "de-AT", "2026-12-24 14:00", "Donnerstag, 24. Dezember, 14:00 Uhr" },
        { "fr", "2026-11-22 16:00", "aujourd’hui à 16:00" },
        { "fr", "2026-12-24 14:00", "jeudi 24 décembre à 14:00" },
        { "es", "2026-11-24 14:00", "el martes a las 14:00" },
        { "es", "2026-12-24 14:00", "el jueves 24 de diciembre a las 14:00" },
        { "xx", "2026-11-24 14:00", "Tuesday 14:00" },
        { "", "2026-11-24 14:00", "Tuesday 14:00" },
    };
    struct zone madrid = zone_named(*state, "Europe/Madrid");
    time_ms now = at(&madrid, "2026-11-22 10:00");
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct str text = words_when(*state, str_from(cases[i].language), &madrid, at(&madrid, cases[i].at), now);
        if (!str_equal(text, str_from(cases[i].want)))
            fail_msg("%s %s gives " STR_FMT, cases[i].language, cases[i].at, STR_ARG(text));
    }
}

/* "tomorrow" in a mail that is read tomorrow would be a promise for the day after. */
static void a_time_in_a_mail_means_the_same_on_the_next_day(void **state)
{
    struct zone madrid = zone_named(*state, "Europe/Madrid");
    time_ms due = at(&madrid, "2026-11-23 09:30");
    assert_str(words_when_written(*state, STR("en"), &madrid, due), "Monday 23 November, 09:30");
    assert_str(words_when_written(*state, STR("de"), &madrid, due), "Montag, 23. November, 09:30 Uhr");
}

static void who_may_live_by_another_time_is_told_whose_it_is(void **state)
{
    struct zone berlin = zone_named(*state, "Europe/Berlin"), york = zone_named(*state, "America/New_York"), utc = zone_named(*state, "UTC");
    time_ms due = at(&berlin, "2026-11-24 14:00");
    assert_str(words_when_zoned(*state, STR("en"), &berlin, due), "Tuesday 24 November, 14:00 (Berlin time)");
    assert_str(words_when_zoned(*state, STR("de"), &york, due), "Dienstag, 24. November, 08:00 Uhr (Zeit in New York)");
    assert_str(words_when_zoned(*state, STR("en"), &utc, due), "Tuesday 24 November, 13:00 (UTC)");
}

static void the_day_is_that_of_the_readers_zone(void **state)
{
    struct zone madrid = zone_named(*state, "Europe/Madrid"), tokyo = zone_named(*state, "Asia/Tokyo");
    time_ms now = at(&madrid, "2026-11-22 10:00"), due = at(&madrid, "2026-11-22 18:00");
    assert_str(words_when(*state, STR("en"), &madrid, due, now), "today 18:00");
    assert_str(words_when(*state, STR("en"), &tokyo, due, now), "tomorrow 02:00");
}

/* The night in which a day has 25 hours. */
static void tomorrow_is_counted_in_days_not_hours(void **state)
{
    struct zone madrid = zone_named(*state, "Europe/Madrid");
    time_ms now = at(&madrid, "2026-10-24 23:30");
    assert_str(words_when(*state, STR("en"), &madrid, at(&madrid, "2026-10-25 23:59"), now), "tomorrow 23:59");
    assert_str(words_when(*state, STR("en"), &madrid, at(&madrid, "2026-10-26 00:00"), now), "Monday 00:00");
}

static void dates_and_clocks_follow_the_language(void **state)
{
    struct zone madrid = zone_named(*state, "Europe/Madrid");
    time_ms due = at(&madrid, "2026-03-05 09:05");
    assert_str(words_date(*state, STR("en"), &madrid, due), "5 March 2026");
    assert_str(words_date(*state, STR("de"), &madrid, due), "5. März 2026");
    assert_str(words_date(*state, STR("es"), &madrid, due), "5 de marzo de 2026");
    assert_str(words_clock(*state, STR("fr"), &madrid, due), "09:05");
}

static void an_unknown_key_shows_itself(void **state)
{
    assert_str(words_text(*state, STR("en"), "no.such.key", NULL), "no.such.key");
    assert_str(words_text(*state, STR("en"), "when", NULL), "when"); /* "when.today" is another key */
}

static void values_are_not_escaped(void **state)
{
    struct value *data = value_object(*state);
    value_set_text(data, "clock", STR("<14:00>"));
    assert_str(words_text(*state, STR("en"), "when.today", data), "today <14:00>");
}

static void a_tag_names_the_language_that_we_speak(void **state)
{
    (void)state;
    assert_str(words_language_of(STR("de-AT")), "de");
    assert_str(words_language_of(STR("FR")), "fr");
    assert_str(words_language_of(STR("it")), "");
    assert_str(words_language_of(STR("")), "");
}

static void all_texts_under_a_prefix_come_filled_in(void **state)
{
    struct value *data = value_object(*state);
    struct buf out;
    value_set_text(data, "clock", STR("14:00"));
    value_set(data, "all", words_all(*state, STR("fr-CA"), STR("when."), data));
    buf_init(&out, *state, 1000);
    assert_ok(template_render(&out, STR("{{all.today}}, {{all.tomorrow}}"), data, ESCAPE_NONE, NULL, NULL));
    assert_str(buf_str(&out), "aujourd’hui à 14:00, demain à 14:00");
}

static void a_time_with_its_place_reads_well_in_spanish(void **state)
{
    struct zone madrid = zone_named(*state, "Europe/Madrid");
    assert_str(words_when_zoned(*state, STR("es"), &madrid, at(&madrid, "2026-11-24 14:00")),
               "el martes 24 de noviembre a las 14:00 (hora de Madrid)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_time_is_told_as_people_say_it),
        TEST(a_time_in_a_mail_means_the_same_on_the_next_day),
        TEST(who_may_live_by_another_time_is_told_whose_it_is),
        TEST(the_day_is_that_of_the_readers_zone),
        TEST(tomorrow_is_counted_in_days_not_hours),
        TEST(dates_and_clocks_follow_the_language),
        TEST(an_unknown_key_shows_itself),
        TEST(values_are_not_escaped),
        TEST(a_tag_names_the_language_that_we_speak),
        TEST(all_texts_under_a_prefix_come_filled_in),
        TEST(a_time_with_its_place_reads_well_in_spanish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
