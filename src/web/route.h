#pragma once
/* A route: what must be true before its function runs, and what the call is given.
 *
 * The row says who may call, by which right, how large the body may be and what shape it has. The router (router.h)
 * does all of it; the function starts with checked values. Rights over one ticket are asked by the use case in its
 * transaction (app/may.h): here only what no relation could ever allow is turned away.
 */
#include "core/rights.h"
#include "web/http.h"
#include "web/web_desk.h"

enum route_who {
    WHO_NOBODY,    /* a forgotten row: refused */
    WHO_ANYBODY,   /* no session is looked at */
    WHO_COLLEAGUE, /* signed in */
    WHO_CUSTOMER,  /* holds the private link that is in the path */
    WHO_MAILBOX,   /* a webhook that shows a mailbox's secret; has no other right */
    ROUTE_WHO_COUNT
};
extern const char *const route_who_words[ROUTE_WHO_COUNT];

enum route_flag {
    ROUTE_ONCE = 1 << 0,  /* an Idempotency-Key, or a form's field `once`, counts (F-33) */
    ROUTE_QUICK = 1 << 1, /* waits for nothing: answered in the event thread */
    ROUTE_FORM = 1 << 2,  /* takes a form, not JSON */
    ROUTE_QUERY = 1 << 3, /* takes its input from the query */
    ROUTE_PAGE = 1 << 4,  /* answers people: failures are pages */
    ROUTE_MAYBE = 1 << 5, /* the body may be missing */
    ROUTE_STREAM = 1 << 6, /* gives events, not one answer */
    ROUTE_NEAR = 1 << 8,   /* reads a few rows by their keys: as quick where the database is near (app_reads_are_near) */
    ROUTE_UPLOAD = 1 << 9, /* the body is a file, of any type */
    ROUTE_SLOW = 1 << 7,   /* costly on purpose: one at a time, beside the others */
    ROUTE_SEARCH = 1 << 10, /* may look through much: fewer at once of one session (rates.h) */
    ROUTE_ALIVE = 1 << 11, /* for those who watch the desk: as often as they like */
    ROUTE_KEPT = 1 << 12,  /* the answer is kept until something changes (kept.h); for colleagues, by GET */
};

struct route;
struct kept_key;

struct call {
    struct web *web;
    struct http_request *request;
    const struct route *route;
    TALLOC_CTX *mem;
    struct who who;
    struct str session;  /* the token that the cookie carries; "" none */
    int64_t id;          /* {id} of the path */
    struct str token;    /* {token} of the path */
    mailbox_id mailbox;  /* whose secret was shown (WHO_MAILBOX) */
    bool waits;          /* set where an event thread cannot go on: a worker is asked from the start */
    time_ms until_ms;    /* when the session must be looked at again, though nothing changes */
    const struct kept_key *keep_under; /* kept.h; NULL: the answer cannot be kept */
    const void *input;   /* of the shape that the route takes; NULL where it takes none */
};

/* Fills call->request->answer, or fails: the router answers for it. */
typedef enum status (*route_function)(struct call *call, struct err *err);

struct route {
    enum method method;
    const char *path; /* {id}: a number; {token}: a secret of base/digest.h */
    route_function function;
    enum route_who who;
    enum action right;
    size_t body_max;
    const struct shape *takes;
    const struct shape *gives;
    int status; /* of success */
    unsigned flags;
    const char *help; /* what it does, for the reference */
};

extern const struct route routes[];
extern const size_t route_count;
