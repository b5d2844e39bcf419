#pragma once
/* How a problem ends: a proposal, the customer's word, or silence after a notice (R1, R2, O8).
 *
 * A proposal is a solution or a refusal; a refusal carries an alternative. Silence runs a fixed course: a reminder,
 * a notice that names the day, rest. Everything here is dates and values; the clockwork asks resolution_silence_next
 * what to do now. Pure; safe from any thread.
 */
#include "base/types.h"
#include "core/ticket.h"

enum proposal_kind { PROPOSAL_SOLUTION, PROPOSAL_REFUSAL, PROPOSAL_KIND_COUNT };
extern const char *const proposal_kind_words[PROPOSAL_KIND_COUNT];

enum proposal_state {
    PROPOSAL_OPEN,
    PROPOSAL_ACCEPTED,  /* the customer said solved, or chose it */
    PROPOSAL_REFUSED,   /* not yet, or any human word in its place */
    PROPOSAL_SILENT,    /* rested after the notice */
    PROPOSAL_WITHDRAWN, /* by us, also by a newer proposal */
    PROPOSAL_STATE_COUNT
};
extern const char *const proposal_state_words[PROPOSAL_STATE_COUNT];

enum resolution_kind { RESOLVED_BY_CUSTOMER, RESOLVED_BY_SILENCE, RESOLVED_IMPORTED, RESOLUTION_KIND_COUNT };
extern const char *const resolution_kind_words[RESOLUTION_KIND_COUNT];

enum {
    REOPEN_DAYS = 60,         /* afterwards a human word is a new problem, linked (R2) */
    NOTICE_LEAST_DAYS = 2,    /* a notice shorter than this is none: nobody is rested over a weekend away */
    NOTICE_AHEAD_PERCENT = 75 /* of the time from proposal to rest, when the notice is sent */
};

/* What a proposal says. */
struct proposal_words {
    enum proposal_kind kind;
    struct str text;
    size_t alternatives;
    size_t open_stated;        /* stated promises of the ticket that are still open … */
    size_t listed_to_come;     /* … and those of them that the proposal lists as still to come */
};

/* INVALID with the field when words are missing (proposal.text), a refusal has no alternative or a solution has one
 * (proposal.alternative, I5), or a stated promise is neither kept nor listed (proposal.promises, R2); CONFLICT (ticket.cannot) in a state
 * that takes none. */
MUST_CHECK enum status resolution_check_proposal(enum ticket_state state, const struct proposal_words *words,
                                                 struct err *err);

/* The course of silence after a proposal. */
struct silence {
    time_ms remind; /* then notice, then rest: strictly rising */
    time_ms notice;
    time_ms rest;
};

/* REMINDER and REST are the team's spans; WISHED the day that the proposal itself names (0: none), never sooner than
 * NOTICE_LEAST_DAYS from NOW. */
struct silence resolution_silence(time_ms now, span_ms reminder, span_ms rest, time_ms wished);

/* When the notice of a proposal MADE then, which rests at REST, is sent. */
time_ms resolution_notice_at(time_ms made, time_ms rest);

/* The day of rest that a notice sent NOW names: the planned one, or later where the notice is late. A desk that
 * slept for weeks still gives the customer the time between notice and rest (I4). */
time_ms resolution_rest_after_notice(const struct silence *silence, time_ms now);

enum silence_step { SILENCE_NOTHING, SILENCE_REMIND, SILENCE_NOTICE, SILENCE_REST };

/* What is due NOW, and in *NEXT when to look again if nothing is. There is no rest without a notice before it. */
enum silence_step resolution_silence_next(const struct silence *silence, bool reminded, bool noticed, time_ms now,
                                          time_ms *next);

/* Where a human word about an ended ticket goes: back to it, or to a new problem that is linked (R2). */
bool resolution_may_reopen(enum ticket_state state, time_ms resolved, time_ms now);
