#pragma once
/* Threads of the program: a small stack, no signals (the main thread of a process hears those), a name that ps shows.
 *
 * And `struct stop`, how a process tells all its threads that it ends: a flag to ask and a descriptor to poll. Everything
 * here may be used from any thread.
 */
#include <pthread.h>
#include <talloc.h>

#include "base/err.h"
#include "base/types.h"

enum { THREAD_STACK_BYTES = 512 * 1024 };

/* Starts FUNCTION(argument). NAME: at most 15 bytes. Its end is awaited with pthread_join, unless DETACHED. */
MUST_CHECK enum status thread_start(pthread_t *thread, const char *name, void *(*function)(void *), void *argument,
                                    bool detached, struct err *err);

struct stop;

MUST_CHECK enum status stop_new(TALLOC_CTX *mem, struct stop **out, struct err *err);
void stop_now(struct stop *stop);          /* for ever */
bool stop_asked(const struct stop *stop);
int stop_fd(const struct stop *stop);      /* readable from stop_now on; for poll */
bool stop_wait(const struct stop *stop, span_ms timeout); /* sleeps until stop_now (true) or TIMEOUT has passed */
