#pragma once
/* Words for people: the catalogue of texts, and dates in the reader's language and zone.
 *
 * The catalogue is templates/LANGUAGE/catalogue.txt ("key = text" lines, Mustache names inside), embedded
 * in the program; English is complete and stands in for what another language lacks. Dates and weekdays
 * come from ICU.
 */
#include "base/template.h"
#include "base/zone.h"

/* The languages that have a catalogue, and how each calls itself. */
struct words_language {
    const char *code, *name;
};
extern const struct words_language words_languages[];
extern const size_t words_language_count;
/* The code of the language of a tag ("de-AT": "de"); "" where there is no catalogue for it. */
struct str words_language_of(struct str tag);

/* The text of KEY in LANGUAGE ("en"), with DATA filled in (may be NULL); the key itself when unknown.
 * Values are not escaped: for HTML let the page's template escape the result. */
struct str words_text(TALLOC_CTX *mem, struct str language, const char *key, const struct value *data);

/* The texts of all keys that start with PREFIX, each filled in, as an object by the rest of their keys. */
struct value *words_all(TALLOC_CTX *mem, struct str language, struct str prefix, const struct value *data);

/* "today 16:00", "tomorrow 09:30", "Tuesday 14:00" (within six days), "Tuesday 24 November, 14:00". */
struct str words_when(TALLOC_CTX *mem, struct str language, const struct zone *zone, time_ms at, time_ms now);
/* "Tuesday 24 November, 14:00" whatever the distance: for mails, which are read on another day than they are written. */
struct str words_when_written(TALLOC_CTX *mem, struct str language, const struct zone *zone, time_ms at);
/* The same with the place whose time it is, for who may live by another: "Tuesday 24 November, 14:00 (Madrid time)". */
struct str words_when_zoned(TALLOC_CTX *mem, struct str language, const struct zone *zone, time_ms at);
struct str words_place(TALLOC_CTX *mem, const struct zone *zone); /* "Madrid": whose time it is, as people call it */
struct str words_date(TALLOC_CTX *mem, struct str language, const struct zone *zone, time_ms at); /* "24 November 2026" */
struct str words_clock(TALLOC_CTX *mem, struct str language, const struct zone *zone, time_ms at); /* "14:00" */
