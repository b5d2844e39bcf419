#pragma once
/* The states of a ticket and whose turn it is.
 *
 * A ticket is one problem that one customer brought. Its state changes only by the rows of one table
 * (ticket_moves): who may do what, from where to where. While it is open the turn is derived from facts
 * (ticket_turn_of) and never set by hand. Everything here is values; safe from any thread.
 */
#include "base/err.h"
#include "base/str.h"

enum ticket_state {
    TICKET_OPEN,
    TICKET_PROPOSED, /* a resolution awaits the customer's word */
    TICKET_RESOLVED,
    TICKET_MERGED,   /* lives on in another ticket */
    TICKET_SPAM,
    TICKET_STATE_COUNT
};
extern const char *const ticket_state_words[TICKET_STATE_COUNT];

enum ticket_turn { TURN_US, TURN_HELPER, TURN_CUSTOMER, TURN_COUNT };
extern const char *const ticket_turn_words[TURN_COUNT];

enum channel {
    CHANNEL_EMAIL,
    CHANNEL_PHONE,
    CHANNEL_CHAT,
    CHANNEL_FORM,
    CHANNEL_COUNTER, /* said face to face, written down by a colleague */
    CHANNEL_API,
    CHANNEL_SMS,
    CHANNEL_COUNT
};
extern const char *const channel_words[CHANNEL_COUNT];

/* How much the problem hurts, not how loud it is told (P2). */
enum urgency { URGENCY_LOW, URGENCY_NORMAL, URGENCY_HIGH, URGENCY_COUNT };
extern const char *const urgency_words[URGENCY_COUNT];

enum ticket_event {
    TICKET_CUSTOMER_WROTE,     /* a human word that is more than a thanks */
    TICKET_CUSTOMER_THANKED,   /* a mere thanks (R2) */
    TICKET_CUSTOMER_SOLVED,
    TICKET_CUSTOMER_NOT_YET,
    TICKET_CUSTOMER_CHOSE,     /* one of the alternatives to a no (R1) */
    TICKET_ANSWERED,           /* one of us wrote to the customer */
    TICKET_PROPOSE,            /* a solution or a refusal (R1) */
    TICKET_PROPOSAL_WITHDRAWN,
    TICKET_RESTED,             /* the silence after the notice ran out (R2) */
    TICKET_MERGE,
    TICKET_UNMERGE,
    TICKET_MARK_SPAM,
    TICKET_UNMARK_SPAM,
    TICKET_EVENT_COUNT
};
extern const char *const ticket_event_words[TICKET_EVENT_COUNT];

enum ticket_actor { BY_CUSTOMER, BY_COLLEAGUE, BY_DESK, TICKET_ACTOR_COUNT }; /* the desk: the clockwork */
extern const char *const ticket_actor_words[TICKET_ACTOR_COUNT];

struct ticket_move {
    enum ticket_state from;
    enum ticket_event event;
    enum ticket_state to;
    enum ticket_actor by;
};
extern const struct ticket_move ticket_moves[];
extern const size_t ticket_move_count;

/* The state after EVENT. CONFLICT (ticket.cannot) when no row of the table allows it in this state. */
MUST_CHECK enum status ticket_next(enum ticket_state from, enum ticket_event event, enum ticket_state *to,
                                   struct err *err);

bool ticket_is_ended(enum ticket_state state); /* resolved, merged or spam: owes nothing, needs no owner */

/* What the turn is derived from. */
struct turn_facts {
    bool ask_is_out;             /* a helper was asked and has not answered */
    bool customer_spoke_last;    /* a human word, a mere thanks aside, came after our last answer, or none was given */
    bool stated_promise_is_open; /* something was promised and is still to be done */
    bool answer_asked_customer;  /* our last answer asks the customer for something */
};
enum ticket_turn ticket_turn_of(const struct turn_facts *facts);
