#include "base/words.h"

#include <unicode/udat.h>
#include <unicode/ustring.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/template_internal.h"

enum { DATE_UNITS = 128 }; /* UTF-16 units of one formatted date; the longest weekday and month together are half of it */

/* "de-AT" -> "de": the catalogue is per language. */
static struct str primary(struct str language)
{
    struct str rest = language, part = STR("en");
    if (str_next(&rest, '-', &part))
        return part;
    return STR("en");
}

const struct words_language words_languages[] = {
    { "en", "English" }, { "de", "Deutsch" }, { "fr", "Français" }, { "es", "Español" },
};
const size_t words_language_count = sizeof words_languages / sizeof words_languages[0];

struct str words_language_of(struct str tag)
{
    struct str code;
    str_next(&tag, '-', &code);
    for (size_t i = 0; i < words_language_count; i++)
        if (str_equal_nocase(code, str_from(words_languages[i].code)))
            return str_from(words_languages[i].code);
    return STR("");
}

/* The text behind "key = " in the catalogue of LANGUAGE. */
static bool catalogue_find(TALLOC_CTX *mem, struct str language, struct str key, struct str *text)
{
    struct str catalogue, line;
    struct str path = str_format(mem, STR_FMT "/catalogue.txt", STR_ARG(language));
    if (!template_embedded(path, &catalogue))
        return false;
    while (str_next(&catalogue, '\n', &line)) {
        if (!str_starts(line, key))
            continue;
        struct str after = str_trim(str_slice(line, key.len, line.len));
        if (!str_starts(after, STR("=")))
            continue;
        *text = str_trim(str_slice(after, 1, after.len));
        return true;
    }
    return false;
}

/* The language in which the catalogue has KEY: the one asked for, else English. */
static bool find_text(TALLOC_CTX *mem, struct str language, const char *key, struct str *text, struct str *found)
{
    *found = primary(language);
    if (catalogue_find(mem, *found, str_from(key), text))
        return true;
    *found = STR("en");
    return catalogue_find(mem, *found, str_from(key), text);
}

/* TEXT with DATA filled in; false where it is no template. */
static bool fill(TALLOC_CTX *mem, struct str text, const struct value *data, struct str *out)
{
    struct buf filled;
    buf_init(&filled, mem, LIMIT_PARAGRAPH_BYTES);
    bool good = template_render(&filled, text, data, ESCAPE_NONE, NULL, NULL) == STATUS_OK;
    *out = buf_str(&filled);
    return good;
}

struct str words_text(TALLOC_CTX *mem, struct str language, const char *key, const struct value *data)
{
    struct str text, found;
    if (!find_text(mem, language, key, &text, &found))
        return str_from(key);
    if (data == NULL)
        return text;
    struct str out;
    return fill(mem, text, data, &out) ? out : str_from(key);
}

/* What the catalogue of LANGUAGE has under PREFIX and ALL has not yet. */
static void add_all(TALLOC_CTX *mem, struct str language, struct str prefix, const struct value *data, struct value *all)
{
    struct str catalogue, line, key, text;
    if (!template_embedded(str_format(mem, STR_FMT "/catalogue.txt", STR_ARG(language)), &catalogue))
        return;
    while (str_next(&catalogue, '\n', &line)) {
        if (!str_starts(line, prefix) || !str_next(&line, '=', &key))
            continue;
        struct str name = str_trim(str_slice(key, prefix.len, key.len));
        if (value_get(all, name) == NULL && fill(mem, str_trim(line), data, &text))
            value_set_text(all, str_to_c(mem, name), text);
    }
}

struct value *words_all(TALLOC_CTX *mem, struct str language, struct str prefix, const struct value *data)
{
    struct value *all = value_object(mem);
    add_all(mem, primary(language), prefix, data, all);
    add_all(mem, STR("en"), prefix, data, all);
    return all;
}

static void close_format(UDateFormat **format)
{
    if (*format != NULL)
        udat_close(*format);
}

/* The local time of AT in LANGUAGE, by an ICU pattern; STR_NONE when that cannot be had.
 *
 * ICU is given the local time as if it were UTC: its own zone data is as old as the distribution. */
static struct str format_pattern(TALLOC_CTX *mem, struct str language, const struct zone *zone, time_ms at, struct str pattern)
{
    static const UChar utc[] = { 'U', 'T', 'C', 0 };
    UErrorCode status = U_ZERO_ERROR;
    UChar units[DATE_UNITS];
    int32_t len = 0;
    u_strFromUTF8(units, DATE_UNITS, &len, pattern.ptr, (int32_t)pattern.len, &status);
    CLEANUP(close_format) UDateFormat *format = NULL;
    if (U_SUCCESS(status))
        format = udat_open(UDAT_PATTERN, UDAT_PATTERN, str_to_c(mem, language), utc, -1, units, len, &status);
    if (U_SUCCESS(status))
        len = udat_format(format, (UDate)(at + zone_offset(zone, at)), units, DATE_UNITS, NULL, &status);
    char *text = mem_need(talloc_zero_size(mem, DATE_UNITS * 3));
    int32_t text_len = 0;
    if (U_SUCCESS(status))
        u_strToUTF8(text, DATE_UNITS * 3, &text_len, units, len, &status);
    return U_SUCCESS(status) ? (struct str){ text, (size_t)text_len } : STR_NONE;
}

