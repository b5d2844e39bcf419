#pragma once
/* Reads one time as people write it ("by Tuesday 14:00", "within two hours", "bis Ende der Woche") and says when
 * that is.
 *
 * A day without an hour ends at TIME_DAY_ENDS_HOUR, a part of a day at its end. A weekday is the next one to come, a
 * date without a year too. What lies behind NOW is no time ahead and is not found.
 */
#include "base/zone.h"
#include "core/time_words.h"

enum { TIME_DAY_ENDS_HOUR = 17 };

struct time_phrase {
    size_t count;  /* tokens that it takes */
    time_ms due;
    bool limit;    /* "by", "within": a limit, not only a time that is named */
};

/* Whether a time in LANGUAGE begins at token AT; the longest reading is taken. Times are local to ZONE. */
bool time_phrase_at(const struct tokens *tokens, size_t at, enum find_language language, const struct zone *zone,
                    time_ms now, struct time_phrase *out);
