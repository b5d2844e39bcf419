#pragma once
/* Keeps a few processes running: starts them, starts again what ends, stops them all on SIGTERM.
 *
 * The processes are forked and not executed, so that they share the program's pages with their supervisor. The
 * supervisor reads no data and holds no threads: there is nothing in it that could go wrong together with them.
 * What ends by itself is started again after a pause that doubles from RESTART_FIRST_MS to RESTART_MOST_MS and begins anew
 * once a process has stood for STANDING_MS.
 */
#include "base/clock.h"

enum {
    RESTART_FIRST_MS = 100,
    RESTART_MOST_MS = 10 * 1000,
    STANDING_MS = 30 * 1000,
    STOP_PATIENCE_MS = 1500, /* then SIGKILL: a stop takes less than 2 s */
};

struct part {
    const char *name;        /* "web": for the log and for ps */
    int (*run)(void *data);  /* in the child; its result is the exit code */
    void *data;
};

/* Runs PARTS until SIGTERM or SIGINT. OK after an orderly stop; otherwise the failure that keeps a part from ever
 * running: a part that ends with the exit code of INVALID is not started again, and all are stopped. */
MUST_CHECK enum status supervise(TALLOC_CTX *mem, const struct part *parts, size_t count, struct clock *clock,
                                 struct err *err);
