#pragma once
/* The threads of the post process that do what is due: send, watch promises, index.
 *
 * Each is a row: a function that does a bounded piece of work and says when it wants to be called again. In between the
 * thread sleeps until that moment, or until somebody has changed the desk: one thread listens to the database and rings
 * for all, so that a commit costs the committer one message, however many work here.
 *
 * A failure is logged and tried again with growing pauses.
 */
#include "app/app.h"
#include "base/thread.h"

struct workers;

struct round {
    bool more;       /* call again at once */
    time_ms next_ms; /* of the desk's clock; 0: only a change can bring work */
};

struct worker_row {
    const char *name; /* of the thread, at most 15 bytes */
    enum status (*run)(struct workers *workers, TALLOC_CTX *mem, struct round *round, struct err *err);
    size_t threads;
    bool changes;     /* a change may bring work: called after each, not only at its moment */
    span_ms pause;    /* after a change, to let more of them gather */
};

struct workers {
    struct app *app;
    struct stop *stop;
    struct workers_state *state;
};

/* Starts the threads of COUNT rows; ROWS must stay. Where one cannot be started, STOP is stopped and the others have ended. */
MUST_CHECK enum status workers_start(TALLOC_CTX *mem, struct app *app, struct stop *stop, const struct worker_row *rows,
                                     size_t count, struct workers **out, struct err *err);

/* After stop_now: waits until all have ended, each after its current piece of work, and frees WORKERS. To be called
 * before the app is closed. */
void workers_join(struct workers *workers);
