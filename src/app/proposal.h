#pragma once
/* What an answer proposes: a solution, or a no with something else to choose from (R1).
 *
 * A no always offers a second look by a leader who had no part in it, where the desk has one, beside the alternatives that
 * its writer names. The mail says all of them, and what was promised and is still to come (R2), so that a customer who
 * never opens the page can choose by a reply.
 */
#include "app/ticket_turn.h"
#include "base/shape.h"
#include "store/proposal_store.h"

struct alternative_input { struct str text, detail, by_text; };
extern const struct shape alternative_input_shape; /* "AlternativeInput" */

/* Who takes a second look at what BY has refused: a leader of the ticket's team who is neither BY nor its owner, else
 * another leader of the desk; 0 when there is none. */
colleague_id proposal_second_look(const struct desk_facts *facts, TALLOC_CTX *mem, team_id team, colleague_id owner,
                                  colleague_id by);

struct proposal_draft {
    enum proposal_kind kind;
    struct str text;
    message_id message;
    colleague_id by;
    time_ms notice_ms;          /* the day of rest that the answer names; 0: the team's */
    struct list alternatives;   /* struct alternative, as proposal_alternatives gives them */
    size_t listed_to_come;      /* stated promises that the answer lists as still to come (R2) */
};

/* The alternatives of a no by BY: INPUTS (struct alternative_input) in their order, then the second look. INVALID
 * (proposal.alternative) for one without words. Nothing for a solution that names none. */
MUST_CHECK enum status proposal_alternatives(const struct turn *work, enum proposal_kind kind, const struct list *inputs,
                                             colleague_id by, struct list *out, struct err *err);

/* TEXT as the customer reads it: with ALTERNATIVES behind it, and the open stated promises that are not among KEPT (struct
 * id_input). TO_COME is how many those are. */
MUST_CHECK enum status proposal_text(const struct turn *work, struct str text, const struct list *alternatives,
                                     const struct list *kept, struct str *out, size_t *to_come, struct err *err);

/* AT itself, or the team's next opening: what a customer is told, or told of, does not fall into the night. */
time_ms proposal_in_hours(const struct turn *work, time_ms at);

/* Stores the proposal of an answer that is being written in WORK, after turn_answered; one before it is withdrawn. */
MUST_CHECK enum status proposal_add(struct turn *work, const struct proposal_draft *draft, struct err *err);
