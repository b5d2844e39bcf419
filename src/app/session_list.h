#pragma once
/* Where a colleague is signed in, to look through and to end what is not theirs any more (AC-083). A session is named by a
 * number that opens nothing: neither it nor its digest is ever told (AC-061). */
#include "app/app.h"

struct session_row {     /* "SessionRow" */
    int64_t id;
    struct str browser;  /* as it names itself (RFC 9110, 10.1.5); "" when it did not */
    time_ms made_ms, seen_ms, ends_ms;
    bool current;        /* the one that asks */
};
struct session_list { struct list sessions; }; /* "SessionList": session_row, last used first */
extern const struct shape session_row_shape, session_list_shape;

/* TOKEN: of the session that asks. */
MUST_CHECK enum status session_list_read(struct app *app, TALLOC_CTX *mem, const struct who *who, struct str token,
                                         struct session_list *out, struct err *err);
/* NOT_FOUND (session.unknown) for what is not WHO's, as for what never was. */
MUST_CHECK enum status session_end(struct app *app, const struct who *who, int64_t id, struct err *err);
