#include "mail/calendar_text.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

/* In the order in which they are told. */
static const struct property_row {
    const char *name;
    const char *label;
} properties[] = {
    { "SUMMARY", "Invitation" }, { "DTSTART", "Begins" },     { "DTEND", "Ends" },
    { "LOCATION", "Place" },     { "ORGANIZER", "From" },     { "DESCRIPTION", "" },
};

/* Section 3.1: a line break and a white space fold a line. */
static struct str unfolded(TALLOC_CTX *mem, struct str ics)
{
    char *out = mem_need(talloc_size(mem, ics.len + 1));
    size_t len = 0;
    for (size_t i = 0; i < ics.len; i++) {
        if (ics.ptr[i] == '\r')
            continue;
        if (ics.ptr[i] == '\n' && i + 1 < ics.len && (ics.ptr[i + 1] == ' ' || ics.ptr[i + 1] == '\t'))
            i++;
        else
            out[len++] = ics.ptr[i];
    }
    return (struct str){ out, len };
}

/* "NAME;PARAMETER=\"a:b\":value": the value; false when it is another property. */
static bool value_of(struct str line, struct str name, struct str *value)
{
    if (!str_starts_nocase(line, name) || line.len <= name.len || (line.ptr[name.len] != ':' && line.ptr[name.len] != ';'))
        return false;
    bool quoted = false;
    for (size_t i = name.len; i < line.len; i++) {
        if (line.ptr[i] == '"')
            quoted = !quoted;
        if (line.ptr[i] == ':' && !quoted) {
            *value = str_slice(line, i + 1, line.len);
            return true;
        }
    }
    return false;
}

/* Section 3.3.11: \n, \, and \; */
static void add_unescaped(struct buf *out, struct str value)
{
    for (size_t i = 0; i < value.len; i++) {
        bool escaped = value.ptr[i] == '\\' && i + 1 < value.len;
        i += escaped;
        buf_add_char(out, escaped && (value.ptr[i] == 'n' || value.ptr[i] == 'N') ? '\n' : value.ptr[i]);
    }
}

/* 20261124T140000Z as 2026-11-24 14:00 UTC; anything else as it is. */
static void add_value(struct buf *out, struct str value)
{
    int64_t day, time;
    bool is_time = value.len >= 15 && value.ptr[8] == 'T' && parse_i64(str_slice(value, 0, 8), 0, 99999999, &day)
                   && parse_i64(str_slice(value, 9, 6), 0, 999999, &time);
    if (!is_time) {
        add_unescaped(out, value);
        return;
    }
    buf_addf(out, "%04lld-%02lld-%02lld %02lld:%02lld%s", (long long)(day / 10000), (long long)(day / 100 % 100),
             (long long)(day % 100), (long long)(time / 10000), (long long)(time / 100 % 100),
             str_ends(value, STR("Z")) ? " UTC" : "");
}

/* DTSTART;TZID=Europe/Berlin:20261124T140000 */
static void add_zone(struct buf *out, struct str line, struct str value)
{
    struct str head = str_slice(line, 0, (size_t)(value.ptr - line.ptr) - 1);
    size_t at = str_find_nocase(head, STR(";TZID="), 0);
    if (at == SIZE_MAX || str_ends(value, STR("Z")))
        return;
    struct str zone = str_slice(head, at + strlen(";TZID="), head.len);
    zone = str_slice(zone, 0, str_find(zone, STR(";"), 0));
    buf_add_c(out, " (");
    for (size_t i = 0; i < zone.len; i++) {
        if (zone.ptr[i] != '"')
            buf_add_char(out, zone.ptr[i]);
    }
    buf_add_char(out, ')');
}

/* RFC 5546: what is asked by an invitation's method, and what an answer says. */
static const char *what_of(struct str ics)
{
    static const struct method_row {
        const char *line;
        const char *label;
    } rows[] = {
        { "METHOD:CANCEL", "Cancelled" },       { "PARTSTAT=ACCEPTED", "Accepted" },
        { "PARTSTAT=DECLINED", "Declined" },    { "PARTSTAT=TENTATIVE", "Perhaps" },
        { "METHOD:COUNTER", "Another time" },
    };
    bool is_answer = str_find_nocase(ics, STR("METHOD:REPLY"), 0) != SIZE_MAX;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        bool fits = is_answer || str_starts(str_from(rows[i].line), STR("METHOD"));
        if (fits && str_find_nocase(ics, str_from(rows[i].line), 0) != SIZE_MAX)
            return rows[i].label;
    }
    return "Invitation";
}

struct str calendar_text(TALLOC_CTX *mem, struct str ics)
{
    struct str text = unfolded(mem, ics);
    const char *what = what_of(text);
    size_t start = str_find_nocase(text, STR("BEGIN:VEVENT"), 0);
    size_t end = start == SIZE_MAX ? SIZE_MAX : str_find_nocase(text, STR("END:VEVENT"), start);
    struct buf out;
    buf_init(&out, mem, LIMIT_PARAGRAPH_BYTES);
    for (size_t i = 0; end != SIZE_MAX && i < sizeof(properties) / sizeof(properties[0]); i++) {
        struct str rest = str_slice(text, start, end - start), line, value;
        while (str_next(&rest, '\n', &line)) {
            if (!value_of(line, str_from(properties[i].name), &value))
                continue;
            if (properties[i].label[0] != '\0')
                buf_addf(&out, "%s: ", i == 0 ? what : properties[i].label);
            else
                buf_add_char(&out, '\n');
            add_value(&out, value);
            add_zone(&out, line, value);
            buf_add_char(&out, '\n');
            break;
        }
    }
    return buf_str(&out);
}
