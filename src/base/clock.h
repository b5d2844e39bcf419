#pragma once
/* Time and chance, brought from outside.
 *
 * Nothing else in the program may read the time or make random bytes (banned.h). A unit of work takes
 * one `now` at its start. The moved clock lets a test stand in any hour: its offset lies in a small
 * shared file, so that every process of a desk moves together.
 */
#include <stddef.h>
#include <talloc.h>

#include "base/err.h"
#include "base/types.h"

struct clock {
    time_ms (*now)(struct clock *clock);        /* UTC, may be moved */
    span_ms (*monotonic)(struct clock *clock);  /* never goes back; for time-outs only */
    void *data;
};

/* For the stamp of log lines, which tell the machine's own time even when the desk's clock is moved. */
time_ms clock_machine_now(void);

/* The machine's clock. */
struct clock *clock_system(TALLOC_CTX *mem);

/* The machine's clock plus an offset that is read from FILE (8 bytes, host order, mapped) at each
 * call; the file is made with offset 0 if it is missing. For tests: BUCKSTOP_CLOCK. */
MUST_CHECK enum status clock_moved(TALLOC_CTX *mem, const char *file, struct clock **out, struct err *err);

/* Adds BY to the offset in FILE, made if it is missing: the clocks of all processes that read it move at once. */
MUST_CHECK enum status clock_file_move(TALLOC_CTX *mem, const char *file, span_ms by, struct err *err);

/* Stands at START until clock_set moves it; for unit tests and simulation. */
struct clock *clock_standing(TALLOC_CTX *mem, time_ms start);
void clock_set(struct clock *standing, time_ms now);

struct random {
    void (*bytes)(struct random *random, void *out, size_t len);
    void *data;
};
struct random *random_system(TALLOC_CTX *mem);               /* libsodium */
struct random *random_seeded(TALLOC_CTX *mem, uint64_t seed); /* the same bytes for the same seed: tests, demo data */
uint64_t random_below(struct random *random, uint64_t bound); /* 0 .. bound-1, bound > 0 */
