#pragma once
/* What the web process has: made once in web.c, read by every thread. */
#include "app/app.h"

struct events;
struct rates; /* web/rates.h */
struct kept;  /* web/kept.h */

struct web {
    struct app *app;
    const struct config *config;
    struct events *events;
    struct rates *rates;
    struct kept *kept;
    struct str origin;          /* "https://desk.example": the public address, without a path */
    struct str authority;       /* its host and port */
    unsigned quick_flags;       /* of the routes that an event thread answers itself */
    bool secure;                /* https */
    struct str session_cookie;  /* a name that a browser guards where it can (AC-082) */
    uint64_t boot;              /* tells this process's requests from those of others, in the log and to people */
};
