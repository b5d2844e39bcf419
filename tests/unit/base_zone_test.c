#include "at.h"

static void offsets_change_with_the_clocks(void **state)
{
    struct zone berlin = zone_named(*state, "Europe/Berlin");
    assert_int_equal(zone_offset(&berlin, at(&berlin, "2026-01-15 12:00")), HOUR_MS);
    assert_int_equal(zone_offset(&berlin, at(&berlin, "2026-07-15 12:00")), 2 * HOUR_MS);
    assert_int_equal(zone_offset(&berlin, at(&berlin, "2055-07-15 12:00")), 2 * HOUR_MS);
    struct zone kolkata = zone_named(*state, "Asia/Kolkata");
    assert_int_equal(zone_offset(&kolkata, 0), 5 * HOUR_MS + 30 * MINUTE_MS);
    struct zone utc = zone_named(*state, "UTC");
    assert_int_equal(zone_offset(&utc, at(&utc, "2026-07-15 12:00")), 0);
}

static void a_skipped_time_is_the_first_after_the_gap(void **state)
{
    struct zone berlin = zone_named(*state, "Europe/Berlin");
    assert_string_equal(text_of(*state, &berlin, at(&berlin, "2026-03-29 01:59")), "2026-03-29 01:59");
    assert_string_equal(text_of(*state, &berlin, at(&berlin, "2026-03-29 02:00")), "2026-03-29 03:00");
    assert_string_equal(text_of(*state, &berlin, at(&berlin, "2026-03-29 02:30")), "2026-03-29 03:00");
    assert_string_equal(text_of(*state, &berlin, at(&berlin, "2026-03-29 03:00")), "2026-03-29 03:00");
    struct zone santiago = zone_named(*state, "America/Santiago"); /* clocks change at midnight */
    assert_string_equal(text_of(*state, &santiago, at(&santiago, "2026-09-06 00:00")), "2026-09-06 01:00");
}

static void a_time_that_comes_twice_is_its_first_coming(void **state)
{
    struct zone berlin = zone_named(*state, "Europe/Berlin");
    time_ms first = at(&berlin, "2026-10-25 02:30");
    assert_string_equal(text_of(*state, &berlin, first + HOUR_MS), "2026-10-25 02:30");
    assert_string_equal(text_of(*state, &berlin, first - HOUR_MS), "2026-10-25 01:30");
    assert_int_equal(at(&berlin, "2026-10-25 03:30") - first, 2 * HOUR_MS);
}

static void southern_summers_are_in_january(void **state)
{
    struct zone sydney = zone_named(*state, "Australia/Sydney");
    assert_int_equal(zone_offset(&sydney, at(&sydney, "2026-01-15 12:00")), 11 * HOUR_MS);
    assert_int_equal(zone_offset(&sydney, at(&sydney, "2026-07-15 12:00")), 10 * HOUR_MS);
}

/* Mexico gave up summer time in 2022: the year of Debian 12's own ICU data. */
static void zones_are_as_new_as_the_system(void **state)
{
    struct zone mexico = zone_named(*state, "America/Mexico_City");
    assert_int_equal(zone_offset(&mexico, at(&mexico, "2026-07-15 12:00")), -6 * HOUR_MS);
}

static void every_moment_comes_back(void **state)
{
    static const char *const names[] = { "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca",
                                         "Asia/Kathmandu", "Pacific/Apia",    "UTC" };
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct zone zone = zone_named(*state, names[i]);
        time_ms begin = at(&zone, "2009-01-01 00:00");
        for (time_ms t = begin; t < begin + 3 * 365 * DAY_MS; t += 30 * MINUTE_MS) {
            time_ms back = zone_utc(&zone, zone_local(&zone, t));
            /* The second coming of an hour is told as its first. */
            if (back != t && zone_offset(&zone, back) <= zone_offset(&zone, t))
                fail_msg("%s: %s", names[i], text_of(*state, &zone, t));
        }
    }
}

static void fields_out_of_range_are_carried(void **state)
{
    struct zone utc = zone_named(*state, "UTC");
    struct local_time day_32 = { .year = 2026, .month = 1, .day = 32 };
    assert_string_equal(text_of(*state, &utc, zone_utc(&utc, day_32)), "2026-02-01 00:00");
    struct local_time month_14 = { .year = 2026, .month = 14, .day = 1, .hour = 25 };
    assert_string_equal(text_of(*state, &utc, zone_utc(&utc, month_14)), "2027-02-02 01:00");
    struct local_time month_0 = { .year = 2026, .month = 0, .day = 0 };
    assert_string_equal(text_of(*state, &utc, zone_utc(&utc, month_0)), "2025-11-30 00:00");
}

static void days_and_weekdays_are_gregorian(void **state)
{
    struct zone utc = zone_named(*state, "UTC");
    struct local_time sunday = zone_local(&utc, at(&utc, "2026-11-22 23:59"));
    assert_int_equal(sunday.weekday, 6);
    assert_int_equal(zone_local(&utc, 0).weekday, 3);
    assert_int_equal(zone_local(&utc, -1).weekday, 2);
    assert_string_equal(text_of(*state, &utc, at(&utc, "2028-02-29 00:00") + DAY_MS), "2028-03-01 00:00");
    assert_string_equal(text_of(*state, &utc, at(&utc, "2100-02-28 00:00") + DAY_MS), "2100-03-01 00:00");
    assert_string_equal(text_of(*state, &utc, -1), "1969-12-31 23:59");
}

static void an_unknown_name_is_refused(void **state)
{
    static const char *const names[] = { "", "Mars/Olympus", "/etc/passwd", "../UTC", "Europe/../Europe/Berlin", "+02:00",
                                         "Europe/Berlin ", "CET-1CEST,M3.5.0,M10.5.0" };
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct zone zone;
        struct err err;
        assert_int_equal(zone_load(*state, str_from(names[i]), &zone, &err), STATUS_INVALID);
        assert_string_equal(err.key, "zone.unknown");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(offsets_change_with_the_clocks),
        TEST(a_skipped_time_is_the_first_after_the_gap),
        TEST(a_time_that_comes_twice_is_its_first_coming),
        TEST(southern_summers_are_in_january),
        TEST(zones_are_as_new_as_the_system),
        TEST(every_moment_comes_back),
        TEST(fields_out_of_range_are_carried),
        TEST(days_and_weekdays_are_gregorian),
        TEST(an_unknown_name_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
