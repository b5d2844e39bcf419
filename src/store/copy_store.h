#pragma once
/* Who gets a copy of each answer of a ticket beside its customer.
 *
 * They read what is written from the moment at which they came, nothing older (AC-002), and their word ends nothing: the
 * customer stays the customer.
 */
#include "base/shape.h"
#include "store/db.h"

struct ticket_copy {
    person_id person_id;
    struct str address, name; /* name "" when nobody told us */
    time_ms added_ms;
};

/* Those in copy now: struct ticket_copy, in the order in which they came. */
MUST_CHECK enum status copies_of_ticket(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, struct list *out,
                                        struct err *err);
/* Those too who are in copy no more. */
MUST_CHECK enum status copies_ever(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, struct list *out, struct err *err);
/* Changes nothing for one who is in copy already. */
MUST_CHECK enum status copy_put(struct tx *tx, ticket_id ticket, person_id person, struct str address, colleague_id by,
                                struct err *err);
/* Likewise, but the customer named them, who cannot bring back whom a colleague took out; *ADDED whether they came. */
MUST_CHECK enum status copy_put_named(struct tx *tx, ticket_id ticket, person_id person, struct str address, bool *added,
                                      struct err *err);
MUST_CHECK enum status copy_remove(struct tx *tx, ticket_id ticket, person_id person, struct err *err);
