#pragma once
/* Finds the times that a writer promises in an answer (P4), for the chips that are offered before sending.
 *
 * A time is one thing, a promise another: "I called you on Monday", "Can you come on Tuesday?" and "please send it
 * by Friday" hold a time and promise nothing. Each time is therefore judged by the words of its sentence: who does
 * what, and is it still to come. Nothing is promised by finding it; the writer decides. English, German, French,
 * Spanish, also mixed in one text. Pure; safe from any thread.
 */
#include "base/zone.h"
#include "core/tokens.h"

struct promise_found {
    size_t start;      /* of the phrase ("by Tuesday 14:00") in the text, bytes */
    size_t len;
    time_ms due;
    struct str text;   /* what is promised, without the time: "send you a prepaid label"; may be empty */
};

/* The promised times of TEXT (valid UTF-8), in order, at most LIMIT_PROMISES_PER_MESSAGE, as a list of struct
 * promise_found in MEM. LANGUAGE ("de") is read first where a phrase could be of two; ZONE is the writer's. */
struct list promise_find(TALLOC_CTX *mem, struct str text, struct str language, const struct zone *zone, time_ms now);
