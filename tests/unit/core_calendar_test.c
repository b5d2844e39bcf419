#include "core/calendar.h"

#include "at.h"

/* Monday to Friday 9 to 17, Saturday 10 to 12. */
static const struct calendar_hours shop_hours[] = {
    { 0, 540, 1020 }, { 1, 540, 1020 }, { 2, 540, 1020 }, { 3, 540, 1020 }, { 4, 540, 1020 }, { 5, 600, 720 },
};
static const struct calendar_date holidays[] = { { 2026, 12, 25 }, { 2026, 12, 26 } };

static struct calendar shop(const struct zone *zone)
{
    return (struct calendar){
        .zone = zone, .hours = shop_hours, .hour_count = 6, .holidays = holidays, .holiday_count = 2
    };
}

static void due_counts_only_open_time(void **state)
{
    static const struct { const char *from; int minutes; const char *due; } cases[] = {
        /* from               minutes  due                  */
        { "2026-11-16 10:42", 60,      "2026-11-16 11:42" }, /* within the day */
        { "2026-11-16 16:30", 60,      "2026-11-17 09:30" }, /* over the night */
        { "2026-11-16 16:30", 30,      "2026-11-16 17:00" }, /* closing time is still that day */
        { "2026-11-16 17:00", 30,      "2026-11-17 09:30" }, /* at closing it is closed */
        { "2026-11-20 16:00", 120,     "2026-11-21 11:00" }, /* into the short Saturday */
        { "2026-11-21 11:00", 90,      "2026-11-23 09:30" }, /* over the Sunday */
        { "2026-11-22 03:00", 0,       "2026-11-23 09:00" }, /* nothing to count is the next opening */
        { "2026-12-24 16:00", 120,     "2026-12-28 10:00" }, /* over two holidays and a Sunday */
        { "2026-11-16 09:00", 2400,    "2026-11-20 17:00" }, /* a week of five days */
    };
    struct zone zone = zone_named(*state, "Europe/Madrid");
    struct calendar calendar = shop(&zone);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        time_ms due;
        assert_ok(calendar_due(&calendar, at(&zone, cases[i].from), cases[i].minutes * MINUTE_MS, &due, NULL));
        assert_string_equal(text_of(*state, &zone, due), cases[i].due);
    }
}

static void an_hour_is_an_hour_when_the_clocks_change(void **state)
{
    static const struct calendar_hours nights[] = { { 5, 1320, 1440 },
                                                    { 6, 0, 360 } }; /* Saturday 22:00 to Sunday 06:00 */
    struct zone zone = zone_named(*state, "Europe/Berlin");
    struct calendar calendar = { .zone = &zone, .hours = nights, .hour_count = 2 };
    assert_int_equal(calendar_open_between(&calendar, at(&zone, "2026-03-28 12:00"), at(&zone, "2026-03-29 12:00")),
                     7 * HOUR_MS);
    assert_int_equal(calendar_open_between(&calendar, at(&zone, "2026-10-24 12:00"), at(&zone, "2026-10-25 12:00")),
                     9 * HOUR_MS);
    time_ms due;
    assert_ok(calendar_due(&calendar, at(&zone, "2026-03-29 01:30"), HOUR_MS, &due, NULL));
    assert_string_equal(text_of(*state, &zone, due), "2026-03-29 03:30");
}

static void opening_is_inclusive_and_closing_is_not(void **state)
{
    struct zone zone = zone_named(*state, "Europe/Madrid");
    struct calendar calendar = shop(&zone);
    assert_false(calendar_is_open(&calendar, at(&zone, "2026-11-16 08:59")));
    assert_true(calendar_is_open(&calendar, at(&zone, "2026-11-16 09:00")));
    assert_true(calendar_is_open(&calendar, at(&zone, "2026-11-16 16:59")));
    assert_false(calendar_is_open(&calendar, at(&zone, "2026-11-16 17:00")));
    assert_false(calendar_is_open(&calendar, at(&zone, "2026-12-25 10:00")));
}

