#include "core/time_phrase.h"

enum {
    DAYS_A_WEEK = 7,
    FRIDAY = 4,
    SATURDAY = 5,
    LAST_MINUTE = 59,
    LENGTH_MOST = 999,      /* "in 1000 hours" is no promise but a figure */
    NOT_NEXT_YEAR_DAYS = 270 /* a date without a year that is further ahead was meant in the past */
};

/* Where the reading stands, and what all of it needs. */
struct reader {
    const struct tokens *tokens;
    size_t at;
    enum find_language language;
    const struct zone *zone;
    time_ms now;
    struct local_time today;
};

/* What was read so far; a day or a clock time or both. */
struct moment {
    bool has_day;
    bool is_weekday; /* comes again every week */
    bool is_date;    /* a date; without a year when `year` is 0 */
    bool is_period;  /* a week or month: its last working day */
    struct local_time day;
    bool has_clock;
    int hour, minute;
};

static bool take(struct reader *r, enum term term, int *value)
{
    size_t taken = time_word_at(r->tokens, r->at, r->language, term, value);
    r->at += taken;
    return taken > 0;
}

static bool take_mark(struct reader *r, const char *mark)
{
    if (r->at >= r->tokens->count || !token_is(&r->tokens->items[r->at], mark))
        return false;
    r->at++;
    return true;
}

static bool take_number(struct reader *r, int64_t least, int64_t most, int *out)
{
    int64_t number;
    if (r->at >= r->tokens->count || r->tokens->items[r->at].kind != TOKEN_NUMBER ||
        !parse_i64(r->tokens->items[r->at].text, least, most, &number))
        return false;
    r->at++;
    *out = (int)number;
    return true;
}

/* Two digits right behind a mark right behind a number: the minutes of 14:30, the month of 24.11. */
static bool take_part(struct reader *r, const char *mark, int least, int most, int *out)
{
    struct reader ahead = *r;
    if (!take_mark(&ahead, mark) || ahead.at >= r->tokens->count || !r->tokens->items[ahead.at].glued ||
        !r->tokens->items[r->at].glued || !take_number(&ahead, least, most, out))
        return false;
    *r = ahead;
    return true;
}

static struct local_time days_ahead(const struct reader *r, int days)
{
    struct local_time day = { .year = r->today.year, .month = r->today.month, .day = r->today.day + days, .hour = 12 };
    return zone_local(r->zone, zone_utc(r->zone, day));
}

static time_ms at_clock(const struct reader *r, struct local_time day, int hour, int minute)
{
    day.hour = hour;
    day.minute = minute;
    day.second = 0;
    return zone_utc(r->zone, day);
}

/* ---- clock times ---- */

enum { CLOCK_PLAIN, CLOCK_AM, CLOCK_PM };

/* "at 3" in English is in the afternoon: nobody promises anything for three in the night. */
static int hour_meant(const struct reader *r, int hour, int half, bool minutes_given)
{
    if (half == CLOCK_AM)
        return hour == 12 ? 0 : hour;
    if (half == CLOCK_PM)
        return hour < 12 ? hour + 12 : hour;
    return r->language == FIND_ENGLISH && !minutes_given && hour >= 1 && hour <= 6 ? hour + 12 : hour;
}

/* 14:00, 2pm, 14 Uhr, 14h30, 14.30 Uhr; with BARE also a mere 14. */
static bool read_clock(struct reader *r, bool bare, struct moment *moment)
{
    struct reader ahead = *r;
    int hour;
    int minute = 0;
    int half = CLOCK_PLAIN;
    if (!take_number(&ahead, 0, 23, &hour))
        return false;
    bool minutes = take_part(&ahead, ":", 0, 59, &minute);
    struct reader dotted = ahead;
    if (!minutes && take_part(&dotted, ".", 0, 59, &minute) &&
        time_word_at(r->tokens, dotted.at, r->language, TERM_OCLOCK, NULL)) {
        ahead = dotted;
        minutes = true;
    }
    bool marked = take(&ahead, TERM_OCLOCK, &half);
    if (marked && !minutes && ahead.at < r->tokens->count && r->tokens->items[ahead.at].text.len == 2 &&
        (r->language == FIND_FRENCH || r->language == FIND_GERMAN) && take_number(&ahead, 0, 59, &minute))
        minutes = true;
    if (!marked && !minutes && !bare)
        return false;
    int part;
    hour = hour_meant(r, hour, half, minutes);
    if (take(&ahead, TERM_PART, &part) && part > 12 && hour < 12)
        hour += 12;
    if (hour > 23)
        return false;
    moment->has_clock = true;
    moment->hour = hour;
    moment->minute = minute;
    *r = ahead;
    return true;
}

