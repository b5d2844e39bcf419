#pragma once
/* Ownership moves by an offer that a named colleague accepts (O3, O4, O6).
 *
 * Until the colleague accepts, and after a decline, a withdrawal or the expiry, the owner is the owner. One offer at a
 * time for a ticket. The reasons to choose from are a table whose words say what the customer gains; free text
 * beside them is read too, since "not my department" is none (O4). Pure; safe from any thread.
 */
#include "core/calendar.h"
#include "core/ticket.h"

enum handover_state {
    HANDOVER_OFFERED,
    HANDOVER_ACCEPTED,
    HANDOVER_DECLINED,
    HANDOVER_WITHDRAWN,
    HANDOVER_EXPIRED,
    HANDOVER_STATE_COUNT
};
extern const char *const handover_state_words[HANDOVER_STATE_COUNT];

enum handover_event { HANDOVER_ACCEPT, HANDOVER_DECLINE, HANDOVER_WITHDRAW, HANDOVER_EXPIRE, HANDOVER_EVENT_COUNT };

struct handover_move {
    enum handover_state from;
    enum handover_event event;
    enum handover_state to;
    bool moves_owner;
};
extern const struct handover_move handover_moves[];
extern const size_t handover_move_count;

/* The row for EVENT; CONFLICT (handover.answered) when the offer was answered already. An offer whose time has passed
 * counts as expired even if the clockwork has not come by: EXPIRES and NOW decide. */
MUST_CHECK enum status handover_next(enum handover_state from, enum handover_event event, time_ms expires, time_ms now,
                                     enum handover_state *to, struct err *err);

struct handover_reason {
    const char *key;
    const char *text;    /* what the customer gains, in a few words; the app translates by key "handover.reason.KEY" */
    bool needs_text;     /* it says nothing by itself */
};
extern const struct handover_reason handover_reasons[];
extern const size_t handover_reason_count;
const struct handover_reason *handover_reason_find(struct str key); /* NULL when there is none */

/* What stands in the way of an offer; values, loaded by the caller. */
struct handover_facts {
    enum ticket_state state;
    colleague_id owner;
    bool offer_is_open;
    bool receiver_can_own;   /* active, and not kept from this customer (O9) */
    int64_t hops;            /* counted so far */
    bool customer_heard_us;  /* a human has answered: only then moves are hops (O6) */
    bool is_loan;            /* counts no hop (O6) */
    bool leader_agrees;      /* the one who offers leads the team, or a leader said yes */
};

struct handover_words { struct str reason, reason_text, summary, customer_text; };

/* Whether TO may be offered the ticket with these words. CONFLICT (ticket.cannot, handover.open), DENIED
 * (handover.third_hop), INVALID with the field (handover.to, handover.self, handover.reason, handover.no_reason,
 * handover.summary, handover.customer_text). */
MUST_CHECK enum status handover_check(const struct handover_facts *facts, colleague_id to,
                                      const struct handover_words *words, TALLOC_CTX *mem, struct err *err);

/* Whether a leader may name TO the owner without an offer (O5), for REASON; of the facts state, owner and receiver_can_own
 * count. CONFLICT (ticket.cannot), INVALID with the field (handover.to, handover.self, overrule.reason, handover.no_reason,
 * handover.customer_text). */
MUST_CHECK enum status handover_check_overrule(const struct handover_facts *facts, colleague_id to, struct str reason,
                                               struct str customer_text, TALLOC_CTX *mem, struct err *err);

/* Whether TEXT is one of the sentences that are no reason (O4), in any of the languages we read. */
bool handover_is_no_reason(TALLOC_CTX *mem, struct str text);

enum {
    HOPS_ALARM = 2,          /* at this one the leader is told (O6) */
    HOPS_NEED_LEADER = 3,    /* this one can't be offered without a leader's yes */
    LOAN_DAYS_MOST = 30,     /* a step of the work; whoever keeps it longer owns it */
    HANDOVER_OPEN_HOURS = 8, /* of the team's open time until an offer expires */
};

/* The ways in which ownership may be named or move (O2, O5). */
enum owner_way {
    OWNER_CREATED,
    OWNER_HANDOVER,
    OWNER_LOAN_RETURN,
    OWNER_COVER,
    OWNER_DEALT,
    OWNER_OVERRULE,
    OWNER_PROTECTION,
    OWNER_WISH,
    OWNER_IMPORTED,
    OWNER_WAY_COUNT
};
extern const char *const owner_way_words[OWNER_WAY_COUNT];

/* Whether a move counts as a hop (O6): after the customer first heard from a human; a loan with its return, protection
 * and the customer's wish count none, nor does the first naming. */
bool handover_is_hop(enum owner_way way, bool is_loan, bool customer_heard_us);

/* Whether the next handover would be one to which a leader must have said yes (O6). */
bool handover_needs_leader(int64_t hops, bool is_loan, bool customer_heard_us);

/* Whether an offer made NOW may be a loan until LOAN_UNTIL (0: it is none): the day of return lies ahead, and within
 * LOAN_DAYS_MOST, or a loan would be a handover that counts no hop. INVALID (handover.loan). */
MUST_CHECK enum status handover_check_loan(time_ms now, time_ms loan_until, struct err *err);

/* When an offer made NOW expires: HANDOVER_OPEN_HOURS of CALENDAR's open time, at the latest when a LOAN would come
 * back (0: none). */
time_ms handover_expires_at(const struct calendar *calendar, time_ms now, time_ms loan_until);
