#pragma once
/* Who may do what (DOMAIN.md, Who; I9): one table, role x relation x action.
 *
 * A relation is what an actor is to one ticket; the caller finds all that hold and asks the table. Nothing is
 * allowed that no row allows, and action 0 is allowed to nobody, so that a forgotten right refuses. docs/rights.md
 * is printed from the same rows. Pure; safe from any thread.
 */
#include "base/buf.h"
#include "core/colleague.h"

enum relation { /* bits: an actor may be several things to a ticket */
    RELATION_OWNER = 1 << 0,
    RELATION_OFFERED = 1 << 1,  /* a handover of it waits for their word */
    RELATION_COVERS = 1 << 2,   /* for its owner, now (O7) */
    RELATION_ASKED = 1 << 3,    /* H1; sees what the ask shows */
    RELATION_FOLLOWS = 1 << 4,
    RELATION_TEAM = 1 << 5,     /* serves its team */
    RELATION_LEADS = 1 << 6,    /* leads its team */
    RELATION_CUSTOMER = 1 << 7, /* came by the private link of this ticket */
    RELATION_PROVEN = 1 << 8,   /* … and typed the code that was sent to them */
    RELATION_SPEAKER = 1 << 9,  /* … and is the one whose "solved" counts */
    RELATION_AUTHOR = 1 << 10,  /* wrote the message in question */
    RELATION_STEWARD = 1 << 11, /* of the team in question (O2) */
};
enum { RELATION_COUNT = 12 };
extern const char *const relation_words[RELATION_COUNT];

enum action {
    ACTION_NONE,              /* a forgotten right: nobody */
    /* about a ticket */
    ACTION_READ,              /* the whole ticket: thread, notes, promises, files, raw mail */
    ACTION_READ_ASK,          /* what an ask shows */
    ACTION_REPLY,
    ACTION_NOTE,
    ACTION_UNDO,              /* an own answer, before it left */
    ACTION_PROMISE,           /* state, keep, renew */
    ACTION_PROPOSE,
    ACTION_RECORD_WORD,       /* what the customer said on the phone */
    ACTION_HANDOVER_OFFER,
    ACTION_HANDOVER_ANSWER,   /* accept or decline */
    ACTION_HANDOVER_WITHDRAW,
    ACTION_THIRD_HOP,         /* say yes to it (O6) */
    ACTION_OVERRULE,          /* name another owner, with a reason (O5) */
    ACTION_PROTECT,           /* give it to the leader on duty on a threat or insult (O9) */
    ACTION_MERGE,
    ACTION_SPLIT,
    ACTION_MARK_SPAM,
    ACTION_JUDGE_SPAM,        /* agree that it is spam, or that it is none (O10) */
    ACTION_CHANGE,            /* subject, urgency, language, tags */
    /* a customer, about the own ticket */
    ACTION_PAGE_READ,         /* owner, state, promises */
    ACTION_PAGE_READ_FULL,    /* conversation and files */
    ACTION_PAGE_WRITE,
    ACTION_PAGE_SOLVED,
    ACTION_PAGE_NOT_YET,
    ACTION_PAGE_CHOOSE,       /* an alternative to a no (R1) */
    /* about the desk */
    ACTION_CREATE,            /* capture a problem, and own it */
    ACTION_LIST,              /* lists and search; each row is asked for ACTION_READ */
    ACTION_SEE_COLLEAGUES,
    ACTION_SET_PRESENCE,      /* one's own */
    ACTION_SEE_QUARANTINE,
    ACTION_DECLARE_ABSENCE,   /* of somebody else (O7) */
    ACTION_SEE_TEAM_FIGURES,
    ACTION_CONFIGURE,         /* teams, hours, mailboxes, templates, wording */
    ACTION_MANAGE_COLLEAGUES,
    ACTION_VERIFY,
    ACTION_COUNT
};
extern const char *const action_words[ACTION_COUNT];

struct rights_actor {
    bool customer;      /* then role does not count */
    enum role role;
    unsigned relations; /* bits of enum relation; 0 for what is about no ticket */
};

bool rights_allow(const struct rights_actor *actor, enum action action);

/* The table as Markdown, for docs/rights.md. */
void rights_print(struct buf *out);
