#pragma once
/* When somebody is there: the opening hours of a team, the duty hours of a colleague.
 *
 * A calendar is weekly hours in a time zone, less holidays and absences, and may lie within another one
 * (the owner's duty within the team's hours). All arithmetic runs over its open stretches, one after the
 * other; nights, weekends, holidays and skipped hours of the clock change do not count. A calendar borrows
 * everything it points to. Pure; safe from any thread.
 */
#include "base/err.h"
#include "base/types.h"
#include "base/zone.h"

struct calendar_hours {  /* open on one weekday; a night shift is two rows */
    int weekday;         /* 0 Monday … 6 Sunday */
    int from_minute;     /* of the local day, 0 … 1439 */
    int to_minute;       /* from_minute+1 … 1440 */
};

struct calendar_date { int year, month, day; };

struct calendar_gap {    /* an absence, UTC */
    time_ms from;
    time_ms to;          /* first moment after it */
};

struct calendar {
    const struct zone *zone;
    const struct calendar_hours *hours;   /* in any order; overlaps count once */
    size_t hour_count;
    const struct calendar_date *holidays; /* closed all day, local */
    size_t holiday_count;
    const struct calendar_gap *gaps;
    size_t gap_count;
    const struct calendar *within;        /* open only where this one is open too; may be NULL */
};

/* INVALID (calendar.hours) when a row is out of range. */
MUST_CHECK enum status calendar_check(const struct calendar *calendar, struct err *err);

struct calendar_stretch {
    time_ms from;
    time_ms to; /* first moment after it */
};

/* The first open stretch that ends after FROM, clipped to begin no sooner than FROM. A stretch ends where
 * the day's hours end, also when the next one follows at once. False when none begins within ten years. */
bool calendar_stretch_after(const struct calendar *calendar, time_ms from, struct calendar_stretch *out);

bool calendar_is_open(const struct calendar *calendar, time_ms at);

/* FROM itself when open then, else the next opening. INVALID (calendar.never) when there is none. */
MUST_CHECK enum status calendar_next_open(const struct calendar *calendar, time_ms from, time_ms *out, struct err *err);

/* The moment when SPAN (0 or more) of open time has passed after FROM. A due time at closing is the closing
 * moment of that day, not the next morning. INVALID (calendar.never) as above. */
MUST_CHECK enum status calendar_due(const struct calendar *calendar, time_ms from, span_ms span, time_ms *out,
                                    struct err *err);

/* Open time between two moments; 0 when TO is not after FROM. */
span_ms calendar_open_between(const struct calendar *calendar, time_ms from, time_ms to);
