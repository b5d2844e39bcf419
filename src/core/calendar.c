#include "core/calendar.h"

#include <assert.h>

enum { HORIZON_DAYS = 3660, MINUTES_A_DAY = 1440, DAYS_A_WEEK = 7 };

enum status calendar_check(const struct calendar *calendar, struct err *err)
{
    for (size_t i = 0; i < calendar->hour_count; i++) {
        const struct calendar_hours *row = &calendar->hours[i];
        if (row->weekday < 0 || row->weekday >= DAYS_A_WEEK || row->from_minute < 0 || row->to_minute > MINUTES_A_DAY ||
            row->from_minute >= row->to_minute)
            return FAIL_FIELD(err, STATUS_INVALID, "calendar.hours", "hours",
                              "opening hours must end after they begin, within one day");
    }
    return STATUS_OK;
}

static bool is_holiday(const struct calendar *calendar, const struct local_time *day)
{
    for (size_t i = 0; i < calendar->holiday_count; i++) {
        const struct calendar_date *date = &calendar->holidays[i];
        if (date->day == day->day && date->month == day->month && date->year == day->year)
            return true;
    }
    return false;
}

static time_ms at_minute(const struct calendar *calendar, struct local_time day, int minute)
{
    day.hour = minute / 60;
    day.minute = minute % 60;
    day.second = 0;
    return zone_utc(calendar->zone, day);
}

/* Takes the gaps out of *STRETCH; what remains is its first part outside all gaps. */
static bool outside_gaps(const struct calendar *calendar, struct calendar_stretch *stretch)
{
    for (bool moved = true; moved;) {
        moved = false;
        for (size_t i = 0; i < calendar->gap_count; i++) {
            const struct calendar_gap *gap = &calendar->gaps[i];
            if (gap->from <= stretch->from && gap->to > stretch->from) {
                stretch->from = gap->to;
                moved = true;
            }
        }
    }
    for (size_t i = 0; i < calendar->gap_count; i++) {
        const struct calendar_gap *gap = &calendar->gaps[i];
        if (gap->from > stretch->from && gap->from < stretch->to)
            stretch->to = gap->from;
    }
    return stretch->from < stretch->to;
}

/* The first stretch of the local DAY that ends after FROM, gaps taken out. */
static bool stretch_of_day(const struct calendar *calendar, const struct local_time *day, time_ms from,
                           struct calendar_stretch *out)
{
    bool found = false;
    for (size_t i = 0; i < calendar->hour_count; i++) {
        const struct calendar_hours *row = &calendar->hours[i];
        if (row->weekday != day->weekday)
            continue;
        struct calendar_stretch stretch = { at_minute(calendar, *day, row->from_minute),
                                            at_minute(calendar, *day, row->to_minute) };
        if (stretch.from < from)
            stretch.from = from;
        if (!outside_gaps(calendar, &stretch))
            continue;
        if (!found || stretch.from < out->from || (stretch.from == out->from && stretch.to > out->to))
            *out = stretch;
        found = true;
    }
    return found;
}

static bool own_stretch_after(const struct calendar *calendar, time_ms from, struct calendar_stretch *out)
{
    if (calendar->hour_count == 0)
        return false;
    struct local_time day = zone_local(calendar->zone, from);
    day.hour = day.minute = day.second = 0;
    for (int i = 0; i < HORIZON_DAYS; i++) {
        if (!is_holiday(calendar, &day) && stretch_of_day(calendar, &day, from, out))
            return true;
        day.day++;
        day.hour = 12; /* noon exists once in every zone and carries to the right date */
        day = zone_local(calendar->zone, zone_utc(calendar->zone, day));
        day.hour = day.minute = day.second = 0;
    }
    return false;
}

bool calendar_stretch_after(const struct calendar *calendar, time_ms from, struct calendar_stretch *out)
{
    if (calendar->within == NULL)
        return own_stretch_after(calendar, from, out);
    time_ms horizon = from + HORIZON_DAYS * DAY_MS;
    while (from < horizon) {
        struct calendar_stretch own;
        struct calendar_stretch outer;
        if (!own_stretch_after(calendar, from, &own) || !calendar_stretch_after(calendar->within, from, &outer))
            return false;
        struct calendar_stretch both = { own.from > outer.from ? own.from : outer.from,
                                         own.to < outer.to ? own.to : outer.to };
        if (both.from < both.to) {
            *out = both;
            return true;
        }
        from = both.to;
    }
    return false;
}

bool calendar_is_open(const struct calendar *calendar, time_ms at)
{
    struct calendar_stretch stretch;
    return calendar_stretch_after(calendar, at, &stretch) && stretch.from == at;
}

static enum status never_open(struct err *err)
{
    return FAIL(err, STATUS_INVALID, "calendar.never", "these hours have no opening within ten years");
}

enum status calendar_next_open(const struct calendar *calendar, time_ms from, time_ms *out, struct err *err)
{
    struct calendar_stretch stretch;
    if (!calendar_stretch_after(calendar, from, &stretch))
        return never_open(err);
    *out = stretch.from;
    return STATUS_OK;
}

enum status calendar_due(const struct calendar *calendar, time_ms from, span_ms span, time_ms *out, struct err *err)
{
    assert(span >= 0);
    struct calendar_stretch stretch;
    while (calendar_stretch_after(calendar, from, &stretch)) {
        span_ms open = stretch.to - stretch.from;
        if (span <= open) {
            *out = stretch.from + span;
            return STATUS_OK;
        }
        span -= open;
        from = stretch.to;
    }
    return never_open(err);
}

span_ms calendar_open_between(const struct calendar *calendar, time_ms from, time_ms to)
{
    span_ms open = 0;
    struct calendar_stretch stretch;
    while (from < to && calendar_stretch_after(calendar, from, &stretch) && stretch.from < to) {
        open += (stretch.to < to ? stretch.to : to) - stretch.from;
        from = stretch.to;
    }
    return open;
}
