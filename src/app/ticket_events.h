#pragma once
/* What happened to a ticket, out of the journal: as lines between its messages, and whether somebody who is about to answer
 * has missed any of it (G8). */
#include "app/desk_facts.h"
#include "app/views.h"

/* Fills ticket->events; its promises and proposals must be there already. */
MUST_CHECK enum status ticket_events_read(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                                          struct ticket_view *ticket, struct err *err);

/* Whether anything came to TICKET after SEQ that WHO must have read before answering: a word of the customer or a
 * colleague, another owner or state, what another human promised or kept. What WHO did is none of it, but an answer of
 * theirs that was not taken back; nor is what the clockwork does, what was looked at, or a receipt. */
MUST_CHECK enum status ticket_missed(struct tx *tx, TALLOC_CTX *mem, const struct who *who, ticket_id ticket, int64_t seq,
                                     bool *missed, struct err *err);
