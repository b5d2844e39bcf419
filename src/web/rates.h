#pragma once
/* How often one peer may ask, and how much of it may be under way at once (AC-134), in the memory of one process.
 *
 * A rate is a bucket that fills evenly and holds a burst; a table of fixed size keeps one word for each peer that asked
 * of late. Peers are told apart by a keyed digest, so that nobody can choose whose place they take; where the
 * table is crowded the peer that has asked least gives way. What is under way is counted in the same manner. Nothing is
 * allocated and no database is asked: a look costs less than a microsecond. Safe from several threads.
 */
#include "base/clock.h"
#include "base/digest.h"

enum rate {
    RATE_NETWORK,    /* all that a network asks without being signed in */
    RATE_PAGE_READ,  /* of one private link */
    RATE_PAGE_WRITE, /* of one private link */
    RATE_COUNT
};

enum load {
    LOAD_REQUESTS, /* of one session or network, which wait for a worker or have one */
    LOAD_SEARCHES, /* of one session: of all reads the dearest */
    LOAD_COUNT
};

struct rates;
MUST_CHECK struct rates *rates_new(TALLOC_CTX *mem, struct clock *clock, struct random *random);

/* Counts one request of WHO. 0, or in how many milliseconds it may come again; then it was not counted. */
span_ms rates_ask(struct rates *rates, enum rate rate, struct str who);

/* Whether one more of WHO may be under way; if so it is, until load_ends with the *PLACE that it got. */
bool load_begins(struct rates *rates, enum load load, struct str who, uint64_t *place);
void load_ends(struct rates *rates, uint64_t place);
