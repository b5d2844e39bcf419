#pragma once
/* The journal: every change of a desk, one entry each, append-only, each with the digest of the entry before.
 *
 * It holds ids, words and salted digests; content lies beside it. It is also the stream of events: `seq` is the
 * Last-Event-ID of the browser's stream. Entries that a unit of work adds are written, in order, by its tx_commit, so that
 * the chain is held only for the length of the commit.
 * digest = SHA-256(previous digest ‖ seq ‖ at ‖ actor ‖ kind ‖ ticket ‖ data), fields separated by NUL.
 */
#include "store/db.h"

enum actor_kind { ACTOR_SYSTEM, ACTOR_COLLEAGUE, ACTOR_CUSTOMER, ACTOR_KIND_COUNT };
extern const char *const actor_kind_words[ACTOR_KIND_COUNT]; /* system colleague customer */

struct actor {
    enum actor_kind kind;
    int64_t id; /* colleague_id or person_id; 0 for system */
};

struct journal_entry {
    int64_t seq;
    time_ms at_ms;
    int actor_kind;      /* enum actor_kind */
    int64_t actor_id;
    struct str kind;     /* "ticket.created", "owner.moved", "promise.kept" … : journal_kinds in journal.c */
    ticket_id ticket;    /* column ticket_id; 0 when about no ticket */
    struct str data;     /* JSON object of ids and words */
};

extern const struct shape journal_entry_shape;

/* Queues an entry; written at commit. KIND is a word of the table in journal.c (assert). DATA may be STR_NONE. */
MUST_CHECK enum status journal_add(struct tx *tx, struct actor actor, const char *kind, ticket_id ticket, struct str data, struct err *err);

/* Entries after SEQ, oldest first, at most LIMIT. */
MUST_CHECK enum status journal_after(struct tx *tx, TALLOC_CTX *mem, int64_t seq, size_t limit, struct list *out, struct err *err);
MUST_CHECK enum status journal_of_ticket(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, struct list *out, struct err *err);
MUST_CHECK enum status journal_last(struct tx *tx, int64_t *seq, struct err *err);

/* Checks the chain from the start (I8); *BROKEN_AT is the first bad seq or 0. */
MUST_CHECK enum status journal_verify(struct tx *tx, int64_t *broken_at, struct err *err);