static void absences_are_closing_time(void **state) /* O7 */
{
    struct zone zone = zone_named(*state, "Europe/Madrid");
    const struct calendar_gap gaps[] = {
        { at(&zone, "2026-11-17 11:00"), at(&zone, "2026-11-17 12:00") },
        { at(&zone, "2026-11-16 12:00"), at(&zone, "2026-11-17 10:00") },
        { at(&zone, "2026-11-17 10:00"), at(&zone, "2026-11-17 10:30") },
    };
    struct calendar calendar = shop(&zone);
    calendar.gaps = gaps;
    calendar.gap_count = 3;
    time_ms due;
    assert_ok(calendar_due(&calendar, at(&zone, "2026-11-16 11:00"), 2 * HOUR_MS, &due, NULL));
    assert_string_equal(text_of(*state, &zone, due), "2026-11-17 12:30");
    assert_int_equal(calendar_open_between(&calendar, at(&zone, "2026-11-16 00:00"), at(&zone, "2026-11-18 00:00")),
                     3 * HOUR_MS + 30 * MINUTE_MS + 5 * HOUR_MS);
}

static void duty_lies_within_the_opening_hours_also_across_zones(void **state) /* P2 */
{
    static const struct calendar_hours mornings[] = { { 0, 480, 780 }, { 2, 480, 780 } };
    struct zone madrid = zone_named(*state, "Europe/Madrid");
    struct zone lisbon = zone_named(*state, "Europe/Lisbon");
    struct calendar team = shop(&madrid);
    struct calendar duty = { .zone = &lisbon, .hours = mornings, .hour_count = 2, .within = &team };
    time_ms open;
    assert_ok(calendar_next_open(&duty, at(&madrid, "2026-11-16 08:00"), &open, NULL));
    assert_string_equal(text_of(*state, &madrid, open), "2026-11-16 09:00");
    time_ms due;
    assert_ok(calendar_due(&duty, at(&madrid, "2026-11-16 13:30"), HOUR_MS, &due, NULL));
    assert_string_equal(text_of(*state, &madrid, due), "2026-11-18 09:30");
}

static void overlapping_hours_count_once(void **state)
{
    static const struct calendar_hours hours[] = { { 0, 600, 1080 }, { 0, 540, 720 }, { 0, 1080, 1140 } };
    struct zone zone = zone_named(*state, "Europe/Madrid");
    struct calendar calendar = { .zone = &zone, .hours = hours, .hour_count = 3 };
    assert_int_equal(calendar_open_between(&calendar, at(&zone, "2026-11-16 00:00"), at(&zone, "2026-11-17 00:00")),
                     10 * HOUR_MS);
}

static void a_calendar_that_never_opens_says_so(void **state)
{
    static const struct calendar_hours monday[] = { { 0, 540, 600 } };
    static const struct calendar_hours tuesday[] = { { 1, 540, 600 } };
    struct zone zone = zone_named(*state, "UTC");
    struct calendar empty = { .zone = &zone };
    struct calendar outer = { .zone = &zone, .hours = monday, .hour_count = 1 };
    struct calendar inner = { .zone = &zone, .hours = tuesday, .hour_count = 1, .within = &outer };
    struct err err;
    time_ms due;
    assert_int_equal(calendar_due(&empty, 0, HOUR_MS, &due, &err), STATUS_INVALID);
    assert_string_equal(err.key, "calendar.never");
    assert_int_equal(calendar_next_open(&inner, at(&zone, "2026-11-16 00:00"), &due, &err), STATUS_INVALID);
}

static void hours_out_of_range_are_refused(void **state)
{
    static const struct calendar_hours bad[] = {
        { 7, 0, 60 }, { 0, 60, 60 }, { 0, 0, 1441 }, { -1, 0, 60 }, { 0, -1, 60 }
    };
    struct zone zone = zone_named(*state, "UTC");
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct calendar calendar = { .zone = &zone, .hours = &bad[i], .hour_count = 1 };
        assert_int_equal(calendar_check(&calendar, NULL), STATUS_INVALID);
    }
    struct calendar good = shop(&zone);
    assert_ok(calendar_check(&good, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(due_counts_only_open_time),
        TEST(an_hour_is_an_hour_when_the_clocks_change),
        TEST(opening_is_inclusive_and_closing_is_not),
        TEST(absences_are_closing_time),
        TEST(duty_lies_within_the_opening_hours_also_across_zones),
        TEST(overlapping_hours_count_once),
        TEST(a_calendar_that_never_opens_says_so),
        TEST(hours_out_of_range_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
