#include "base/zone.h"

#include <assert.h>
#include <glib.h>

#include "base/mem.h"

enum {
    ZONE_FIRST_YEAR = 1990,
    ZONE_LAST_YEAR = 2060,
    ZONE_STRIDE_S = 5 * 24 * 3600, /* no zone ever went to another offset and back within this */
    ZONE_NAME_BYTES = 64,
    ZONE_STEPS = 1024, /* twice a year would be 140; Morocco changes four times */
};

/* Days since 1970-01-01 of a day in the Gregorian calendar; MONTH and DAY may be out of range.
 * Counts years from 1 March, so that the leap day is the last of a year. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    int64_t shifted = month - 3;
    int64_t carry = shifted >= 0 ? shifted / 12 : -((11 - shifted) / 12);
    year += carry;
    shifted -= carry * 12;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * shifted + 2) / 5;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468 + day - 1;
}

static void date_of(int64_t days, struct local_time *out)
{
    int64_t from_march = days + 719468;
    int64_t era = (from_march >= 0 ? from_march : from_march - 146096) / 146097;
    int64_t day_of_era = from_march - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day_of_year + 2) / 153;
    out->day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1);
    out->month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    out->year = (int)(year_of_era + era * 400 + (out->month <= 2 ? 1 : 0));
}

/* The names of tzdata, and nothing that could lead GLib to another file or to a rule of its own. */
static bool is_zone_name(struct str name)
{
    if (name.len == 0 || name.len > ZONE_NAME_BYTES)
        return false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        bool later = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '_' || c == '/';
        if (!letter && !(i > 0 && later))
            return false;
    }
    return true;
}

static void unref_zone(GTimeZone **zone)
{
    if (*zone != NULL)
        g_time_zone_unref(*zone);
}

static int interval_at(GTimeZone *zone, int64_t at_s)
{
    return g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL, at_s);
}

static struct zone_step step_at(GTimeZone *zone, int64_t from_s, int interval)
{
    return (struct zone_step){ .from = from_s * 1000,
                               .offset = (span_ms)g_time_zone_get_offset(zone, interval) * SECOND_MS };
}

/* The first second after LOW in which another interval holds; one does at HIGH. */
static int64_t change_between(GTimeZone *zone, int64_t low, int64_t high)
{
    int before = interval_at(zone, low);
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (interval_at(zone, middle) == before)
            low = middle;
        else
            high = middle;
    }
    return high;
}

static size_t find_steps(GTimeZone *zone, struct zone_step *steps)
{
    int64_t at = days_of(ZONE_FIRST_YEAR, 1, 1) * 86400;
    int64_t end = days_of(ZONE_LAST_YEAR, 1, 1) * 86400;
    int interval = interval_at(zone, at);
    size_t count = 0;
    steps[count++] = step_at(zone, at, interval);
    while (at < end && count < ZONE_STEPS) {
        int64_t next = at + ZONE_STRIDE_S;
        if (interval_at(zone, next) == interval) {
            at = next;
            continue;
        }
        at = change_between(zone, at, next);
        interval = interval_at(zone, at);
        struct zone_step step = step_at(zone, at, interval);
        if (step.offset != steps[count - 1].offset)
            steps[count++] = step;
    }
    return count;
}

enum status zone_load(TALLOC_CTX *mem, struct str name, struct zone *out, struct err *err)
{
    char *name_c = str_to_c(mem, name);
    CLEANUP(unref_zone) GTimeZone *zone = is_zone_name(name) ? g_time_zone_new_identifier(name_c) : NULL;
    if (zone == NULL)
        return FAIL_FIELD(err, STATUS_INVALID, "zone.unknown", "zone",
                          "there is no time zone \"" STR_FMT "\"; a name looks like Europe/Madrid",
                          STR_ARG(utf8_clip(name, ZONE_NAME_BYTES)));
    struct zone_step *steps = MEM_ARRAY(mem, struct zone_step, ZONE_STEPS);
    size_t count = find_steps(zone, steps);
    steps = mem_need(talloc_realloc(mem, steps, struct zone_step, (unsigned)count));
    *out = (struct zone){ .name = name_c, .steps = steps, .step_count = count };
    return STATUS_OK;
}

/* The index of the step that holds at UTC. */
static size_t step_index(const struct zone *zone, time_ms utc)
{
    assert(zone->step_count > 0);
    size_t low = 0, high = zone->step_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (zone->steps[middle].from <= utc)
            low = middle;
        else
            high = middle;
    }
    return low;
}

span_ms zone_offset(const struct zone *zone, time_ms utc)
{
    return zone->steps[step_index(zone, utc)].offset;
}

struct local_time zone_local(const struct zone *zone, time_ms utc)
{
    int64_t local = utc + zone_offset(zone, utc);
    int64_t days = local / DAY_MS;
    if (local % DAY_MS < 0)
        days--;
    int64_t second = (local - days * DAY_MS) / SECOND_MS;
    struct local_time out = {
        .hour = (int)(second / 3600),
        .minute = (int)(second / 60 % 60),
        .second = (int)(second % 60),
        .weekday = (int)(((days + 3) % 7 + 7) % 7), /* 1970-01-01 was a Thursday */
    };
    date_of(days, &out);
    return out;
}

time_ms zone_utc(const struct zone *zone, struct local_time local)
{
    int64_t days = days_of(local.year, local.month, local.day);
    int64_t second = (int64_t)local.hour * 3600 + (int64_t)local.minute * 60 + local.second;
    int64_t wanted = days * DAY_MS + second * SECOND_MS;

    /* No offset is a day or more: the steps around the wanted time are all that can matter, and the
     * first of them whose stretch reaches it is the answer. */
    size_t last = step_index(zone, wanted + DAY_MS);
    for (size_t i = step_index(zone, wanted - DAY_MS); i <= last; i++) {
        time_ms utc = wanted - zone->steps[i].offset;
        if (i > 0 && utc < zone->steps[i].from)
            return zone->steps[i].from; /* skipped: the stretch before ended earlier, this one begins later */
        if (i + 1 == zone->step_count || utc < zone->steps[i + 1].from)
            return utc;
    }
    return wanted - zone->steps[last].offset;
}
