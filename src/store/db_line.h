#pragma once
/* The line of writers: one writing connection in a process, from hand to hand, and one commit for many units.
 *
 * Who wants to write stands in line. Whoever has the writer does a unit of work inside a savepoint and passes the
 * writer to the next in line; a unit that is done then waits. The one who finds nobody behind commits for all and
 * wakes them. So a single writer commits at once, and a crowd shares an fsync, without a thread or a timer for it:
 * while one commit is on its way to the disk the next crowd gathers.
 *
 * A unit sees what its batch mates did before it. That is sound because they stand or fall together: if the commit
 * fails, it fails for all. A unit that fails alone is rolled back to its savepoint and harms nobody. A savepoint costs
 * a copy of each page that the unit changes, so a unit that is run again when it hears BUSY does without one while its
 * mates are of the same kind: should it fail after a change, all of them are run again.
 *
 * Everybody sleeps on a semaphore of their own, and nobody is woken under a lock: a crowd on one condition would wake to
 * find its lock taken, and that cost more than the units themselves.
 *
 * Private to the drivers, which bring what "begin" and "commit" mean. Safe from several threads.
 */
#include <pthread.h>

#include "base/err.h"

struct line_ops {
    enum status (*begin)(void *self, struct err *err);  /* the shared transaction; takes the desk's write lock */
    enum status (*commit)(void *self, struct err *err); /* it is over, whatever is returned */
    void (*abandon)(void *self);                        /* over, with nothing to keep */
    enum status (*lost)(void *self, struct err *err);   /* why the database itself has already ended it, or OK */
};

struct line_waiter;

struct line {
    const struct line_ops *ops;
    void *self;
    int units_max;
    pthread_mutex_t lock; /* of the line: the four below */
    bool taken;
    struct line_waiter *first, **last;
    int waiting;
    /* The shared transaction. It belongs to who has the writer. */
    int units;                /* that entered it, whether kept or not; 0: none is open */
    struct line_waiter *kept; /* units that were kept and wait for the commit */
    bool kept_once;           /* one of them would not be run again */
};

/* How a unit ends. */
enum line_end {
    LINE_UNDONE,       /* the caller has rolled back to its savepoint, or changed nothing: only concerns others */
    LINE_SPOILED,      /* changed something without a savepoint: the shared transaction is given up, and who was kept hears BUSY */
    LINE_KEPT,         /* to be kept */
    LINE_KEPT_RETRIED, /* to be kept, and run again by its caller when that comes back BUSY */
};

void line_init(struct line *line, const struct line_ops *ops, void *self, int units_max);
void line_done(struct line *line);

/* Waits for the writer and opens the shared transaction if there is none. On failure the writer has been passed on. */
MUST_CHECK enum status line_enter(struct line *line, struct err *err);

/* Whether a unit that enters now and would be run again may do without a savepoint. For who has the writer. */
bool line_may_spoil(const struct line *line);

/* Passes the writer on. A unit to be kept: returns when it is on stable storage, or the failure of the shared commit.
 * Any other: OK. */
enum status line_leave(struct line *line, enum line_end end, struct err *err);
