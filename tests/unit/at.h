#pragma once
/* Moments as people write them, for tables of cases. */
#include <stdio.h>

#include "base/zone.h"
#include "check.h"

static inline struct zone zone_named(void *mem, const char *name)
{
    struct zone zone;
    assert_int_equal(zone_load(mem, str_from(name), &zone, NULL), STATUS_OK);
    return zone;
}

/* "2026-11-24 14:00" in ZONE. */
static inline time_ms at(const struct zone *zone, const char *text)
{
    struct local_time t = { 0 };
    assert_int_equal(sscanf(text, "%d-%d-%d %d:%d", &t.year, &t.month, &t.day, &t.hour, &t.minute), 5);
    return zone_utc(zone, t);
}

/* The same text of a moment, so that a failing case can be read. */
static inline const char *text_of(void *mem, const struct zone *zone, time_ms moment)
{
    struct local_time t = zone_local(zone, moment);
    return talloc_asprintf(mem, "%04d-%02d-%02d %02d:%02d", t.year, t.month, t.day, t.hour, t.minute);
}
