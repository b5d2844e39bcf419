#pragma once
/* The wording guide (W1) and the quiet look at an answer (A2).
 *
 * The guide is a list of phrases, each with why it grates and what reads better. It advises and never blocks. The
 * look says whether an answer acknowledges, says what will be done, says by when, explains, and thanks. English
 * well, German, French and Spanish with a start. An admin's own phrases come as rows of the same kind. Pure; safe
 * from any thread.
 */
#include "base/shape.h"
#include "base/zone.h"

struct wording_phrase {
    const char *language; /* "en" */
    const char *phrase;   /* in the plain form of core/tokens.h */
    const char *reason;   /* for the writer, in the app's language: key "wording.…" translates */
    const char *better;   /* "" where leaving it out is better */
};
extern const struct wording_phrase wording_phrases[];
extern const size_t wording_phrase_count;

struct wording_hint {
    size_t start;  /* in the text, bytes */
    size_t len;
    const struct wording_phrase *phrase;
};

enum { WORDING_HINTS_MOST = 20 };

/* The phrases of the guide that stand in TEXT (valid UTF-8), in order, the longest at each place, as a list of struct
 * wording_hint in MEM. Quoted lines are not looked at. */
struct list wording_find(TALLOC_CTX *mem, struct str text);

/* What an answer holds (A2). */
struct wording_checks {
    bool acknowledges; /* says that the problem was understood or is regretted */
    bool says_what;    /* says what will be done, or was */
    bool says_when;    /* a promised time */
    bool explains;     /* why, or how it goes on */
    bool thanks;
};

/* ZONE and NOW as in promise_find. */
struct wording_checks wording_check(TALLOC_CTX *mem, struct str text, struct str language, const struct zone *zone,
                                    time_ms now);
