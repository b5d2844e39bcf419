#pragma once
/* The words from which people build a time, in the four languages that we read (P4): data for time_phrase.c.
 *
 * One row a word or fixed phrase, in the plain form of tokens.h.
 */
#include "core/tokens.h"

enum find_language { FIND_ENGLISH, FIND_GERMAN, FIND_FRENCH, FIND_SPANISH, FIND_LANGUAGE_COUNT };

enum term {
    TERM_BY,      /* before a time: it is a limit ("by", "before") */
    TERM_ON,      /* before a day: it names the day ("on") */
    TERM_WITHIN,  /* before a length of time: a limit ("within") */
    TERM_IN,      /* before a length of time: it names the moment ("in") */
    TERM_AT,      /* before a clock time */
    TERM_NEXT,    /* before a weekday */
    TERM_AHEAD,   /* days ahead: today 0, tomorrow 1 */
    TERM_WEEKDAY, /* 0 Monday … 6 */
    TERM_MONTH,   /* 1 … 12 */
    TERM_PART,    /* of a day: the hour at which it ends */
    TERM_NOW_PART,/* a part of today: the hour at which it ends ("tonight") */
    TERM_END,     /* enum term_end */
    TERM_UNIT,    /* enum term_unit */
    TERM_NUMBER,
    TERM_HALF_HOUR,
    TERM_OCLOCK,  /* after an hour: 0 o'clock, 1 am, 2 pm */
    TERM_OF,      /* between a day and its month */
    TERM_COUNT
};

enum term_end { END_OF_DAY, END_OF_WEEK, END_OF_NEXT_WEEK, END_OF_MONTH };
enum term_unit { UNIT_MINUTES, UNIT_HOURS, UNIT_DAYS, UNIT_WORKDAYS, UNIT_WEEKS, UNIT_MONTHS };

/* How many tokens the longest row of LANGUAGE and TERM takes at AT, 0 when none stands there; *VALUE (may be NULL)
 * is its value. */
size_t time_word_at(const struct tokens *tokens, size_t at, enum find_language language, enum term term, int *value);

/* Whether any row of LANGUAGE stands at AT; where none does and no number, no time can begin. */
bool time_word_stands(const struct tokens *tokens, size_t at, enum find_language language);
