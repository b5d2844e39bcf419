#include "core/ticket.h"

const char *const ticket_state_words[] = { "open", "proposed", "resolved", "merged", "spam" };
const char *const ticket_turn_words[] = { "us", "helper", "customer" };
const char *const channel_words[] = { "email", "phone", "chat", "form", "counter", "api", "sms" };
const char *const urgency_words[] = { "low", "normal", "high" };
const char *const ticket_event_words[] = {
    "customer_wrote", "customer_thanked",   "customer_solved", "customer_not_yet", "customer_chose", "answered",
    "propose",        "proposal_withdrawn", "rested",          "merge",            "unmerge",        "mark_spam",
    "unmark_spam",
};
const char *const ticket_actor_words[] = { "customer", "colleague", "desk" };

/* "Solved" while open is allowed: the customer's word ends it without any proposal. A closed problem that
 * was merged or marked as spam takes no other event: what comes for it goes to where it lives now. */
const struct ticket_move ticket_moves[] = {
    /* from            event                      to               by           */
    { TICKET_OPEN,     TICKET_CUSTOMER_WROTE,     TICKET_OPEN,     BY_CUSTOMER  },
    { TICKET_OPEN,     TICKET_CUSTOMER_THANKED,   TICKET_OPEN,     BY_CUSTOMER  },
    { TICKET_OPEN,     TICKET_CUSTOMER_SOLVED,    TICKET_RESOLVED, BY_CUSTOMER  },
    { TICKET_OPEN,     TICKET_CUSTOMER_NOT_YET,   TICKET_OPEN,     BY_CUSTOMER  },
    { TICKET_OPEN,     TICKET_ANSWERED,           TICKET_OPEN,     BY_COLLEAGUE },
    { TICKET_OPEN,     TICKET_PROPOSE,            TICKET_PROPOSED, BY_COLLEAGUE },
    { TICKET_OPEN,     TICKET_MERGE,              TICKET_MERGED,   BY_COLLEAGUE },
    { TICKET_OPEN,     TICKET_MARK_SPAM,          TICKET_SPAM,     BY_COLLEAGUE },
    { TICKET_PROPOSED, TICKET_CUSTOMER_WROTE,     TICKET_OPEN,     BY_CUSTOMER  },
    { TICKET_PROPOSED, TICKET_CUSTOMER_THANKED,   TICKET_PROPOSED, BY_CUSTOMER  },
    { TICKET_PROPOSED, TICKET_CUSTOMER_SOLVED,    TICKET_RESOLVED, BY_CUSTOMER  },
    { TICKET_PROPOSED, TICKET_CUSTOMER_NOT_YET,   TICKET_OPEN,     BY_CUSTOMER  },
    { TICKET_PROPOSED, TICKET_CUSTOMER_CHOSE,     TICKET_OPEN,     BY_CUSTOMER  },
    { TICKET_PROPOSED, TICKET_ANSWERED,           TICKET_PROPOSED, BY_COLLEAGUE },
    { TICKET_PROPOSED, TICKET_PROPOSE,            TICKET_PROPOSED, BY_COLLEAGUE },
    { TICKET_PROPOSED, TICKET_PROPOSAL_WITHDRAWN, TICKET_OPEN,     BY_COLLEAGUE },
    { TICKET_PROPOSED, TICKET_RESTED,             TICKET_RESOLVED, BY_DESK      },
    { TICKET_PROPOSED, TICKET_MERGE,              TICKET_MERGED,   BY_COLLEAGUE },
    { TICKET_PROPOSED, TICKET_MARK_SPAM,          TICKET_SPAM,     BY_COLLEAGUE },
    { TICKET_RESOLVED, TICKET_CUSTOMER_WROTE,     TICKET_OPEN,     BY_CUSTOMER  },
    { TICKET_RESOLVED, TICKET_CUSTOMER_THANKED,   TICKET_RESOLVED, BY_CUSTOMER  },
    { TICKET_RESOLVED, TICKET_CUSTOMER_SOLVED,    TICKET_RESOLVED, BY_CUSTOMER  },
    { TICKET_RESOLVED, TICKET_CUSTOMER_NOT_YET,   TICKET_OPEN,     BY_CUSTOMER  },
    { TICKET_RESOLVED, TICKET_ANSWERED,           TICKET_RESOLVED, BY_COLLEAGUE },
    { TICKET_MERGED,   TICKET_UNMERGE,            TICKET_OPEN,     BY_COLLEAGUE },
    { TICKET_SPAM,     TICKET_UNMARK_SPAM,        TICKET_OPEN,     BY_COLLEAGUE },
};
const size_t ticket_move_count = sizeof ticket_moves / sizeof ticket_moves[0];

enum status ticket_next(enum ticket_state from, enum ticket_event event, enum ticket_state *to, struct err *err)
{
    for (size_t i = 0; i < ticket_move_count; i++) {
        if (ticket_moves[i].from == from && ticket_moves[i].event == event) {
            *to = ticket_moves[i].to;
            return STATUS_OK;
        }
    }
    return FAIL(err, STATUS_CONFLICT, "ticket.cannot", "this cannot be done while the problem is %s",
                ticket_state_words[from]);
}

bool ticket_is_ended(enum ticket_state state)
{
    return state == TICKET_RESOLVED || state == TICKET_MERGED || state == TICKET_SPAM;
}

/* A stated promise keeps the turn with us even after a question to the customer: what was said is done
 * without waiting for the answer. */
enum ticket_turn ticket_turn_of(const struct turn_facts *facts)
{
    if (facts->ask_is_out)
        return TURN_HELPER;
    if (facts->customer_spoke_last || facts->stated_promise_is_open)
        return TURN_US;
    return facts->answer_asked_customer ? TURN_CUSTOMER : TURN_US;
}