/* ---- days ---- */

static bool read_year(struct reader *r, int *year)
{
    struct reader ahead = *r;
    take_mark(&ahead, ",");
    int value;
    if (!take_number(&ahead, 2000, 2100, &value))
        return false;
    *year = value;
    *r = ahead;
    return true;
}

/* 2026-11-24, 24.11.2026, 24.11., 24/11/2026, 24/11 */
static bool read_figures(struct reader *r, struct local_time *day)
{
    struct reader ahead = *r;
    if (take_number(&ahead, 2000, 2100, &day->year) && take_part(&ahead, "-", 1, 12, &day->month) &&
        take_part(&ahead, "-", 1, 31, &day->day)) {
        *r = ahead;
        return true;
    }
    static const char *const marks[] = { ".", "/" };
    for (size_t i = 0; i < 2; i++) {
        ahead = *r;
        *day = (struct local_time){ 0 };
        if (!take_number(&ahead, 1, 31, &day->day) || !take_part(&ahead, marks[i], 1, 12, &day->month))
            continue;
        bool year = take_part(&ahead, marks[i], 2000, 2100, &day->year);
        /* In English 3/4 may be either; with a day over 12 it can't. 14.10 is a clock time as well as a date. */
        if (i == 1 && r->language == FIND_ENGLISH && day->day <= 12)
            return false;
        if (i == 0 && !year && !(take_mark(&ahead, ".") && r->language == FIND_GERMAN))
            return false;
        *r = ahead;
        return true;
    }
    return false;
}

/* 24 November, 24th of November 2026, November 24th, 24. November */
static bool read_named_month(struct reader *r, struct local_time *day)
{
    struct reader ahead = *r;
    *day = (struct local_time){ 0 };
    if (take_number(&ahead, 1, 31, &day->day)) {
        take(&ahead, TERM_OF, NULL);
        if (!take(&ahead, TERM_MONTH, &day->month))
            return false;
        if (r->language == FIND_SPANISH)
            take(&ahead, TERM_OF, NULL);
    } else {
        if (r->language != FIND_ENGLISH || !take(&ahead, TERM_MONTH, &day->month))
            return false;
        take(&ahead, TERM_ON, NULL);
        if (!take_number(&ahead, 1, 31, &day->day))
            return false;
        take(&ahead, TERM_OF, NULL);
    }
    read_year(&ahead, &day->year);
    *r = ahead;
    return true;
}

static bool read_date(struct reader *r, struct moment *moment)
{
    struct local_time day = { 0 };
    if (!read_figures(r, &day) && !read_named_month(r, &day))
        return false;
    moment->has_day = moment->is_date = true;
    moment->day = day;
    return true;
}

static bool read_weekday(struct reader *r, struct moment *moment)
{
    struct reader ahead = *r;
    int weekday;
    take(&ahead, TERM_NEXT, NULL);
    if (!take(&ahead, TERM_WEEKDAY, &weekday))
        return false;
    if (r->language == FIND_ENGLISH && take_mark(&ahead, "."))
        ahead.at = r->tokens->items[ahead.at - 2].text.len <= 5 ? ahead.at : ahead.at - 1; /* "Tue." */
    moment->has_day = moment->is_weekday = true;
    moment->day = days_ahead(r, (weekday - r->today.weekday + DAYS_A_WEEK) % DAYS_A_WEEK);
    *r = ahead;
    /* "Tuesday, 24 November": the date says which */
    take_mark(&ahead, ",");
    take(&ahead, TERM_ON, NULL);
    struct moment date = { 0 };
    if (read_date(&ahead, &date)) {
        moment->is_weekday = false;
        moment->is_date = true;
        moment->day = date.day;
        *r = ahead;
    }
    return true;
}

