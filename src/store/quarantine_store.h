#pragma once
/* The quarantine: mails that are nobody's problem until somebody says so (O10), and the marks that make a ticket spam.
 *
 * A mail waits until a colleague has decided: it becomes a ticket, or it stays. What stays can still become one.
 */
#include "base/shape.h"
#include "store/db.h"

enum quarantine_why {
    QUARANTINE_AUTOMATIC,
    QUARANTINE_LIST,
    QUARANTINE_BOUNCE,
    QUARANTINE_SPAM,
    QUARANTINE_OWN, /* sent by one of our own addresses */
    QUARANTINE_WHY_COUNT
};
extern const char *const quarantine_why_words[QUARANTINE_WHY_COUNT];

enum quarantine_state { QUARANTINE_ANY, QUARANTINE_WAITING, QUARANTINE_LEFT, QUARANTINE_RELEASED, QUARANTINE_STATE_COUNT };
extern const char *const quarantine_state_words[QUARANTINE_STATE_COUNT]; /* "" waiting left released */

struct quarantined {
    quarantine_id id;
    raw_id raw_id;
    int why;                     /* enum quarantine_why */
    struct str from_address, from_name, subject;
    person_id person_id;         /* quarantine_insert: the sender whom we know; 0 else */
    bool known;                  /* rows read: whether there is one */
    time_ms at_ms;               /* when it came */
    team_id team_id;             /* whose mailbox it came to; rows read only, as all below */
    struct str mailbox;          /* its address */
    ticket_id ticket_id;         /* when it became one */
    int64_t number;
    colleague_id looked_by_id;   /* who decided; 0 while it waits */
    time_ms looked_ms;
};
/* Gives the id and the time. */
MUST_CHECK enum status quarantine_insert(struct tx *tx, struct quarantined *mail, struct err *err);

/* The mails behind the place (BEFORE_MS, BEFORE_ID), newest first, at most MOST. STEWARD 0: of every team. */
struct quarantine_page { colleague_id steward; enum quarantine_state state; time_ms before_ms; int64_t before_id, most; };
MUST_CHECK enum status quarantine_rows(struct tx *tx, TALLOC_CTX *mem, const struct quarantine_page *page,
                                       struct list *out, struct err *err);
/* NOT_FOUND (quarantine.unknown), also where it is another steward's. */
MUST_CHECK enum status quarantine_load(struct tx *tx, TALLOC_CTX *mem, quarantine_id id, colleague_id steward,
                                       struct quarantined *out, struct err *err);
/* How many wait, at most MOST. */
MUST_CHECK enum status quarantine_waiting(struct tx *tx, colleague_id steward, int64_t most, int64_t *out,
                                          struct err *err);

/* BY decided: it is TICKET now, or stays (0). *done false when somebody was faster. */
MUST_CHECK enum status quarantine_decide(struct tx *tx, quarantine_id id, colleague_id by, ticket_id ticket,
                                         bool *done, struct err *err);
/* All that waits and came until UNTIL stays; *count of them. */
MUST_CHECK enum status quarantine_leave_all(struct tx *tx, colleague_id steward, colleague_id by, time_ms until,
                                            int64_t *count, struct err *err);

/* ---- spam ---- */

struct spam_mark { ticket_id ticket_id; colleague_id asked_by_id; time_ms asked_ms; colleague_id agreed_by_id; time_ms agreed_ms; };
/* *have false when the ticket bears no mark. */
MUST_CHECK enum status spam_mark_find(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, struct spam_mark *out,
                                      bool *have, struct err *err);
/* ALONE: one colleague is enough. *made false when somebody was faster. */
MUST_CHECK enum status spam_mark_insert(struct tx *tx, ticket_id ticket, colleague_id by, bool alone, bool *made,
                                        struct err *err);
MUST_CHECK enum status spam_mark_agree(struct tx *tx, ticket_id ticket, colleague_id by, struct err *err);
MUST_CHECK enum status spam_mark_delete(struct tx *tx, ticket_id ticket, struct err *err);
/* Whether we have served this customer before: then it takes two. */
MUST_CHECK enum status spam_person_is_known(struct tx *tx, person_id person, bool *known, struct err *err);
