#pragma once
/* Who owns a new problem (O2).
 *
 * The caller loads everybody who could own it as candidates, values only; routing_choose reads O2 from top to bottom
 * and always names somebody, because a problem without an owner cannot exist. Pure; safe from any thread.
 */
#include "base/err.h"
#include "base/str.h"
#include "base/types.h"
#include "core/colleague.h"

/* The rule of O2 that named the owner, in its order. */
enum routing_why {
    ROUTED_TAKEN,      /* picked up, captured, chatted with */
    ROUTED_ADDRESSED,  /* written to their own address */
    ROUTED_OTHER_OPEN, /* owns the customer's other open problem */
    ROUTED_LAST_OWNER, /* owned the customer's last one, on duty and with room */
    ROUTED_LEAST_OWED, /* on duty with the least owed work */
    ROUTED_NEXT_DUTY,  /* nobody is on duty: who is next */
    ROUTED_STEWARD,
    ROUTING_WHY_COUNT
};
extern const char *const routing_why_words[ROUTING_WHY_COUNT]; /* as stored in ownership.reason */

struct routing_candidate {
    colleague_id colleague;
    bool can_own;             /* active; not one of those whom O9 keeps from this customer */
    enum presence presence;   /* T3 */
    bool in_team;             /* serves the team of the mailbox */
    bool on_duty;
    time_ms next_duty;        /* begin of the next duty; 0 when none is known */
    int64_t owed;             /* pieces of work owed now */
    int64_t capacity;         /* at so many there is no room */
    bool speaks;              /* the customer's language */
    bool took;                /* picked up the call, captured it */
    bool addressed;           /* the mail was written to their own address */
    bool owns_other_open;
    bool owned_last;
    bool steward;             /* of the team: takes what nobody else can */
};

struct routing_choice {
    colleague_id owner;
    enum routing_why why;
    int64_t owed;          /* what they owe before it */
};

/* Among those on duty, with room and available, one who speaks the language goes first, then the least owed work,
 * then the lower id. Who is away (T3) gets nothing but what they take themselves; who is at capacity nothing by the
 * least owed work. Out of hours the next on duty, by time, then likewise. Everybody on duty full: the steward, whose
 * pile is dealt as room comes. BROKEN (routing.no_steward) when the list has no steward and no rule found anybody:
 * the caller forgot to load them. */
MUST_CHECK enum status routing_choose(const struct routing_candidate *candidates, size_t count,
                                      struct routing_choice *out, struct err *err);

/* Whether somebody gets one of the steward's waiting problems now (O2, dealing), and who; false when nobody has
 * room. */
bool routing_deal(const struct routing_candidate *candidates, size_t count, colleague_id *to);