static bool read_period(struct reader *r, struct moment *moment)
{
    int end;
    if (!take(r, TERM_END, &end))
        return false;
    moment->has_day = true;
    moment->is_period = end != END_OF_DAY;
    switch ((enum term_end)end) {
    case END_OF_DAY:
        moment->day = days_ahead(r, 0);
        break;
    case END_OF_WEEK:
        moment->day =
            days_ahead(r, r->today.weekday <= FRIDAY ? FRIDAY - r->today.weekday : DAYS_A_WEEK - 1 - r->today.weekday);
        break;
    case END_OF_NEXT_WEEK:
        moment->day = days_ahead(r, DAYS_A_WEEK + FRIDAY - r->today.weekday);
        break;
    case END_OF_MONTH:
        moment->day = (struct local_time){ .year = r->today.year, .month = r->today.month + 1, .day = 0 };
        break;
    }
    return true;
}

static void set_clock(struct moment *moment, int hour)
{
    moment->has_clock = true;
    moment->hour = hour;
    moment->minute = 0;
}

static bool read_day(struct reader *r, struct moment *moment)
{
    int value;
    if (take(r, TERM_NOW_PART, &value)) {
        moment->has_day = true;
        moment->day = days_ahead(r, 0);
        set_clock(moment, value);
        return true;
    }
    if (read_period(r, moment))
        return true;
    if (take(r, TERM_AHEAD, &value)) {
        moment->has_day = true;
        moment->day = days_ahead(r, value);
    } else if (!read_weekday(r, moment) && !read_date(r, moment)) {
        return false;
    }
    if (take(r, TERM_PART, &value))
        set_clock(moment, value);
    return true;
}

/* A day with or without a clock time, a clock time with a day, or, with BARE_CLOCK, a clock time alone. */
static bool read_moment(struct reader *r, bool clock_alone, struct moment *moment)
{
    struct reader ahead = *r;
    if (read_day(&ahead, moment)) {
        *r = ahead;
        take_mark(&ahead, ",");
        bool introduced = take(&ahead, TERM_AT, NULL);
        if (read_clock(&ahead, introduced, moment))
            *r = ahead;
        return true;
    }
    bool introduced = take(&ahead, TERM_AT, NULL);
    if (!read_clock(&ahead, false, moment))
        return false;
    struct reader after_clock = ahead;
    take(&ahead, TERM_ON, NULL);
    if (read_day(&ahead, moment)) {
        *r = ahead;
        return true;
    }
    *r = after_clock;
    return clock_alone || introduced;
}

/* ---- what it means ---- */

/* False for a day that the month has not, like 31 February. */
static bool resolve_date(const struct reader *r, const struct moment *moment, int hour, time_ms *due)
{
    struct local_time day = moment->day;
    bool guessed = day.year == 0;
    if (guessed)
        day.year = r->today.year;
    *due = at_clock(r, day, hour, moment->minute);
    if (*due <= r->now && guessed) {
        day.year++;
        *due = at_clock(r, day, hour, moment->minute);
        if (*due - r->now >= NOT_NEXT_YEAR_DAYS * DAY_MS)
            return false;
    }
    return zone_local(r->zone, *due).day == day.day;
}

