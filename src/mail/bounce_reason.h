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

/* What the other server was being told when it refused. */
enum bounce_stage { BOUNCE_STAGE_UNKNOWN, BOUNCE_AT_SENDER, BOUNCE_AT_RECIPIENT, BOUNCE_AT_DATA, BOUNCE_AT_PROGRAM };

/* TEXT: the diagnostic, any case. STATUS: "5.1.1" or "". ACTION: as in RFC 3464, or "". */
struct bounce_reason bounce_reason_of(TALLOC_CTX *mem, struct str text, struct str status, struct str action,
                                      enum bounce_stage stage);

/* The first enhanced status code in TEXT, or STR_NONE; one that says more than x.0.0 is preferred. */
struct str bounce_status_in(struct str text);
