#pragma once
/* The full-text index over messages: number, subject, sender and visible text.
 *
 * A message joins the index after its commit: the insert puts it into a queue, and a job calls search_index until
 * nothing is left, in lumps, so that the writer is not bound by the index and the search lags under a second. What
 * is found is ordered by time, newest first, never by rank.
 */
#include "base/shape.h"
#include "store/db.h"

enum { SEARCH_LUMP = 256 }; /* messages that one unit of work indexes */

/* Indexes up to LIMIT waiting messages; *COUNT is how many there were, 0 at the end. */
MUST_CHECK enum status search_index(struct tx *tx, size_t limit, size_t *count, struct err *err);

struct search_hit {
    int64_t docid; /* place in the order, for the next page */
    message_id message_id;
    ticket_id ticket_id;
};

/* Messages that match PLAN (search/plan.h, in the language of db_can().search), newest first, at most LIMIT, before
 * the docid BEFORE (0: from the newest). Several may be of one ticket, and rights are not looked at here. */
MUST_CHECK enum status search_newest(struct tx *tx, TALLOC_CTX *mem, struct str plan, int64_t before, size_t limit, struct list *out, struct err *err);

/* Takes a message out of the index; to be called before its text is erased. */
MUST_CHECK enum status search_forget(struct tx *tx, message_id message, struct err *err);
