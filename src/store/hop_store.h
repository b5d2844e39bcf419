#pragma once
/* A leader's yes to one more handover of a ticket, as rows (O6). It is for the hop that follows HOPS, and for no other. */
#include "base/shape.h"
#include "store/db.h"

struct hop_consent {
    ticket_id ticket_id;
    int64_t hops;          /* counted when it was given */
    colleague_id leader_id;
    struct str text;       /* what the leader says to it; may be "" */
    time_ms at_ms;
};

/* *HAVE false when nobody said it. */
MUST_CHECK enum status hop_consent_find(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, int64_t hops,
                                        struct hop_consent *out, bool *have, struct err *err);
/* A second one for the same hop changes nothing. */
MUST_CHECK enum status hop_consent_insert(struct tx *tx, const struct hop_consent *consent, struct err *err);
