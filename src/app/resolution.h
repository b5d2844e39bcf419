#pragma once
/* The customer decides when it is solved (R1, R2, O8). Words arrive from the page, by mail, or are recorded from the
 * phone.
 *
 * All of these run in the caller's transaction. Those that take a ticket's id open and settle its turn themselves:
 * the caller must not hold one of the same ticket. Those that take a turn leave settling to the caller.
 */
#include "app/ticket_turn.h"
#include "app/views.h"
#include "store/proposal_store.h"

enum word_via { VIA_PAGE, VIA_EMAIL, VIA_PHONE, WORD_VIA_COUNT };

/* It is solved, says PERSON. Only the speaker's word ends it; anybody else's counts as a word to the owner. On a
 * ticket that is resolved already nothing happens. MESSAGE may be 0. */
MUST_CHECK enum status customer_says_solved(struct app *app, struct tx *tx, ticket_id ticket, person_id person, enum word_via via,
                                            message_id message, struct err *err);

/* Not yet, says anybody: what was proposed or resolved is open again, with the same owner. */
MUST_CHECK enum status customer_says_not_yet(struct app *app, struct tx *tx, ticket_id ticket, person_id person, message_id message,
                                             struct err *err);

/* A human word on any ticket that can still take one: what was proposed or resolved opens again, to the same owner;
 * turns and promises follow (P2). Not for a mere thanks. Whether a word about a long resolved problem is a new one:
 * core's resolution_may_reopen. */
MUST_CHECK enum status customer_wrote(struct app *app, struct tx *tx, ticket_id ticket, person_id person, message_id message,
                                      struct err *err);

/* The customer chooses an alternative to a no: the proposal is answered, and we owe what was chosen (R1). OUT lives in MEM;
 * *AGAIN: it was chosen before, and nothing happened. NOT_FOUND (alternative.unknown) when this ticket offers none like it,
 * CONFLICT (proposal.closed) when the no was answered otherwise. */
MUST_CHECK enum status customer_chooses(struct app *app, struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, person_id person,
                                        alternative_id alternative, struct alternative *out, bool *again,
                                        struct err *err);
