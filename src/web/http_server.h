#pragma once
/* HTTP over the library's event threads: epoll, a pool of workers for what waits, and everything refused that two readers
 * could understand in two ways (http_check.h).
 *
 * For each request `begin` is called in an event thread when its headers are there, then, unless it has set an answer or
 * body_max is too small, `answer` once the body is complete: in a worker, in the event thread if `begin` set `quick` (and
 * then again in a worker if it set no answer there), or one at a time beside the workers if it set `slow`. `refuse` fills the answer of a request that the server itself turns
 * away. `ended` is called when the answer has left or the connection broke.
 */
#include "web/http.h"

struct http_server_options {
    int listener;              /* taken over */
    struct clock *clock;
    struct str authority;      /* host and port of the public address */
    struct str proxies;        /* whose X-Forwarded-For is believed (base/network.h); "" nobody's */
    unsigned event_threads;
    unsigned workers;
    unsigned connections;      /* at most; further ones wait in the listener */
    const char *spool_dir;     /* for bodies that are too large for memory */
    void (*begin)(void *data, struct http_request *request);
    void (*answer)(void *data, struct http_request *request);
    void (*refuse)(void *data, struct http_request *request, int status, const char *why);
    void (*ended)(void *data, const struct http_request *request, span_ms took_ms);
    void *data;
};

struct http_server;
MUST_CHECK enum status http_server_start(TALLOC_CTX *mem, const struct http_server_options *options,
                                         struct http_server **out, struct err *err);

/* Takes no more connections; requests that run go on. */
void http_server_quiesce(struct http_server *server);
/* Waits for what runs, GRACE at most, and ends. Every stream's source must have come to its end before. */
void http_server_stop(struct http_server *server, span_ms grace);
