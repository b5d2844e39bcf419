#pragma once
/* Promises: what a customer was told, and by when (P1–P6).
 *
 * A promise is open, then kept or broken; a broken one may become kept late and stays broken in every
 * count; before it is due it may be renewed; the customer may release us from it. Nothing that the customer
 * writes moves it. Standing promises are the team's (acknowledgement, next word, apology) and are kept by any
 * human answer; a stated one is kept only by doing.
 *
 * A moment is in time when it is not after the due time. Times are counted in open time of a calendar; none
 * of the times here can fail: where the calendar never opens, the wider one and at last the bare clock counts,
 * because a mail must never be refused for a team's missing hours. Pure; safe from any thread.
 */
#include "core/calendar.h"
#include "core/ticket.h"

enum promise_kind { PROMISE_STATED, PROMISE_ACKNOWLEDGEMENT, PROMISE_NEXT_WORD, PROMISE_APOLOGY, PROMISE_KIND_COUNT };
extern const char *const promise_kind_words[PROMISE_KIND_COUNT];

enum promise_state {
    PROMISE_OPEN,
    PROMISE_KEPT,
    PROMISE_BROKEN,
    PROMISE_KEPT_LATE,
    PROMISE_RENEWED,  /* another with the new time stands in its place */
    PROMISE_RELEASED, /* the customer needs it no more: solved, or said so; also when a ticket was merged or spam */
    PROMISE_STATE_COUNT
};
extern const char *const promise_state_words[PROMISE_STATE_COUNT];

enum promise_event { PROMISE_DO, PROMISE_PASS, PROMISE_RENEW, PROMISE_RELEASE, PROMISE_EVENT_COUNT };
extern const char *const promise_event_words[PROMISE_EVENT_COUNT];

struct promise_move {
    enum promise_state from;
    enum promise_event event;
    enum promise_state to;
};
extern const struct promise_move promise_moves[];
extern const size_t promise_move_count;

/* The state after EVENT; CONFLICT (promise.closed) when no row of promise_moves allows it. An open promise whose
 * time has passed must be broken (PROMISE_PASS) before anything else is done with it: see promise_has_passed. */
MUST_CHECK enum status promise_next(enum promise_state from, enum promise_event event, enum promise_state *to,
                                    struct err *err);

bool promise_has_passed(time_ms due, time_ms now);
bool promise_is_standing(enum promise_kind kind);
bool promise_kept_by_answer(enum promise_kind kind); /* any human answer does (P2) */

/* Whether a promise counts as a break: it was broken and is the first of its chain (P6). A chain is a broken
 * promise with the apologies that follow it; each row names the first one. */
bool promise_counts_as_break(enum promise_state state, promise_id id, promise_id chain);

/* Whether an open promise may be renewed to NEW_DUE now (P1): it is open and not yet due, the new time is ahead, and
 * WHY says what the customer is told. CONFLICT (promise.closed, promise.passed), INVALID with the field. */
MUST_CHECK enum status promise_check_renew(enum promise_state state, time_ms due, time_ms now, time_ms new_due,
                                           struct str why, struct err *err);

/* Whether a person may state a promise due at DUE now: a text, and a time ahead. INVALID with the field. */
MUST_CHECK enum status promise_check_stated(struct str text, time_ms due, time_ms now, struct err *err);

/* A team's standing promises, in open time. */
struct standing {
    span_ms acknowledgement; /* a human answers */
    span_ms next_word;       /* the customer hears again */
    span_ms follow_up;       /* we ask a silent customer again (P3) */
};

enum {
    STANDING_CEILING_WORDS = 5, /* a stated time further than so many next words leaves the next word owed (P2) */
    STANDING_FLOOD = 2,         /* so many times what pushes a standing promise furthest is a flood */
    STANDING_PIECE_MINUTES = 6, /* of open time that one piece of work takes: ten answers an hour (P2) */
    FOLLOW_UPS_BEFORE_REST = 2, /* silences after which the owner may propose rest (P3) */
    PROMISE_WARN_PERCENT = 75,  /* of its open time, when the owner is warned (P5) */
    PROMISE_ALARM_PERCENT = 50, /* of what is left then, when the leaders are told too */
};

struct promise_facts {
    enum ticket_state state;
    enum ticket_turn turn;
    bool acknowledged;     /* a human has answered this ticket */
    time_ms soonest_due;   /* of its open promises; 0 when it has none */
};

/* The standing promise that must be opened now so that I3 holds, if any (P2). CALENDAR as in promise_standing_due. */
bool promise_is_needed(const struct promise_facts *facts, const struct calendar *calendar,
                       const struct standing *standing, time_ms now, enum promise_kind *kind);

/* How much the one who is to keep it has before them: a standing promise falls no sooner than they can manage. */
struct standing_load {
    int64_t ahead; /* pieces of work owed before this one */
    span_ms each;  /* open time that one takes */
};

/* What a pile of OWED pieces, of all due times, does to this standing promise. Most piles are too small to push it back at
 * all, and in a flood it is pushed as far as it can be: only between them need be counted what is owed before it. */
enum standing_pile { PILE_SMALL, PILE_COUNTS, PILE_FLOOD };
enum standing_pile promise_pile(const struct standing *standing, enum promise_kind kind, enum urgency urgency, int64_t owed);

struct standing_due {
    time_ms due;
    span_ms gap; /* how much open time later than normal; reported */
};

/* When a standing promise falls due that opens NOW. CALENDAR: the owner's duty within the team's hours, or the team's
 * hours. LOAD may be NULL; it pushes a time back to STANDING_CEILING_WORDS next words at most, since what lies further
 * ahead promises nothing. */
struct standing_due promise_standing_due(const struct calendar *calendar, const struct standing *standing,
                                         enum promise_kind kind, enum urgency urgency, const struct standing_load *load,
                                         time_ms now);

/* When the owner is warned of a promise MADE then and DUE then: PROMISE_WARN_PERCENT of its open time, which lies in a
 * shift before DUE (P5). A promise without open time ahead of it is warned of at once. */
time_ms promise_warn_at(const struct calendar *calendar, time_ms made, time_ms due);

/* When the leaders are told of a promise DUE then whose owner was warned at WARNED: PROMISE_ALARM_PERCENT of the open time
 * of CALENDAR, the team's, between the two (P5). 0: none is left, and nobody is woken for it. */
time_ms promise_alarm_at(const struct calendar *calendar, time_ms warned, time_ms due);

/* When somebody who works by CALENDAR is told of what falls DUE: NOW, or their next open moment where that comes before it.
 * 0: there is none, and nobody is woken (P5). */
time_ms promise_tell_at(const struct calendar *calendar, time_ms now, time_ms due);

/* When we ask a customer again whose turn it is (P3). */
time_ms promise_follow_up_at(const struct calendar *calendar, const struct standing *standing, time_ms now);
