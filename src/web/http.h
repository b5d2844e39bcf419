#pragma once
/* A request and its answer, as handlers see them. The server library is hidden in http_server.c.
 *
 * A request lives in its own memory context, with everything that is made for its answer, until the answer has left.
 * It belongs to one thread at a time: an event thread reads it, a worker answers it.
 */
#include "base/clock.h"
#include "base/str.h"

enum method { METHOD_OTHER, METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_PUT, METHOD_PATCH, METHOD_DELETE, METHOD_COUNT };
extern const char *const method_words[METHOD_COUNT];

/* What an answer is, for the headers that say what a browser may do with it (headers.c). */
enum answer_kind {
    ANSWER_API,        /* JSON, problems, health */
    ANSWER_APP,        /* the agent app's page */
    ANSWER_PAGE,       /* a customer's page */
    ANSWER_FRAME,      /* a mail's HTML, in a sandboxed frame of the app */
    ANSWER_FRAME_OPEN, /* the same, with the images of others that its reader asked for */
    ANSWER_FILE,       /* something from outside, as a download */
    ANSWER_IMAGE,      /* a picture inside a mail, by a signed address */
    ANSWER_ASSET,      /* a file of the program's own, cached */
    ANSWER_STREAM,     /* server-sent events */
    ANSWER_KIND_COUNT
};

struct http_header {
    const char *name; /* static */
    struct str value;
};

enum { HTTP_ANSWER_HEADERS_MOST = 8 };

/* A body that is made while it is sent. `read` puts up to SIZE bytes into OUT: their count, 0 when there is nothing now
 * (http_stream_wake continues), -1 at the end. `closed` is called once, when nobody reads any more. */
struct http_stream;
struct http_source {
    long (*read)(void *data, char *out, size_t size);
    void (*opened)(void *data, struct http_stream *stream);
    void (*closed)(void *data);
    void *data;
};

struct http_answer {
    int status;              /* 0: none yet */
    enum answer_kind kind;
    const char *type;        /* static; NULL: no body */
    struct str body;         /* in the request's memory, or static */
    const char *cache;       /* NULL: no-store */
    struct http_header headers[HTTP_ANSWER_HEADERS_MOST];
    size_t header_count;
    struct http_source source; /* instead of a body when `read` is set */
    bool close;              /* the connection, after it */
    unsigned again_s;        /* where it says "later": after how long; 0: as usual for its status */
};

struct http_request {
    TALLOC_CTX *mem;
    enum method method;
    struct str path;         /* the one canonical form: what is matched is what is meant (AC-143) */
    struct str query;        /* after '?', as sent; "" none */
    struct str host;         /* checked (AC-146) */
    struct str body;         /* complete */
    size_t body_max;         /* what the handler takes; set at the end of the headers */
    bool spool;              /* set there, too: the body goes into a file, `body` stays empty */
    int spool_fd;            /* that file, from its start; closed with the request; -1 none */
    bool quick;              /* answered in the event thread: nothing that waits */
    bool slow;               /* answered one at a time, beside the others: costly on purpose */
    uint64_t number;         /* counts from the start of the process */
    span_ms begun_ms;        /* monotonic, at the end of its headers */
    void *plan;              /* the router's */
    struct http_answer answer;
    struct http_exchange *exchange;
};

/* A header's value; "" when it is not there. Names that must come once were refused when they came twice. */
struct str http_header(const struct http_request *request, const char *name);
/* The value of a cookie; "" when it is not there. */
struct str http_cookie(const struct http_request *request, struct str name);
/* Where the peer is, for limits: its IPv4 address, or the /64 of its IPv6 one. A header is believed only from a proxy that
 * the configuration names (AC-079). */
struct str http_network(const struct http_request *request);

void http_answer_header(struct http_request *request, const char *name, struct str value);

/* The source has something again (or is at its end). Safe from any thread, until `closed` has been called. */
void http_stream_wake(struct http_stream *stream);
/* Whether its reader has hung up, which the server itself only sees when it writes. As long as http_stream_wake. */
bool http_stream_left(const struct http_stream *stream);
