#pragma once
/* Proposals, their alternatives, and the ends of problems, as rows (R1, R2). Rules: core/resolution.h. */
#include "base/shape.h"
#include "core/resolution.h"
#include "store/db.h"

struct proposal {
    proposal_id id;
    ticket_id ticket_id;
    int kind;              /* enum proposal_kind */
    struct str text;
    message_id message_id; /* the answer that it came with; 0 none */
    colleague_id made_by_id;
    int state;             /* enum proposal_state */
    time_ms made_ms;
    time_ms remind_ms, reminded_ms; /* planned, done */
    time_ms rest_ms;       /* the day of rest */
    time_ms noticed_ms;
    time_ms look_ms;       /* when silence has its next step; 0 once closed */
    time_ms answered_ms;
};

/* What a no offers instead (R1). */
struct alternative {
    alternative_id id;       /* given when it is stored */
    proposal_id proposal_id;
    struct str text, detail, by_text; /* by_text: "by Friday", as the customer reads it */
    colleague_id leader_id;  /* who takes the second look; 0: it is none */
    bool chosen;
};

/* *HAVE false when none awaits a word. */
MUST_CHECK enum status proposal_open_load(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, struct proposal *out,
                                          bool *have, struct err *err);
/* ALTERNATIVES in their order; a refusal without one is refused by the database (I5). */
MUST_CHECK enum status proposal_insert(struct tx *tx, const struct proposal *proposal,
                                       const struct alternative *alternatives, size_t count, struct err *err);
/* In their order. */
MUST_CHECK enum status alternatives_of(struct tx *tx, TALLOC_CTX *mem, proposal_id proposal, struct list *out,
                                       struct err *err);
/* One, with the ticket that it was offered for. NOT_FOUND (alternative.unknown). */
struct alternative_place { struct alternative alternative; ticket_id ticket_id; };
MUST_CHECK enum status alternative_load(struct tx *tx, TALLOC_CTX *mem, alternative_id id, struct alternative_place *out,
                                        struct err *err);
MUST_CHECK enum status alternative_choose(struct tx *tx, alternative_id id, struct err *err);
MUST_CHECK enum status proposal_save(struct tx *tx, const struct proposal *proposal, struct err *err);

struct proposal_due { proposal_id id; ticket_id ticket_id; };
MUST_CHECK enum status proposals_due(struct tx *tx, TALLOC_CTX *mem, size_t most, struct list *out, struct err *err);
MUST_CHECK enum status proposal_next_due(struct tx *tx, time_ms *out, struct err *err); /* 0: never */

struct resolution {
    resolution_id id;
    ticket_id ticket_id;
    enum resolution_kind kind;
    person_id person_id;     /* whose word; 0 with silence */
    proposal_id proposal_id; /* 0 none */
    message_id message_id;   /* 0 none */
    const char *via;         /* page email phone clock import */
    time_ms at_ms;
};
MUST_CHECK enum status resolution_insert(struct tx *tx, const struct resolution *resolution, struct err *err);
MUST_CHECK enum status resolution_kind_load(struct tx *tx, TALLOC_CTX *mem, resolution_id id, struct str *kind,
                                            struct err *err); /* "" when none */