/* By the pattern that the catalogue has under KEY. */
static struct str format_date(TALLOC_CTX *mem, struct str language, const struct zone *zone, time_ms at, const char *key)
{
    struct str pattern, found;
    if (!find_text(mem, language, key, &pattern, &found))
        return str_from(key);
    struct str text = format_pattern(mem, found, zone, at, pattern);
    return text.ptr == NULL ? str_from(key) : text;
}

struct str words_date(TALLOC_CTX *mem, struct str language, const struct zone *zone, time_ms at)
{
    return format_date(mem, language, zone, at, "date.date");
}

struct str words_clock(TALLOC_CTX *mem, struct str language, const struct zone *zone, time_ms at)
{
    return format_date(mem, language, zone, at, "date.clock");
}

/* The parts of a moment that texts about it name. Their patterns are formatted as one, a line each: to open a format
 * costs ICU more than all the rest. */
static void set_parts(TALLOC_CTX *mem, struct value *data, struct str language, const struct zone *zone, time_ms at)
{
    static const char *const parts[][2] = { { "clock", "date.clock" }, { "weekday", "date.weekday" }, { "day", "date.day" } };
    enum { PARTS = sizeof parts / sizeof parts[0] };
    struct str pattern, part, found = primary(language);
    struct buf joined;
    buf_init(&joined, mem, LIMIT_PARAGRAPH_BYTES);
    for (size_t i = 0; i < PARTS; i++) {
        if (find_text(mem, language, parts[i][1], &pattern, &found))
            buf_add(&joined, pattern);
        buf_add_char(&joined, '\n');
    }
    struct str rest = format_pattern(mem, found, zone, at, buf_str(&joined));
    for (size_t i = 0; i < PARTS; i++)
        value_set_text(data, parts[i][0], str_next(&rest, '\n', &part) ? part : STR(""));
}

/* Local midnights from the day of NOW to the day of AT. */
static int64_t days_between(const struct zone *zone, time_ms now, time_ms at)
{
    struct local_time from = zone_local(zone, now), to = zone_local(zone, at);
    struct zone_step utc = { 0, 0 };
    struct zone plain = { "UTC", &utc, 1 };
    from.hour = from.minute = from.second = 0;
    to.hour = to.minute = to.second = 0;
    return (zone_utc(&plain, to) - zone_utc(&plain, from)) / DAY_MS;
}

static struct str when_as(TALLOC_CTX *mem, struct str language, const struct zone *zone, time_ms at, const char *key)
{
    struct value *data = value_object(mem);
    set_parts(mem, data, language, zone, at);
    return words_text(mem, language, key, data);
}

struct str words_when(TALLOC_CTX *mem, struct str language, const struct zone *zone, time_ms at, time_ms now)
{
    int64_t days = days_between(zone, now, at);
    const char *key = days == 0               ? "when.today"
                      : days == 1             ? "when.tomorrow"
                      : days == -1            ? "when.yesterday"
                      : days > 1 && days <= 6 ? "when.week"
                                              : "when.date";
    return when_as(mem, language, zone, at, key);
}

struct str words_when_written(TALLOC_CTX *mem, struct str language, const struct zone *zone, time_ms at)
{
    return when_as(mem, language, zone, at, "when.date");
}

/* "Europe/Madrid" as people call it: the city. */
struct str words_place(TALLOC_CTX *mem, const struct zone *zone)
{
    struct str rest = str_from(zone->name), part, place = rest;
    struct buf out;
    while (str_next(&rest, '/', &part))
        place = part;
    buf_init(&out, mem, LIMIT_NAME_BYTES);
    for (size_t i = 0; i < place.len; i++)
        buf_add_char(&out, place.ptr[i] == '_' ? ' ' : place.ptr[i]);
    return buf_str(&out);
}

struct str words_when_zoned(TALLOC_CTX *mem, struct str language, const struct zone *zone, time_ms at)
{
    struct value *data = value_object(mem);
    value_set_text(data, "when", words_when_written(mem, language, zone, at));
    value_set_text(data, "place", words_place(mem, zone));
    bool utc = str_equal(str_from(zone->name), STR("UTC"));
    return words_text(mem, language, utc ? "when.utc" : "when.zoned", data);
}
