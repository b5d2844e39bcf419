#pragma once
/* Ends connections that dawdle: headers by the byte, bodies below a least rate, answers that nobody fetches (AC-135, F-49).
 *
 * The server library only knows how long a connection was silent; a client that sends one byte now and then is never
 * silent. So each connection notes here what it is doing since when, and one thread shuts down the sockets of those that
 * take too long; the library then sees the end and cleans up. Safe from several threads.
 */
#include "base/clock.h"

enum {
    HTTP_HEAD_SECONDS = 15,        /* from the connection, or the first request, to the end of its headers */
    HTTP_IDLE_SECONDS = 75,        /* between two requests, with the second one's headers */
    HTTP_BODY_GRACE_SECONDS = 10,  /* before the rate of a body counts */
    HTTP_BODY_LEAST_RATE = 1024,   /* bytes a second; the slowest mobile line has more */
    HTTP_ANSWER_SECONDS = 600,     /* to fetch one answer, streams aside */
};

enum http_phase { PHASE_FIRST_HEAD, PHASE_NEXT_HEAD, PHASE_BODY, PHASE_ANSWER, PHASE_STREAM };

struct http_watch;
struct http_watched; /* one connection; opened and closed by the server */

struct http_watch *http_watch_new(TALLOC_CTX *mem, struct clock *clock);
void http_watch_free(struct http_watch *watch);
/* Ticks each second from now on, in a thread of its own that http_watch_free ends. */
MUST_CHECK enum status http_watch_start(struct http_watch *watch, struct err *err);

struct http_watched *http_watch_add(struct http_watch *watch, int socket);
void http_watch_remove(struct http_watch *watch, struct http_watched *watched); /* before the socket is closed */
void http_watch_phase(struct http_watch *watch, struct http_watched *watched, enum http_phase phase);
void http_watch_bytes(struct http_watch *watch, struct http_watched *watched, size_t count); /* of a body, received */

/* Shuts down what is too slow now; returns how many. */
size_t http_watch_tick(struct http_watch *watch);
