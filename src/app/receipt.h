#pragma once
/* The receipt (A1): that a mail has arrived, who owns it, and by when a human answers. It is owed from the mail's own unit
 * of work on, and written when its time has come, unless a human was faster. It carries none of the sender's words, so
 * that nobody can make us carry theirs to others (AC-126). */
#include "app/desk_facts.h"
#include "store/ticket_store.h"

/* TICKET's customer is owed a receipt, BUCKSTOP_RECEIPT_AFTER from now. */
MUST_CHECK enum status receipt_owe(struct app *app, struct tx *tx, ticket_id ticket, struct err *err);

/* Writes up to MOST receipts whose time has come, each in a unit of work of its own, at most one to an address in a while;
 * what a human has answered meanwhile gets none. *MORE: call again at once; *NEXT_MS: when the next falls due, 0 never.
 * One that cannot be written holds up no other: the first failure is returned when all have been tried. */
MUST_CHECK enum status receipts_write(struct app *app, size_t most, bool *more, time_ms *next_ms, struct err *err);
