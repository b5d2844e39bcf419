#pragma once
/* The stream of changes to every open page (server-sent events): what changed, never the content, which the page then asks
 * for with its own rights.
 *
 * One thread waits for the database, reads what is new once for each colleague with an open page, and hands it to their
 * streams. Rights and sessions are asked anew at each change (AC-085), sessions also every few seconds, so that whoever was
 * locked out or signed out hears nothing more (AC-078). A stream that does not keep up ends; its browser comes back and says where it was.
 * Whose page was closed is let go within a second or two, with the memory.
 */
#include "web/route.h"

enum {
    EVENTS_HEARTBEAT_SECONDS = 15,     /* a line that says nothing: proxies and dead peers */
    EVENTS_CHECK_SECONDS = 4,          /* between two looks at a session */
    EVENTS_CATCH_UP_MOST = 500,        /* older than that: load again (F-50) */
    EVENTS_PENDING_BYTES = 64 * 1024,  /* what waits for a slow reader */
    EVENTS_STREAMS_MOST = 5000,
};

MUST_CHECK enum status events_start(TALLOC_CTX *mem, struct app *app, struct events **out, struct err *err);
/* Ends every stream and takes no more; the streams' ends are seen by http_server_stop. */
void events_end(struct events *events);
void events_free(struct events *events); /* after the server has stopped */

extern const struct shape change_shape; /* "Change": the data of one event */

/* Answers CALL with a stream of what came after AFTER (0: from now on). */
MUST_CHECK enum status events_open(struct call *call, int64_t after, struct err *err);
