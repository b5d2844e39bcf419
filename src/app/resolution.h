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

/* What an answer proposes. */
struct proposal_draft {
    enum proposal_kind kind;
    struct str text;
    message_id message;
    colleague_id by;
    time_ms notice_ms;          /* the day of rest that the answer names; 0: the team's */
    const struct alternative *alternatives;
    size_t alternative_count;
    size_t listed_to_come;      /* stated promises that the answer lists as still to come (R2) */
};
/* The proposal of an answer that is being written in WORK, after turn_answered; a proposal before it is withdrawn. */
MUST_CHECK enum status proposal_add(struct turn *work, const struct proposal_draft *draft, struct err *err);

/* The same for a ticket that nobody holds: a solution, the stated promises all listed. */
MUST_CHECK enum status proposal_make(struct app *app, struct tx *tx, ticket_id ticket, colleague_id by, message_id message,
                                     struct str text, time_ms notice_ms, struct err *err);

/* One step of silence for the ticket's proposal, if one is due now: a reminder, the notice, or rest. */
MUST_CHECK enum status proposal_silence(struct app *app, struct tx *tx, ticket_id ticket, enum silence_step *done, struct err *err);
