#include "app/desk_hours.h"

#include "base/mem.h"

enum { WEEKDAYS = 7, MINUTES_PER_DAY = 24 * 60 };

static const char *const weekdays[WEEKDAYS] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

static bool weekday_read(struct str word, int64_t *out)
{
    for (int i = 0; i < WEEKDAYS; i++) {
        if (word.len >= 3 && str_equal_nocase(str_slice(word, 0, 3), str_from(weekdays[i]))) {
            *out = i;
            return true;
        }
    }
    return false;
}

static bool minute_read(struct str clock, int64_t *out)
{
    int64_t hour, minute;
    size_t colon = str_find(clock, STR(":"), 0);
    if (colon == SIZE_MAX || !parse_i64(str_slice(clock, 0, colon), 0, 24, &hour)
        || !parse_i64(str_slice(clock, colon + 1, clock.len), 0, 59, &minute))
        return false;
    *out = hour * 60 + minute;
    return *out <= MINUTES_PER_DAY;
}

/* "a-b" or "a". */
static void range_split(struct str text, struct str *from, struct str *to)
{
    size_t dash = str_find(text, STR("-"), 0);
    *from = str_trim(dash == SIZE_MAX ? text : str_slice(text, 0, dash));
    *to = dash == SIZE_MAX ? *from : str_trim(str_slice(text, dash + 1, text.len));
}

static bool piece_read(struct str piece, int64_t *first, int64_t *last, int64_t *from, int64_t *until)
{
    size_t space = str_find(piece, STR(" "), 0);
    struct str a, b;
    if (space == SIZE_MAX)
        return false;
    range_split(str_slice(piece, 0, space), &a, &b);
    if (!weekday_read(a, first) || !weekday_read(b, last) || *first > *last)
        return false;
    range_split(str_slice(piece, space + 1, piece.len), &a, &b);
    return minute_read(a, from) && minute_read(b, until) && *from < *until;
}

enum status desk_hours_read(TALLOC_CTX *mem, team_id team, struct str text, struct list *out, struct err *err)
{
    size_t pieces = 1;
    for (size_t i = 0; i < text.len; i++)
        pieces += text.ptr[i] == ';';
    struct team_hours *rows = MEM_ARRAY(mem, struct team_hours, pieces * WEEKDAYS);
    size_t count = 0;
    struct str rest = text, piece;
    while (str_next(&rest, ';', &piece)) {
        int64_t first, last, from, until;
        piece = str_trim(piece);
        if (piece.len == 0)
            continue;
        if (!piece_read(piece, &first, &last, &from, &until))
            return FAIL_FIELD(err, STATUS_INVALID, "team.hours", "hours",
                              "cannot read the hours \"" STR_FMT
                              "\"; write them as mon-fri 09:00-17:00; sat 10:00-14:00",
                              STR_ARG(utf8_clip(piece, 40)));
        for (int64_t day = first; day <= last; day++)
            rows[count++] = (struct team_hours){ team, day, from, until };
    }
    *out = (struct list){ rows, count };
    return STATUS_OK;
}
