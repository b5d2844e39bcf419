#pragma once
/* What the server keeps of a request that is under way. Only for http_server.c and http_request.c. */
#include <microhttpd.h>
#include <pthread.h>

#include "base/buf.h"
#include "web/http_server.h"
#include "web/http_watch.h"
#include "web/work_queue.h"

/* How far an exchange is. The library calls the handler at each step. */
enum step { STEP_HEAD, STEP_BODY, STEP_WORK, STEP_ANSWER };

struct http_stream {
    pthread_mutex_t lock;
    struct MHD_Connection *connection;
    bool sleeping; /* suspended until something is there */
    bool opened;
};

struct http_exchange {
    struct work_item item;
    struct http_request request;
    struct http_server *server;
    struct MHD_Connection *connection;
    struct http_watched *watched;
    enum step step;
    struct str target;
    struct buf body;
    size_t body_bytes; /* received, kept or not */
    bool spool_full;   /* the disk has no room for it */
    struct http_stream stream;
    int holders; /* the library's request and its response: the later one frees */
};

struct http_server {
    struct http_server_options options;
    struct MHD_Daemon *daemon;
    struct work_queue *workers;
    struct work_queue *slow; /* one thread: a flood of costly requests must not hold up the others (AC-134) */
    struct http_watch *watch;
    pthread_mutex_t lock;
    pthread_cond_t idle;
    size_t running; /* exchanges between their headers and their end */
    size_t spools;  /* bodies in files */
    uint64_t count;
};
