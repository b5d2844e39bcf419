#pragma once
/* Why a mail was not delivered, read from a status code (RFC 3463, RFC 5248) and the sentences of the world's servers.
 *
 * The sentences come first: many servers send a general code with a particular sentence, and few the other way round.
 */
#include "base/str.h"

struct bounce_reason {
    const char *reason; /* "unknown_user" … */
    const char *kind;   /* "hard" "soft" "unknown" */
};

/* TEXT: the diagnostic, any case. STATUS: "5.1.1" or "". ACTION: as in RFC 3464, or "". */
struct bounce_reason bounce_reason_of(TALLOC_CTX *mem, struct str text, struct str status, struct str action);

/* The first enhanced status code in TEXT, or STR_NONE; one that says more than x.0.0 is preferred. */
struct str bounce_status_in(struct str text);
