#pragma once
/* Time zones as values: which offset from UTC holds from which moment on.
 *
 * The system's tzdata is read through GLib once (zone_load); core then calculates without any I/O.
 */
#include "base/str.h"
#include "base/types.h"

struct zone_step {
    time_ms from;    /* the offset holds from here to the next step */
    span_ms offset;  /* local = UTC + offset */
};

struct zone {
    const char *name;  /* "Europe/Madrid" */
    const struct zone_step *steps; /* ascending; the first also holds before itself */
    size_t step_count;
};

/* The zone NAME with its steps from 1990 to 2060; INVALID (zone.unknown) when tzdata has no such name. */
MUST_CHECK enum status zone_load(TALLOC_CTX *mem, struct str name, struct zone *out, struct err *err);

span_ms zone_offset(const struct zone *zone, time_ms utc);

/* A moment as people read it. Weekday: 0 Monday … 6 Sunday. */
struct local_time {
    int year, month, day;       /* 2026, 1–12, 1–31 */
    int hour, minute, second;
    int weekday;
};
struct local_time zone_local(const struct zone *zone, time_ms utc);

/* The moment of a local time. A time that the clocks skip becomes the first one after the gap; a time
 * that comes twice is its first coming. Fields out of range are carried (day 32 is the next month's). */
time_ms zone_utc(const struct zone *zone, struct local_time local);
