#pragma once
/* The receipt (A1): that a mail has arrived, who owns it, and by when a human answers. It waits, and is dropped if
 * a human was faster; it carries none of the sender's words, so that nobody can make us carry theirs to others
 * (AC-126). */
#include "app/desk_facts.h"
#include "store/ticket_store.h"

/* Queues the receipt for TICKET's customer, at most one to an address in a while. */
MUST_CHECK enum status receipt_add(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                                   const struct ticket *ticket, struct err *err);
