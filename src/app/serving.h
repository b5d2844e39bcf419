#pragma once
/* How web and post stand until they are to end: by a signal, or because their database takes no more changes (G6).
 *
 * The main thread calls these; what is asked of the process is done by its others.
 */
#include "app/app.h"

/* Before the first thread is made: all threads inherit that the signals are the main thread's. */
void serving_begin(void);

/* Waits for the end: OK when somebody wants it (SIGTERM, SIGINT), BROKEN when the database of APP needs a new start.
 * Meanwhile sees to what need not be there when nothing is asked of it. */
MUST_CHECK enum status serving_wait(struct app *app, struct err *err);
