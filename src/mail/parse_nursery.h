#pragma once
/* Where parse processes are born: a process with a single thread that does nothing but fork.
 *
 * A fork takes along whatever lock another thread holds at that moment, and the child waits for it for ever. So the nursery
 * is forked first, when there is one thread, and forks all others. It ends when its socket is closed; a nursery that died
 * is replaced. Safe from several threads.
 */
#include <pthread.h>

#include "base/str.h"

struct parse_nursery {
    pthread_mutex_t lock;
    struct str authserv_id;
    int fd; /* -1: there is none */
};

MUST_CHECK enum status parse_nursery_start(struct parse_nursery *nursery, struct str authserv_id, struct err *err);

/* A new parse process that serves the socket SERVED; *PIDFD stands for it, to kill it by. Both stay the caller's. */
MUST_CHECK enum status parse_nursery_fork(struct parse_nursery *nursery, int served, int *pidfd, struct err *err);

void parse_nursery_end(struct parse_nursery *nursery);
