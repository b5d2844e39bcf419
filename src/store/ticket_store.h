#pragma once
/* A ticket and the naming of its owner, as rows.
 *
 * ticket_save is optimistic: it writes only over the version that was loaded, so that no two units of work can
 * overwrite each other on a database where they run side by side (G8). It also keeps `workload`, the counts by which
 * problems are dealt out, in step: whoever changes owner, state or turn needs not think of it.
 * Everything loaded lives in the memory context given.
 */
#include "base/shape.h"
#include "core/ticket.h"
#include "store/db.h"

struct ticket {
    ticket_id id;
    int64_t number;
    struct str subject;
    int state;   /* enum ticket_state */
    int turn;    /* enum ticket_turn */
    int channel; /* enum channel */
    person_id person_id;
    struct str person_name;        /* as lists show the customer: the name, else the address */
    team_id team_id;
    mailbox_id mailbox_id;         /* 0: none; answers then leave by the team's mailbox */
    colleague_id owner_id;
    ownership_id ownership_id;     /* the row that named this owner */
    promise_id next_promise_id;    /* the open promise due next */
    time_ms next_due_ms;           /* its time; else when we ask again (P3), or what a proposal waits for */
    struct str next_kind;          /* word of the promise's kind, "follow_up", "proposal", or "" when ended */
    struct str next_text;
    time_ms follow_up_ms;          /* when the owner is told to ask a silent customer again (P3); 0 once told */
    resolution_id resolution_id;
    struct str language;
    int urgency; /* enum urgency */
    time_ms created_ms, updated_ms;
    int64_t version;
    time_ms acknowledged_ms, customer_wrote_ms, we_wrote_ms;
    time_ms seen_ms;               /* by this owner; 0 not yet */
    int64_t hops, reopened;
    time_ms resolved_ms;
    ticket_id merged_into_id, previous_id;
    struct str mail_trouble;       /* of the last answers, as mail_trouble_save left it; "" none */
    struct { colleague_id owner; int state, turn; } was; /* as stored; for ticket_save only */
};

/* NOT_FOUND (ticket.unknown). */
MUST_CHECK enum status ticket_load(struct tx *tx, TALLOC_CTX *mem, ticket_id id, struct ticket *out, struct err *err);

/* Stores a new one; its ownership and promise rows may follow within the unit of work. */
MUST_CHECK enum status ticket_insert(struct tx *tx, struct ticket *ticket, struct err *err);

/* Stores the change, with version and updated_ms moved on. CONFLICT (ticket.changed) when somebody was faster. */
MUST_CHECK enum status ticket_save(struct tx *tx, struct ticket *ticket, struct err *err);

struct ownership {
    ownership_id id;
    ticket_id ticket_id;
    colleague_id from_id;  /* 0: the first owner */
    colleague_id to_id;
    struct str way;        /* a word of the column's CHECK: created handover loan_return … */
    struct str reason;
    handover_id handover_id;
    bool hop;
    time_ms at_ms;
};
MUST_CHECK enum status ownership_insert(struct tx *tx, const struct ownership *ownership, struct err *err);

/* What a person has brought before, newest first, a few at most: for O2. */
struct ticket_of_person { ticket_id id; colleague_id owner_id; int state; };
MUST_CHECK enum status tickets_of_person(struct tx *tx, TALLOC_CTX *mem, person_id person, struct list *out,
                                         struct err *err);

/* How much lies with each colleague; those without any have no row. */
struct workload { colleague_id colleague_id; int64_t owed, open; };
MUST_CHECK enum status workload_owed(struct tx *tx, colleague_id colleague, int64_t *out, struct err *err);
/* What COLLEAGUE has to do before a standing promise of KIND ("next_word") that TICKET would get with DUE, counted to 500: no
 * standing promise waits for more (P2). */
MUST_CHECK enum status owed_before(struct tx *tx, colleague_id colleague, ticket_id ticket, const char *kind, time_ms due,
                                   int64_t *out, struct err *err);
MUST_CHECK enum status workload_all(struct tx *tx, TALLOC_CTX *mem, struct list *out, struct err *err);