static bool resolve(const struct reader *r, const struct moment *moment, time_ms *due)
{
    int hour = moment->has_clock ? moment->hour : TIME_DAY_ENDS_HOUR;
    if (moment->is_date) {
        if (!resolve_date(r, moment, hour, due))
            return false;
        return *due > r->now;
    }
    if (!moment->has_day) {
        *due = at_clock(r, days_ahead(r, 0), hour, moment->minute);
        if (*due <= r->now)
            *due = at_clock(r, days_ahead(r, 1), hour, moment->minute);
        return true;
    }
    *due = at_clock(r, moment->day, hour, moment->minute);
    bool today =
        moment->day.day == r->today.day && moment->day.month == r->today.month && moment->day.year == r->today.year;
    if (moment->is_weekday && (*due <= r->now || (today && !moment->has_clock)))
        *due = at_clock(r, days_ahead(r, DAYS_A_WEEK), hour, moment->minute);
    else if (*due <= r->now && !moment->has_clock && today)
        *due = at_clock(r, moment->day, 23, LAST_MINUTE);
    return *due > r->now;
}

/* ---- lengths of time ---- */

static time_ms after_days(const struct reader *r, int days)
{
    return at_clock(r, days_ahead(r, days), TIME_DAY_ENDS_HOUR, 0);
}

static time_ms after_workdays(const struct reader *r, int count)
{
    int days = 0;
    while (count > 0) {
        days++;
        if ((r->today.weekday + days) % DAYS_A_WEEK < SATURDAY)
            count--;
    }
    return after_days(r, days);
}

static bool read_length(struct reader *r, time_ms *due)
{
    struct reader ahead = *r;
    if (take(&ahead, TERM_HALF_HOUR, NULL)) {
        *due = r->now + 30 * MINUTE_MS;
        *r = ahead;
        return true;
    }
    int count;
    int unit;
    if (!take_number(&ahead, 1, LENGTH_MOST, &count) && !take(&ahead, TERM_NUMBER, &count))
        return false;
    if (!take(&ahead, TERM_UNIT, &unit))
        return false;
    switch ((enum term_unit)unit) {
    case UNIT_MINUTES:
        *due = r->now + count * MINUTE_MS;
        break;
    case UNIT_HOURS:
        *due = r->now + count * HOUR_MS;
        break;
    case UNIT_DAYS:
        *due = after_days(r, count);
        break;
    case UNIT_WORKDAYS:
        *due = after_workdays(r, count);
        break;
    case UNIT_WEEKS:
        *due = after_days(r, count * DAYS_A_WEEK);
        break;
    case UNIT_MONTHS: {
        struct local_time day = r->today;
        day.month += count;
        *due = at_clock(r, day, TIME_DAY_ENDS_HOUR, 0);
        break;
    }
    }
    *r = ahead;
    return true;
}

/* ---- the whole phrase ---- */

static void keep_longer(struct time_phrase *best, const struct reader *r, size_t from, time_ms due, bool limit)
{
    if (r->at - from > best->count)
        *best = (struct time_phrase){ r->at - from, due, limit };
}

static void try_length(struct reader r, enum term lead, struct time_phrase *best)
{
    size_t from = r.at;
    time_ms due;
    if (take(&r, lead, NULL) && read_length(&r, &due))
        keep_longer(best, &r, from, due, lead == TERM_WITHIN);
}

static void try_moment(struct reader r, enum term lead, struct time_phrase *best)
{
    size_t from = r.at;
    struct moment moment = { 0 };
    time_ms due;
    if (lead != TERM_COUNT && !take(&r, lead, NULL))
        return;
    if (read_moment(&r, lead == TERM_BY, &moment) && resolve(&r, &moment, &due))
        keep_longer(best, &r, from, due, lead == TERM_BY);
}

bool time_phrase_at(const struct tokens *tokens, size_t at, enum find_language language, const struct zone *zone,
                    time_ms now, struct time_phrase *out)
{
    if (at >= tokens->count ||
        (tokens->items[at].kind != TOKEN_NUMBER && !time_word_stands(tokens, at, language)))
        return false;
    struct reader r = { tokens, at, language, zone, now, zone_local(zone, now) };
    struct time_phrase best = { 0 };
    try_length(r, TERM_WITHIN, &best);
    try_length(r, TERM_IN, &best);
    try_moment(r, TERM_BY, &best);
    try_moment(r, TERM_ON, &best);
    try_moment(r, TERM_COUNT, &best); /* no word before it: "tomorrow morning" */
    if (best.count == 0)
        return false;
    *out = best;
    return true;
}
